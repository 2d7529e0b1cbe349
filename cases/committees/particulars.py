"""What the register of committees keeps beside sign and term (F19; domain/mediation.md 4.6)."""

import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cases.committees.models import Trade
from governance.errors import Invalid
from governance.identifiers.typed import compact, free_text

POSTCODE = re.compile(r"\d{6}", re.ASCII)
FAX = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)
LONGEST = {"code": 30, "premises": 200, "filing_no": 60}
CHINA = {"longitude": (Decimal(73), Decimal(136)), "latitude": (Decimal(3), Decimal(54))}  # degrees


@dataclass(frozen=True)
class Particulars:
    """As the committee told them; empty where nothing was told. Degrees are decimal, east and north."""

    code: str = ""
    trade: str = ""
    premises: str = ""
    postcode: str = ""
    fax: str = ""
    email: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    filing_no: str = ""
    filed_on: date | None = None


NAMES = tuple(field.name for field in fields(Particulars))


def checked(told: Particulars, *, on: date) -> dict:
    """The columns of the committee. Raises Invalid (the field)."""
    values = {name: getattr(told, name) for name in NAMES}
    for name, most in LONGEST.items():
        values[name] = free_text(values[name], field=name, longest=most)
    if told.trade and told.trade not in Trade.values:
        raise Invalid("请从列出的类型中选择。", field="trade")
    values["postcode"] = _written(told.postcode, POSTCODE, "邮政编码为六位数字。", "postcode")
    values["fax"] = _written(told.fax, FAX, "传真号码应为“021-59990000”的样式。", "fax")
    values["email"] = _email(told.email)
    _require_position(told)
    if bool(values["filing_no"]) != (told.filed_on is not None):
        raise Invalid("备案编号和备案日期须一并填写。", field="filed_on" if values["filing_no"] else "filing_no")
    if told.filed_on and told.filed_on > on:
        raise Invalid("备案日期不能晚于今天。", field="filed_on")
    return values


def _written(text, pattern, sentence, field):
    text = compact(text)
    if text and not pattern.fullmatch(text):
        raise Invalid(sentence, field=field)
    return text


def _email(text):
    email = free_text(text, field="email", longest=100)
    try:
        if email:
            validate_email(email)
    except ValidationError as refusal:
        raise Invalid("请填写正确的电子邮箱。", field="email") from refusal
    return email


def _require_position(told):
    if (told.longitude is None) != (told.latitude is None):
        raise Invalid("经度和纬度须一并填写。", field="latitude" if told.latitude is None else "longitude")
    for name, (least, most) in CHINA.items():
        degrees = getattr(told, name)
        if degrees is not None and not least <= degrees <= most:
            raise Invalid(f"请核对：应在 {least} 到 {most} 度之间。", field=name)
