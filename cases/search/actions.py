"""Keeping the words of a case: part of every act on it, in the act's own transaction."""

from collections.abc import Callable

from django.db import connection

from cases.docket.models import Case
from cases.search.words import normal, pairs

_texts: list[Callable[[Case], list[str]]] = []

UPSERT = """
INSERT INTO cases_casetext (case_id, area_id, head, file, head_words, file_words)
VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))
ON CONFLICT (case_id) DO UPDATE SET area_id = excluded.area_id, head = excluded.head, file = excluded.file,
    head_words = excluded.head_words, file_words = excluded.file_words
"""


def file_texts(gather: Callable[[Case], list[str]]):
    """Declare texts of the file that may be found by who reads the file. Never those of separate meetings."""
    _texts.append(gather)
    return gather


@file_texts
def told(case: Case) -> list[str]:
    return [text for text in case.events.values_list("note", flat=True) if text]


def index_case(case: Case) -> None:
    """Write the words of `case` as it is now."""
    head = normal(" ".join([case.number, case.title, case.place_text, case.dispute_subtype]))
    gathered = [text for gather in _texts for text in gather(case)]
    file = normal(" ".join([head, case.facts, *case.requests, *gathered]))
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [case.pk, case.area_id, head, file, pairs(head), pairs(file)])
