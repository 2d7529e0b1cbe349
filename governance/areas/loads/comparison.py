"""What differs between a staged list and our places: statements over whole tables (see staging)."""

from governance.areas import codes
from governance.areas.loads.models import AreaLoad, AreaLoadChange
from governance.areas.loads.sql import LEVEL, PARENT, Report, execute, quiet, scalar

FRESH = """CREATE TEMP TABLE area_fresh ON COMMIT DROP AS
    SELECT s.code, s.name, {level} AS level, {parent} AS parent, NULL::varchar AS counterpart
    FROM area_staged AS s WHERE NOT EXISTS (SELECT FROM governance_area AS a WHERE a.code = s.code)"""
GONE = """CREATE TEMP TABLE area_gone ON COMMIT DROP AS
    SELECT a.code, a.name, a.level, {parent} AS parent, NULL::varchar AS counterpart
    FROM governance_area AS a
    WHERE a.code BETWEEN %s AND %s AND a.level > 0 AND a.valid_to IS NULL
      AND (a.valid_from IS NULL OR a.valid_from < %s)
      AND NOT EXISTS (SELECT FROM area_staged AS s WHERE s.code = a.code)"""
PAIR = """WITH pair AS (
        SELECT min(gone.code) AS old, min(fresh.code) AS new
        FROM area_gone AS gone
        JOIN area_fresh AS fresh ON fresh.level = gone.level AND fresh.name = gone.name AND {near}
        WHERE gone.level = %s AND gone.counterpart IS NULL AND fresh.counterpart IS NULL
        GROUP BY gone.name, {where} HAVING count(*) = 1),
    marked AS (UPDATE area_gone SET counterpart = pair.new FROM pair WHERE code = pair.old)
    UPDATE area_fresh SET counterpart = pair.old FROM pair WHERE code = pair.new"""
SAME_PARENT = """fresh.parent IN (gone.parent,
    (SELECT above.counterpart FROM area_gone AS above WHERE above.code = gone.parent))"""
DIFFERENCE = "INSERT INTO governance_arealoadchange (load_id, kind, code, name, old_code, old_name) "
DIFFERENCES = {
    AreaLoadChange.Kind.NEW: "SELECT %s, %s, code, name, '', '' FROM area_fresh WHERE counterpart IS NULL",
    AreaLoadChange.Kind.MOVED: "SELECT %s, %s, code, name, counterpart, name FROM area_fresh "
    "WHERE counterpart IS NOT NULL",
    AreaLoadChange.Kind.GONE: "SELECT %s, %s, code, name, code, name FROM area_gone WHERE counterpart IS NULL",
    AreaLoadChange.Kind.RENAMED: """SELECT %s, %s, s.code, s.name, a.code, a.name
        FROM area_staged AS s JOIN governance_area AS a USING (code)
        WHERE a.valid_to IS NULL AND a.name <> s.name AND NOT EXISTS (SELECT FROM governance_areaname AS newer
            WHERE newer.area_id = a.code AND newer.starts_on >= %s)""",
    AreaLoadChange.Kind.ENDED_HERE: """SELECT %s, %s, s.code, s.name, a.code, a.name
        FROM area_staged AS s JOIN governance_area AS a USING (code) WHERE a.valid_to IS NOT NULL""",
}


def compare(load: AreaLoad, *, report: Report = quiet) -> dict[str, int]:
    """Write what differs between the staged list and our places in the load's area; returns rows by kind.

    What began, or got its name, here on or after `effective_on` is newer than the list and is left alone.
    """
    span = codes.code_range(load.area_id)
    report("比对", 0, 3)
    execute("DROP TABLE IF EXISTS pg_temp.area_fresh, pg_temp.area_gone")
    execute(FRESH.format(level=LEVEL.format(c="s.code"), parent=PARENT.format(c="s.code")))
    execute(GONE.format(parent=PARENT.format(c="a.code")), span.first, span.last, load.effective_on)
    report("比对", 1, 3)
    if scalar("SELECT EXISTS (SELECT FROM area_gone) AND EXISTS (SELECT FROM area_fresh)"):
        _pair_moved()
    report("比对", 2, 3)
    load.changes.all().delete()
    counts = {kind.value: _write(load, kind) for kind in DIFFERENCES}
    report("比对", 3, 3)
    return counts


def _write(load, kind):
    values = [load.pk, kind.value]
    if kind == AreaLoadChange.Kind.RENAMED:
        values.append(load.effective_on)
    return execute(DIFFERENCE + DIFFERENCES[kind], *values)


def _pair_moved():
    """Pair a code that is gone with a new one of the same level and name, when there is exactly one on either side:
    first below the same parent, or a parent that itself moved; then in the same county, prefecture, province."""
    execute("ANALYZE area_fresh")
    execute("ANALYZE area_gone")
    for level in range(codes.PROVINCE, codes.COMMITTEE + 1):
        execute(PAIR.format(near=SAME_PARENT, where="fresh.parent"), level)
        for digits in (6, 4, 2):
            if digits < codes.LEVEL_DIGITS[level]:
                where = f"left(fresh.code, {digits})"
                execute(PAIR.format(near=f"{where} = left(gone.code, {digits})", where=where), level)


def fingerprint(within: str) -> str:
    """The state of our places inside `within`: changes whenever a code, a name or a validity does."""
    span = codes.code_range(within)
    return scalar(
        "SELECT count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', code, name, "
        "coalesce(valid_from::text, '-'), coalesce(valid_to::text, '-')), 0)::numeric), 0) "
        "FROM governance_area WHERE code BETWEEN %s AND %s",
        span.first,
        span.last,
    )
