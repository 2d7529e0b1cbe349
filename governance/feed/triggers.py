"""The database itself notes which followed rows were written: by an action, an import, a command, by hand."""

import pgtrigger

OLD, NEW = "SELECT {column} FROM old_rows", "SELECT {column} FROM new_rows"
WRITES = (
    ("written", pgtrigger.Insert, {"new": "new_rows"}, NEW),
    ("changed", pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}, f"{OLD} UNION {NEW}"),
    ("removed", pgtrigger.Delete, {"old": "old_rows"}, OLD),
)
NOTE = """
    INSERT INTO governance_feedtouch (kind, subject) SELECT DISTINCT '{kind}', {column} FROM ({rows}) AS written;
    RETURN NULL;
"""


def followed(kind: str, column: str) -> list[pgtrigger.Trigger]:
    """For `Meta.triggers` of a table whose rows are, or by `column` belong to, a followed row of this kind."""
    return [
        pgtrigger.Trigger(
            name=f"feed_{what}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=NOTE.format(kind=kind, column=column, rows=rows.format(column=column)),
        )
        for what, operation, tables, rows in WRITES
    ]
