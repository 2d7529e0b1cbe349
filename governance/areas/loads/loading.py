"""A staged or compared list becomes places: statements over whole tables, in the caller's transaction."""

from datetime import date

from governance.areas.loads.models import AreaLoad
from governance.areas.loads.sql import LEVEL, PARENT, Report, copy_rows, execute, quiet, rows
from governance.areas.sounds import sound_of

SOUNDS = """CREATE TEMP TABLE area_sound (
    name varchar(100), pinyin varchar(400), initials varchar(100)) ON COMMIT DROP"""
OTHER_SOUNDS = """CREATE TEMP TABLE area_other_sound (
    name varchar(100), pinyin varchar(200), initials varchar(200)) ON COMMIT DROP"""
INSERT_PLACES = """INSERT INTO governance_area (code, name, level, parent_id, pinyin, initials, valid_from, version)
    SELECT listed.code, listed.name, {level}, {parent}, sound.pinyin, sound.initials, %s, 1
    FROM area_listed AS listed JOIN area_sound AS sound USING (name) ORDER BY listed.code"""
INSERT_READINGS = """INSERT INTO governance_areareading (area_id, level, pinyin, initials)
    SELECT listed.code, {level}, sound.pinyin, sound.initials
    FROM area_listed AS listed JOIN area_other_sound AS sound USING (name)"""
LISTED = """CREATE TEMP VIEW area_listed AS
    SELECT code, name FROM governance_arealoadchange WHERE load_id = {load} AND kind IN ({kinds})"""

END_PLACES = """UPDATE governance_area AS area SET valid_to = %s, version = version + 1
    FROM governance_arealoadchange AS change
    WHERE change.load_id = %s AND change.kind IN ('gone', 'moved') AND area.code = change.old_code"""
SUCCEED = """INSERT INTO governance_areasuccession (area_id, successor_id, "on")
    SELECT old_code, code, %s FROM governance_arealoadchange WHERE load_id = %s AND kind = 'moved'"""
FIRST_NAMES = """INSERT INTO governance_areaname (area_id, name, source)
    SELECT code, old_name, '' FROM governance_arealoadchange AS change
    WHERE load_id = %s AND kind = 'renamed'
      AND NOT EXISTS (SELECT FROM governance_areaname AS known WHERE known.area_id = change.code)"""
NEW_NAMES = """INSERT INTO governance_areaname (area_id, name, starts_on, source)
    SELECT code, name, %s, %s FROM governance_arealoadchange WHERE load_id = %s AND kind = 'renamed'"""
RENAME = """UPDATE governance_area AS area
    SET name = listed.name, pinyin = sound.pinyin, initials = sound.initials, version = version + 1
    FROM area_listed AS listed JOIN area_sound AS sound USING (name) WHERE area.code = listed.code"""
FORGET_READINGS = "DELETE FROM governance_areareading WHERE area_id IN (SELECT code FROM area_listed)"


def load_first(*, report: Report = quiet) -> int:
    """Make a place of every staged row, where there are none yet but the country itself; returns how many.

    Indexes are built after the rows, which halves the time. The table is shut to others meanwhile.
    """
    _list("CREATE TEMP VIEW area_listed AS SELECT code, name FROM area_staged")
    _make_sounds(report)
    report("写入区域", 0, 3)
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
    rebuild = _strip()
    count = _insert_places(valid_from=None)
    report("写入区域", 1, 3)
    execute("SET LOCAL maintenance_work_mem = '256MB'")
    for statement in rebuild:
        execute(statement)
    report("写入区域", 3, 3)
    execute("ANALYZE governance_area")
    return count


def apply_changes(load: AreaLoad, *, report: Report = quiet) -> dict[str, int]:
    """Make our places what the compared list says; returns the rows that each kind of difference wrote."""
    on = load.effective_on
    report("写入区域", 0, 3)
    _list(LISTED.format(load=int(load.pk), kinds="'new', 'moved'"))
    _make_sounds(report)
    inserted = _insert_places(valid_from=on)
    report("写入区域", 1, 3)
    ended = execute(END_PLACES, on, load.pk)
    moved = execute(SUCCEED, on, load.pk)
    report("写入区域", 2, 3)
    _list(LISTED.format(load=int(load.pk), kinds="'renamed'"))
    _make_sounds(report)
    execute(FIRST_NAMES, load.pk)
    execute(NEW_NAMES, on, load.file_name[:100], load.pk)
    renamed = execute(RENAME)
    execute(FORGET_READINGS)
    execute(INSERT_READINGS.format(level=LEVEL.format(c="listed.code")))
    report("写入区域", 3, 3)
    return {"new": inserted - moved, "gone": ended - moved, "moved": moved, "renamed": renamed}


def _list(view):
    execute("DROP VIEW IF EXISTS pg_temp.area_listed")
    execute(view)


def _make_sounds(report):
    """Pinyin of every distinct name in area_listed, into temporary tables."""
    execute("DROP TABLE IF EXISTS pg_temp.area_sound, pg_temp.area_other_sound")
    execute(SOUNDS)
    execute(OTHER_SOUNDS)
    names = rows("SELECT DISTINCT name FROM area_listed")
    others = []

    def sounds():
        for (name,) in names:
            sound = sound_of(name)
            others.extend((name, *other) for other in sound.others)
            yield name, sound.pinyin, sound.initials

    copy_rows("area_sound", sounds(), total=len(names), what="标注拼音", report=report)
    copy_rows("area_other_sound", others, total=len(others), what="标注多音字", report=quiet)
    execute("ANALYZE area_sound")
    execute("ANALYZE area_other_sound")


def _insert_places(*, valid_from: date | None) -> int:
    level, parent = LEVEL.format(c="listed.code"), PARENT.format(c="listed.code")
    count = execute(INSERT_PLACES.format(level=level, parent=parent), valid_from)
    execute(INSERT_READINGS.format(level=level))
    return count


def _strip() -> list[str]:
    """Drop the indexes of places, and the check of parents; returns the statements that bring them back."""
    indexes = rows(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
        "AND tablename = 'governance_area' AND indexname <> 'governance_area_pkey'"
    )
    parents = rows(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'governance_area'::regclass AND confrelid = conrelid AND contype = 'f'"
    )
    for name, _ in parents:
        execute(f'ALTER TABLE governance_area DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in indexes] + [
        f'ALTER TABLE governance_area ADD CONSTRAINT "{name}" {definition}' for name, definition in parents
    ]
