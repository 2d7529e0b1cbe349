"""The facts of a volume and of its check, as their forms print them."""

from datetime import date

from django.utils import timezone

from cases.archive.checks import ITEMS
from cases.archive.models import Volume, VolumeCheck
from cases.docket.models import Case
from cases.documents import follow_up_details


def volume(case: Case, one: Volume) -> follow_up_details.Volume:
    lines = tuple(follow_up_details.CatalogueLine(*line) for line in one.catalogue)
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
        page_total=one.pages or None,
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
