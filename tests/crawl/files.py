"""Exports of lists, run as a seat's own jobs: what the file holds must be what the seat may see."""

from governance.errors import NotPermitted
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.exports import Export, start_export
from tests.crawl.walk import Finding, shown
from tests.crawl.world import Marked, Seat, may_see


def file_of(export: Export, seat: Seat) -> str | None:
    """The text of the export that `seat` gets; None when it is refused."""
    try:
        job = start_export(export, by=seat.account, query="", format="csv")
    except NotPermitted:
        return None
    running.run(job.pk)
    job.refresh_from_db()
    with StoredFile.objects.get(pk=job.result["file"]).open() as file:
        return file.read().decode()


def compare_export(export: Export, seat: Seat, rows: list[Marked], full: str | None) -> list[Finding]:
    """Of the rows that the administrator's file holds, exactly those in scope; refused to who never holds the verb.

    Where the administrator gets none (what only an office may see, and what is everybody's own), no row outside scope.
    """
    text = file_of(export, seat)
    has = seat.holds_anywhere(export.verb) if export.verb else bool(seat.postings)
    if (text is None) == has:
        answer = "is refused" if text is None else "is given"
        return [Finding(seat.label, export.name, "export", f"{answer} though the declared verb says otherwise")]
    if text is None:
        return []
    seen, all_shown = shown(text, rows), shown(text if full is None or not export.verb else full, rows)
    wanted = {row.marker for row in rows if row.marker in all_shown and may_see(seat, row, export.verb)}
    missing = [Finding(seat.label, export.name, "export", f"lacks {name}") for name in sorted(wanted - seen)]
    return missing + [Finding(seat.label, export.name, "export", f"holds {name}") for name in sorted(seen - wanted)]
