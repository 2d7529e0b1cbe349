"""What the register of mediators keeps beside office and grade (domain/mediation.md 4.5, 4.6)."""

import re
from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cases.mediation.mediators.models import Education, Marital, MediatorPost, Political
from governance.errors import Invalid
from governance.identifiers.typed import free_text

CHOSEN = {"post": MediatorPost, "political": Political, "education": Education, "marital": Marital}
LONGEST = {"major": 60, "unit": 100, "occupation": 50, "title": 50, "studio": 60, "knowledge": 200, "injury": 200}
CAREER = 2000
LONGEST_TERM = 5  # years; 人民调解法 第九条 says three, an election may be put off
FIRST_YEAR = 1950
YEARS = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Particulars:
    """Post, term and person, as told by the committee; empty where nothing was told.

    `term_ends_on` is the first day without it; `mediates_since` a year.
    """

    post: str = ""
    term_starts_on: date | None = None
    term_ends_on: date | None = None
    is_bought: bool = False
    political: str = ""
    education: str = ""
    major: str = ""
    marital: str = ""
    unit: str = ""
    occupation: str = ""
    title: str = ""
    studio: str = ""
    email: str = ""
    mediates_since: int | None = None
    knowledge: str = ""
    injury: str = ""
    career: str = ""


NAMES = tuple(field.name for field in fields(Particulars))


def checked(told: Particulars, *, on: date) -> dict:
    """The columns of the profile. Raises Invalid (the field)."""
    values = {name: getattr(told, name) for name in NAMES}
    for name, choices in CHOSEN.items():
        if values[name] and values[name] not in choices.values:
            raise Invalid("请从列出的选项中选择。", field=name)
    for name, most in LONGEST.items():
        values[name] = free_text(values[name], field=name, longest=most)
    values["career"] = free_text(told.career, field="career", longest=CAREER)
    values["email"] = _email(told.email)
    _require_term(told.term_starts_on, told.term_ends_on)
    if told.mediates_since is not None and not FIRST_YEAR <= told.mediates_since <= on.year:
        raise Invalid(f"年份应在 {FIRST_YEAR} 年到今年之间。", field="mediates_since")
    return values


def _email(text):
    email = free_text(text, field="email", longest=100)
    if email:
        try:
            validate_email(email)
        except ValidationError as refusal:
            raise Invalid("请填写正确的电子邮箱。", field="email") from refusal
    return email


def _require_term(starts_on, ends_on):
    if ends_on is None:
        return
    if starts_on is None:
        raise Invalid("请填写任期开始日期。", field="term_starts_on")
    if ends_on <= starts_on:
        raise Invalid("任期届满日应晚于任期开始日。", field="term_ends_on")
    if ends_on.year - starts_on.year > LONGEST_TERM:
        raise Invalid(f"任期超过 {LONGEST_TERM} 年，请核对（法定任期为三年）。", field="term_ends_on")
