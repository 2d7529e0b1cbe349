"""The facts of a volume and of its check, as their forms print them."""

from datetime import date

from django.utils import timezone

from cases.archive.checks import ITEMS
from cases.archive.models import SubVolume, Volume, VolumeCheck
from cases.docket.models import Case
from cases.documents import follow_up_details


def volume(
    case: Case, one: Volume, *, book: SubVolume | None = None, pages: int | None = None, called: str = ""
) -> follow_up_details.Volume:
    """Of the volume, or of one `book` of it; `pages` are those of the book, `called` says which of how many it is."""
    lines = tuple(follow_up_details.CatalogueLine(*line) for line in (book or one).catalogue)
    return follow_up_details.Volume(
        name=one.name,
        number=one.number,
        term=one.get_term_display(),
        kept_until=one.kept_until,
        mediated_from=case.accepted_on,
        mediated_until=_ended(case),
        filed_by=one.account.name,
        filed_on=timezone.localdate(one.filed_at),
        lines=lines,
        statement=one.statement,
        page_total=pages or (book or one).pages or None,
        book=called,
    )


def _ended(case: Case) -> date | None:
    return case.result_on


def check(case: Case, one: VolumeCheck) -> follow_up_details.VolumeCheck:
    items = tuple(follow_up_details.CheckedItem(text, points, one.lost.get(code, 0)) for code, text, points in ITEMS)
    return follow_up_details.VolumeCheck(
        items=items,
        score=one.score,
        has_passed=one.has_passed,
        defects=one.defects,
        rectify_by=one.rectify_by,
        checked_by=one.account.name,
        checked_on=timezone.localdate(one.checked_at),
    )
