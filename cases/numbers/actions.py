"""Giving numbers (domain/mediation.md 3.3): from 1 in each committee, year and kind, without a gap."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import TextChoices

from cases.numbers.models import IssuedNumber, NumberSeries
from governance.copying import copy_new
from governance.database.prepared import Prepared

NEXT = Prepared("""
WITH next AS (
    INSERT INTO cases_numberseries AS series (committee_id, kind, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (committee_id, kind, year) DO UPDATE SET last = series.last + 1 RETURNING id, last
)
INSERT INTO cases_issuednumber (series_id, n, text, case_id, void_reason)
SELECT id, last, %s || last || %s, %s::bigint, '' FROM next RETURNING id, series_id, n, text, issued_at
""")

HELD = """
INSERT INTO cases_numberseries AS series (committee_id, kind, year, last)
SELECT committee, %s, year, 0 FROM unnest(%s::bigint[], %s::int[]) AS wanted (committee, year) ORDER BY committee, year
ON CONFLICT (committee_id, kind, year) DO UPDATE SET last = series.last RETURNING id, committee_id, kind, year, last
"""

COUNTED_ON = """
UPDATE cases_numberseries AS series
SET last = coalesce((SELECT max(n) FROM cases_issuednumber WHERE series_id = series.id), 0) WHERE id = ANY(%s)
"""


class NumberKind(TextChoices):
    MEDIATION = "mediation", "人调字"
    TRANSFER = "transfer", "人调移字"
    NOTICE = "notice", "人调告字"


LETTERS = (NumberKind.TRANSFER, NumberKind.NOTICE)


def number_text(sign: str, kind: NumberKind, year: int, n: int) -> str:
    """（2026）云梧人调字第8号 for a case, 云梧人调移字〔2026〕3号 for a letter."""
    before, after = _around(sign, kind, year)
    return f"{before}{n}{after}"


def _around(sign: str, kind: NumberKind, year: int) -> tuple[str, str]:
    """What is printed before the number, and after it."""
    return (f"{sign}{kind.label}〔{year}〕", "号") if kind in LETTERS else (f"（{year}）{sign}{kind.label}第", "号")


def issue_number(case, kind: NumberKind, year: int) -> IssuedNumber:
    """The next number of the committee, for `case`. Runs in the act's transaction, so that a refused act leaves no gap.

    The series stays locked until the transaction ends: two who accept at once wait for one another.
    """
    around = _around(case.committee.sign, kind, year)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [case.committee_id, kind, year, *around, case.pk])
        names = ("id", "series_id", "n", "text", "issued_at")
        return IssuedNumber.from_db(connection.alias, (*names, "case_id"), (*cursor.fetchone(), case.pk))


def hold_series(kind: NumberKind, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], NumberSeries]:
    """The series of these (committee, year), made where there is none, locked until the transaction ends.

    Always in one order, so that two who hold several never wait for each other in a ring.
    """
    keys = set(wanted)
    with connection.cursor() as cursor:
        cursor.execute(HELD, [kind, [committee for committee, _ in keys], [year for _, year in keys]])
        held = [NumberSeries(*row) for row in cursor.fetchall()]
    return {(series.committee_id, series.year): series for series in held}


def enter_numbers(numbers: list[IssuedNumber]) -> None:
    """Numbers that were given on paper, of series that are held: the next one of each goes on after them."""
    copy_new(IssuedNumber, numbers)
    _count_on({number.series_id for number in numbers})


def take_back_numbers(numbers, series: Iterable[NumberSeries]) -> None:
    """Numbers that were entered by mistake, of series that are held: these go on after what is left in them."""
    numbers.delete()
    _count_on(one.pk for one in series)


def _count_on(series: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED_ON, [list(series)])
