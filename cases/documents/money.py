"""Amounts of money as official documents write them: capitals (大写金额) beside figures."""

import re
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal("9999999999999999.99")
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def capitals(amount: Decimal) -> str:
    """`amount` yuan in capitals: 壹仟零伍元伍角整 (支付结算办法 附一; domain/mediation.md 6.6).

    Whole yuan and 角 end with 整, 分 does not. No 零 before 角 when the yuan end in zeros (壹拾万柒仟元伍角叁分).
    Raises ValueError for negative amounts, parts of a 分, and what no document will ever need to say.
    """
    if not 0 <= amount <= MOST or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"not an amount in yuan and fen: {amount}")
    yuan, rest = divmod(int(amount * 100), 100)
    jiao, fen = divmod(rest, 10)
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not fen:
        return f"{whole}{DIGITS[jiao]}角整" if jiao else f"{whole}整"
    tenths = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"{whole}{tenths}{DIGITS[fen]}分"


def _whole(number: int) -> str:
    if not number:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            continue
        if text and (group < 1000 or not groups[place + 1]):
            text += DIGITS[0]
        text += _group(group) + _unit(place, groups)
    return text


def _unit(place: int, groups: list[int]) -> str:
    """万亿 is said 万 when 亿 follow: 壹万贰仟亿."""
    return "万" if place == 3 and groups[2] else GROUPS[place]


def _group(group: int) -> str:
    """One to 9,999, with one 零 for any run of zeros inside."""
    text = ""
    zero = False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if not digit:
            zero = bool(text)
            continue
        text += (DIGITS[0] if zero else "") + DIGITS[digit] + PLACES[place]
        zero = False
    return text


def from_capitals(text: str) -> Decimal:
    """The amount that capitals say; 圆 counts as 元, and a leading 人民币 is allowed. Raises ValueError."""
    text = text.removeprefix("人民币").replace("圆", "元")
    match = re.fullmatch(r"(?:(.+)元)?零?(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?", text)
    if not match or not any(match.groups()):
        raise ValueError(f"not an amount in capitals: {text}")
    whole, jiao, fen = match.groups()
    cents = (DIGITS.index(jiao) * 10 if jiao else 0) + (DIGITS.index(fen) if fen else 0)
    return Decimal(_read(whole) if whole else 0) + Decimal(cents) / 100


def _read(text: str) -> int:
    total = group = digit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character in UNITS:
            group, digit = group + digit * UNITS[character], 0
        elif character == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        elif character == "亿":
            total, group, digit = (total + group + digit) * 100_000_000, 0, 0
        else:
            raise ValueError(f"not a capital: {character}")
    return total + group + digit


def figures(amount: Decimal) -> str:
    """￥3,300.00"""
    return f"￥{amount:,.2f}"


def written(amount: Decimal) -> str:
    """人民币叁仟叁佰元整（￥3,300.00）"""
    return f"人民币{capitals(amount)}（{figures(amount)}）"
