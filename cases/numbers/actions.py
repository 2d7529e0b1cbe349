"""Giving numbers (domain/mediation.md 3.3): from 1 in each committee, year and kind, without a gap."""

from django.db import connection
from django.db.models import TextChoices

from cases.numbers.models import IssuedNumber

NEXT = """
INSERT INTO cases_numberseries AS series (committee_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (committee_id, kind, year) DO UPDATE SET last = series.last + 1 RETURNING id, last
"""


class NumberKind(TextChoices):
    MEDIATION = "mediation", "人调字"
    TRANSFER = "transfer", "人调移字"
    NOTICE = "notice", "人调告字"


LETTERS = (NumberKind.TRANSFER, NumberKind.NOTICE)


def number_text(sign: str, kind: NumberKind, year: int, n: int) -> str:
    """（2026）云梧人调字第8号 for a case, 云梧人调移字〔2026〕3号 for a letter."""
    if kind in LETTERS:
        return f"{sign}{kind.label}〔{year}〕{n}号"
    return f"（{year}）{sign}{kind.label}第{n}号"


def issue_number(case, kind: NumberKind, year: int) -> IssuedNumber:
    """The next number of the committee, for `case`. Runs in the act's transaction, so that a refused act leaves no gap.

    The series stays locked until the transaction ends: two who accept at once wait for one another.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [case.committee_id, kind, year])
        series, n = cursor.fetchone()
    text = number_text(case.committee.sign, kind, year, n)
    return IssuedNumber.objects.create(series_id=series, n=n, text=text, case=case)
