"""What a bank account number must look like. Pure."""

import re

from governance.errors import Invalid
from governance.identifiers.typed import compact

SHORTEST, LONGEST = 12, 19  # passbook accounts from 12 digits, cards to 19
CARD = re.compile(r"62\d{14,17}", re.ASCII)  # 银联卡: their last digit checks the others (GB/T 15694)


def parse_card(text: str) -> str:
    """An account number as stored: digits alone. Raises Invalid, field "number"."""
    number = re.sub(r"[-‐‑‒–—―−－]", "", compact(text))
    if not re.fullmatch(r"\d+", number, re.ASCII) or not SHORTEST <= len(number) <= LONGEST:
        raise Invalid(f"账号为 {SHORTEST} 至 {LONGEST} 位数字，请照银行卡或者存折填写。", field="number")
    if CARD.fullmatch(number) and not _adds_up(number):
        raise Invalid("卡号的校验位不对，请逐位核对。", field="number")
    return number


def mask_card(number: str) -> str:
    """The last four digits, as banks show them."""
    return f"**** **** {number[-4:]}"


def _adds_up(number: str) -> bool:
    """Luhn: every second digit from the right doubled, its digits summed; the sum ends in nought."""
    digits = [int(char) for char in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
