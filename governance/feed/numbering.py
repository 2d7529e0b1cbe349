"""Numbers for what was touched. Transactions end in another order than they begin, so a writer cannot number: what it
wrote becomes visible only later, behind numbers that a reader has passed already. Here one numberer at a time takes
what is visible, and its numbers become visible together, above all earlier ones.
"""

from collections import defaultdict

from django.db import connection, transaction

from governance.feed.registry import Kind, all_kinds

NUMBERER_LOCK = 0x6665_6564  # advisory lock: numbers become visible in their order
BATCH = 5000
TAKE = """
    DELETE FROM governance_feedtouch
    WHERE id IN (SELECT id FROM governance_feedtouch ORDER BY id LIMIT %s) RETURNING kind, subject
"""
TOP = "SELECT coalesce(max(seq), 0) FROM governance_feedentry"
LOSE = """
    WITH seen AS (SELECT * FROM ({places}) AS p WHERE p.subject = ANY(%(subjects)s)), lost AS (
        SELECT e.id, row_number() OVER (ORDER BY e.id) AS place FROM governance_feedentry e
        WHERE e.kind = %(kind)s AND e.subject = ANY(%(subjects)s) AND NOT e.is_gone
          AND NOT EXISTS (SELECT FROM seen s WHERE s.subject = e.subject AND s.area_id = e.area_id)
    )
    UPDATE governance_feedentry e SET is_gone = true, seq = %(top)s + lost.place, at = clock_timestamp()
    FROM lost WHERE e.id = lost.id
"""
SHOW = """
    INSERT INTO governance_feedentry (kind, subject, area_id, seq, since, is_gone, at)
    SELECT %(kind)s, s.subject, s.area_id, %(top)s + s.place, %(top)s + s.place, false, clock_timestamp()
    FROM (
        SELECT p.*, row_number() OVER (ORDER BY p.subject, p.area_id) AS place FROM ({places}) AS p
        WHERE p.subject = ANY(%(subjects)s)
    ) AS s
    ON CONFLICT (kind, subject, area_id) DO UPDATE SET seq = excluded.seq, is_gone = false, at = excluded.at
"""


def number_all() -> int:
    """Number what is touched now; how many touches. 0 when there is nothing, or another numberer is at work."""
    numbered = 0
    while count := number_batch():
        numbered += count
        if count < BATCH:
            break
    return numbered


def number_batch(size: int = BATCH) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM governance_feedtouch)")
        if not cursor.fetchone()[0]:
            return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NUMBERER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(TAKE, [size])
        touched = cursor.fetchall()
        _number(cursor, touched)
    return len(touched)


def _number(cursor, touched):
    subjects = defaultdict(set)
    for kind, subject in touched:
        subjects[kind].add(subject)
    cursor.execute(TOP)
    top = cursor.fetchone()[0]
    for code, found in sorted(subjects.items()):
        top = _number_kind(cursor, all_kinds()[code], sorted(found), top)


def _number_kind(cursor, kind: Kind, subjects: list[int], top: int) -> int:
    """The highest number after it."""
    for statement in (LOSE, SHOW):
        values = {"kind": kind.code, "subjects": subjects, "top": top}
        cursor.execute(statement.format(places=kind.places), values)
        top += cursor.rowcount
    return top
