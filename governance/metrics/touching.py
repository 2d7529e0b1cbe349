"""The triggers by which the database itself notes what was written: INSERT, UPDATE, DELETE, COPY, raw SQL alike.

Each is one INSERT per statement, of the ids in its transition tables. TRUNCATE has no such tables, and is refused.
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db.migrations import RunSQL

from governance.metrics.declaring import Stream, Watched

REFUSAL = "RAISE EXCEPTION '% 的行计入统计，不能整表清空。', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';"


def watch(stream: Stream, wing: str) -> None:
    """Register the triggers of the wing's own tables with their models, so that they live in its migrations."""
    for watched in stream.watched:
        if watched.model.partition(".")[0] == wing:
            for trigger in triggers_of(stream.code, watched):
                trigger.register(apps.get_model(watched.model))  # type: ignore[arg-type]  # takes classes


def triggers_of(stream: str, watched: Watched) -> Iterator[pgtrigger.Trigger]:
    """After INSERT, UPDATE, DELETE; and what refuses TRUNCATE."""
    new, both = pgtrigger.Referencing(new="new_rows"), pgtrigger.Referencing(old="old_rows", new="new_rows")
    ways = {
        "insert": (pgtrigger.Insert, new, NEW),
        "update": (pgtrigger.Update, both, _changed(watched)),
        "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), OLD),
    }
    for verb in watched.verbs:
        operation, referencing, rows = ways[verb]
        yield pgtrigger.Trigger(
            name=f"{stream}_touch_{verb}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=_noted(stream, watched, rows),
        )
    yield pgtrigger.Trigger(
        name=f"{stream}_not_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=REFUSAL,
    )


class WatchTable(RunSQL):
    """Watch a table of the ground floor from the migration of a wing: what hangs on it is the wing's to count."""

    def __init__(self, stream: str, watched: Watched):
        model = apps.get_model(watched.model)
        triggers = [each.compile(model) for each in triggers_of(stream, watched)]  # type: ignore[arg-type]
        super().__init__(
            [trigger.install_sql for trigger in triggers],
            [trigger.uninstall_sql for trigger in triggers],
            elidable=False,
        )


NEW, OLD = "SELECT * FROM new_rows", "SELECT * FROM old_rows"


def _changed(watched):
    """The rows of an UPDATE as they were and as they are, without those that stayed the same where it matters."""
    if not watched.columns:
        return f"{OLD} UNION ALL {NEW}"
    stayed = "old_rows JOIN new_rows USING (id)"
    differs = f"{_row('old_rows', watched)} IS DISTINCT FROM {_row('new_rows', watched)}"
    return " UNION ALL ".join(f"SELECT {rows}.* FROM {stayed} WHERE {differs}" for rows in ("old_rows", "new_rows"))


def _row(alias, watched):
    return f"({', '.join(f'{alias}.{column}' for column in watched.columns)})"


def _noted(stream, watched, rows):
    return f"""
        INSERT INTO governance_metrictouch (source, subject)
        SELECT DISTINCT '{stream}', {watched.subject} FROM ({rows}) changed {watched.joins}
        WHERE {watched.subject} IS NOT NULL;
        RETURN NULL;
    """
