"""Keeping the words of a case: part of every act on it, in the act's own transaction."""

from collections.abc import Iterable

from django.db import connection

from cases.docket.models import Case
from cases.search.models import CaseText
from cases.search.words import normal, pairs
from governance.copying import copy_new, new_row
from governance.database.prepared import Prepared

PARTIES = "SELECT name FROM cases_party WHERE case_id = %(case)s AND left_on IS NULL ORDER BY side, seq"
_texts = ["SELECT note FROM cases_caseevent WHERE case_id = %(case)s AND note <> '' ORDER BY seq"]

UPSERT = Prepared("""
INSERT INTO cases_casetext AS known (case_id, area_id, head, file, head_words, file_words)
VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))
ON CONFLICT (case_id) DO UPDATE SET area_id = excluded.area_id, head = excluded.head, file = excluded.file,
    head_words = excluded.head_words, file_words = excluded.file_words
WHERE (known.area_id, known.head, known.file) IS DISTINCT FROM (excluded.area_id, excluded.head, excluded.file)
""")


def file_texts(*selects: str) -> None:
    """Declare texts of the file that may be found by who reads the file. Never those of separate meetings.

    Each is a SELECT of one column of text, in the order of a life, for the case `%(case)s`: an act reads all in one
    query.
    """
    _texts.extend(selects)


def index_case(case: Case) -> None:
    """Write the words of `case` as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(gathering(), {"case": case.pk})
        named = [case.number, case.title, case.place_text, case.dispute_subtype]
        head, file = words_of(named, [case.facts, *case.requests], cursor.fetchall())
        cursor.execute(UPSERT, [case.pk, case.area_id, head, file, pairs(head), pairs(file)])


def words_of(named: list[str], facts: list[str], rows: list[tuple[str, str]]) -> tuple[str, str]:
    """The two depths of words, from columns of the case and the rows that `gathering` selects."""
    head = normal(" ".join([*named, *(text for depth, text in rows if depth == "head")]))
    return head, normal(" ".join([head, *facts, *(text for depth, text in rows if depth == "file")]))


def index_new(cases: Iterable[tuple[Case, Iterable[str]]]) -> None:
    """Write the words of many cases that are new, each with the names of its parties and with nothing in its file."""
    rows = []
    for case, names in cases:
        named = [case.number, case.title, case.place_text, case.dispute_subtype, *names]
        head, file = words_of(named, [case.facts, *case.requests], [])
        words = {"head_words": _lexemes(head), "file_words": _lexemes(file)}
        rows.append(new_row(CaseText, case_id=case.pk, area_id=case.area_id, head=head, file=file, **words))
    copy_new(CaseText, rows)


def _lexemes(text: str) -> str:
    """As a tsvector is written: pairs hold letters and digits alone, so nothing in them is to be escaped."""
    return " ".join(f"'{pair}'" for pair in pairs(text))


def gathering() -> str:
    """The SELECT of what else is told of the case `%(case)s`: its depth and the text."""
    parts = [("head", PARTIES), *(("file", select) for select in _texts)]
    told = (f"(SELECT '{depth}', told.* FROM ({select}) told)" for depth, select in parts)  # noqa: S608 - declared in code
    return Prepared(" UNION ALL ".join(told))
