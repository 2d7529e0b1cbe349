"""Masks: what screens, exports, logs and the trail show instead of a number (domain/mediation.md 1.7)."""

from datetime import date


def mask_document(number: str) -> str:
    """310199********9039; shorter numbers keep a quarter at each end, very short ones nothing but the last."""
    if len(number) == 18:
        return f"{number[:6]}********{number[-4:]}"
    shown = min(len(number) // 4, 3)
    return f"{number[:shown]}{'*' * (len(number) - 2 * shown)}{number[len(number) - shown :]}"


def mask_phone(number: str) -> str:
    """199****0001 for a mobile; a landline keeps its area code and the last two digits."""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]}****{number[-4:]}"
    if "-" in number:
        area, line, *extension = number.split("-")
        return "-".join([area, f"{'*' * (len(line) - 2)}{line[-2:]}", *("*" * len(part) for part in extension)])
    return f"{'*' * (len(number) - 2)}{number[-2:]}"


def mask_birth_date(born_on: date) -> str:
    """Only the year: the day beside a masked ID would give the whole number away."""
    return f"{born_on.year}年"
