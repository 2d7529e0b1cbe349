"""The words by which cases are found are those of the cases, and how parties' names sound is how they sound."""

from django.db import connection

from cases.docket.invariants import of_case
from cases.parties.models import Party
from cases.search.actions import gathering, words_of
from cases.search.words import pairs
from governance.invariants.registry import CHUNK, invariant
from governance.persons.invariants import sound_fault

CASES = """
SELECT c.id, c.area_id, c.number, c.title, c.place_text, c.dispute_subtype, c.facts, c.requests,
       t.area_id, t.head, t.file, tsvector_to_array(t.head_words), tsvector_to_array(t.file_words)
FROM cases_case c LEFT JOIN cases_casetext t ON t.case_id = c.id
WHERE c.id > %(after)s AND c.archive <> 'destroyed' ORDER BY c.id LIMIT %(most)s
"""
BATCH = 500


@invariant("cases.words", "案件的检索列", "查找案件所用的文字与案件、当事人和卷内记录相符")
def words(look):
    after = 0
    while batch := _batch(after):
        told = _told([row[0] for row in batch])
        for row in look.over(batch):
            case, area, *facts = row
            if not _is_kept(facts, area, told.get(case, [])):
                yield of_case(case, area, "检索文字与案件内容不符")
        after = batch[-1][0]


@invariant("cases.sounds", "当事人姓名的检索列", "当事人的拼音和首字母与其姓名、名称相符")
def sounds(look):
    rows = Party.objects.order_by("pk").values_list("pk", "name", "pinyin", "initials", "case__area_id", named=True)
    for row in look.over(rows.iterator(chunk_size=CHUNK)):
        yield from sound_fault("当事人", row.pk, row.name, (row.pinyin, row.initials), row.case__area_id)


def _batch(after):
    with connection.cursor() as cursor:
        cursor.execute(CASES, {"after": after, "most": BATCH})
        return cursor.fetchall()


def _told(cases):
    """What the files of these cases tell, by case, in its order."""
    with connection.cursor() as cursor:
        each = gathering() % {"case": "c.id"}
        cursor.execute(
            f"SELECT c.id, told.* FROM unnest(%s::bigint[]) c (id) CROSS JOIN LATERAL ({each}) told",  # noqa: S608 - declared in code
            [cases],
        )
        told: dict[int, list] = {}
        for case, depth, text in cursor.fetchall():
            told.setdefault(case, []).append((depth, text))
    return told


def _is_kept(facts, area, told) -> bool:
    number, title, place, subtype, narrative, requests, kept_area, *kept = facts
    head, file = words_of([number, title, place, subtype], [narrative, *requests], told)
    if kept_area is None:
        return False
    head_kept, file_kept, head_pairs, file_pairs = kept
    return (
        (area, head, file) == (kept_area, head_kept, file_kept)
        and sorted(head_pairs) == pairs(head)
        and sorted(file_pairs) == pairs(file)
    )
