"""What a rule is: its key, its kind of value, its dated defaults with their source, who may set it where."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from governance.areas.codes import COUNTRY, COUNTY, PREFECTURE, PROVINCE, STREET
from governance.calendars.allowances import Allowance
from governance.errors import Invalid


class Kind(Enum):
    """How a rule's value is written and read."""

    INTEGER = "整数"
    DECIMAL = "小数"
    DAYS = "天数"
    TEXT_LIST = "文字清单"
    BOOLEAN = "是否"
    CHOICE = "选项"
    ALLOWANCE = "期限"


@dataclass(frozen=True)
class Default:
    """What the law or the field's practice says from `starts_on` (None: from the beginning); `source` says where."""

    value: Any
    source: str
    starts_on: date | None = None


@dataclass(frozen=True)
class Effect:
    """What a new value would change: a sentence, and rows of text beneath `columns`."""

    summary: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Rule:
    """A number or list of law. `levels` may set it.

    `preview(before, after, area_code, actor)` tells what would change, `follow_up(row, by)` is called in the act's
    transaction when a value was set or withdrawn.
    """

    key: str
    label: str
    kind: Kind
    defaults: tuple[Default, ...]
    group: str
    unit: str = ""
    help: str = ""
    levels: tuple[int, ...] = (COUNTRY, PROVINCE, PREFECTURE, COUNTY, STREET)
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    preview: Callable[..., Effect] | None = None
    follow_up: Callable[..., None] | None = None

    def default_on(self, day: date) -> Default:
        """The newest default that had begun on `day`."""
        begun = [default for default in self.defaults if default.starts_on is None or default.starts_on <= day]
        return max(begun, key=lambda default: default.starts_on or date.min)

    def clean(self, raw):
        """A value as typed or stored → the typed value. Raises Invalid with a sentence."""
        value = READERS[self.kind](self, raw)
        if self.least is not None and value < self.least:
            raise Invalid(f"“{self.label}”不能小于 {self.least}{self.unit}。", field="value")
        if self.most is not None and value > self.most:
            raise Invalid(f"“{self.label}”不能大于 {self.most}{self.unit}。", field="value")
        return value

    def stored(self, value):
        """The typed value as the JSON that the database keeps: decimals as text, so that none is rounded."""
        return str(value) if self.kind in (Kind.DECIMAL, Kind.ALLOWANCE) else value

    def shown(self, value) -> str:
        if self.kind is Kind.TEXT_LIST:
            return "、".join(value)
        if self.kind is Kind.BOOLEAN:
            return "是" if value else "否"
        if self.kind is Kind.CHOICE:
            return dict(self.choices)[value]
        if self.kind is Kind.ALLOWANCE:
            return str(value)
        return f"{value:,}{self.unit and ' '}{self.unit}"


def _whole(rule, raw):
    text = str(raw).strip().replace(",", "").replace("，", "")
    if isinstance(raw, bool) or not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise Invalid(f"“{rule.label}”应填写整数。", field="value")
    return int(text)


def _decimal(rule, raw):
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        raise Invalid(f"“{rule.label}”应填写数字。", field="value") from None
    if not number.is_finite():
        raise Invalid(f"“{rule.label}”应填写数字。", field="value")
    return number


def _text_list(rule, raw):
    lines = raw.splitlines() if isinstance(raw, str) else raw
    kept = [line.strip() for line in lines if line.strip()]
    if not kept:
        raise Invalid(f"“{rule.label}”至少填写一项，每行一项。", field="value")
    return list(dict.fromkeys(kept))


def _boolean(rule, raw):
    if raw in (True, "true", "True"):
        return True
    if raw in (False, "false", "False"):
        return False
    raise Invalid(f"“{rule.label}”应选择是或否。", field="value")


def _choice(rule, raw):
    if raw not in dict(rule.choices):
        raise Invalid(f"“{rule.label}”应从选项中选择。", field="value")
    return raw


def _allowance(rule, raw):
    return raw if isinstance(raw, Allowance) else Allowance.parse(str(raw))


READERS = {
    Kind.INTEGER: _whole,
    Kind.DAYS: _whole,
    Kind.DECIMAL: _decimal,
    Kind.TEXT_LIST: _text_list,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.ALLOWANCE: _allowance,
}

RULES: dict[str, Rule] = {}


def define(*rules: Rule) -> None:
    """Make rules known to the portal. A feature calls this once, when it is imported."""
    RULES.update({rule.key: rule for rule in rules})
