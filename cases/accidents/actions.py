"""Keeping what is known of a road accident, at filing and until the volume is handed in."""

from django.db import transaction
from django.utils import timezone

from cases.accidents.facts import AccidentFacts, columns_of, require_traffic
from cases.accidents.models import Accident
from cases.docket.actions import locked_case, require_may, require_standing, tell
from cases.docket.models import Case
from cases.docket.states import Archive
from governance.errors import WrongState


@transaction.atomic
def note_accident(case: Case, *, by, accident: AccidentFacts, version: int | None = None) -> Case:
    """Say, or put right, the certificate and the insurer. Nothing changed, nothing recorded.

    Raises NotPermitted, Stale, WrongState, Invalid (the field).
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("register", by, case)
    if case.archive == Archive.SUBMITTED:
        raise WrongState("案卷已经报送：需要补正的，由评查人退回。")
    require_traffic(case.dispute_type, field="certificate_no")
    values = columns_of(accident, on=timezone.localdate())
    known = Accident.objects.filter(case=case).first() or Accident(case=case)
    changes = {name: [_said(getattr(known, name)), _said(value)] for name, value in values.items()}
    changes = {name: both for name, both in changes.items() if both[0] != both[1]}
    if changes:
        Accident.objects.update_or_create(case=case, defaults=values)
        said = Accident(**values).in_words or "删去事故认定书和保险公司"
        tell(case, "accident_noted", by=by, happened_at=timezone.now(), text=said, changes=changes)
    return case


def keep_accident(case: Case, accident: AccidentFacts | None) -> None:
    """Keep what a filing tells of the accident; part of the acts that file a case."""
    if not accident:
        return
    require_traffic(case.dispute_type, field="certificate_no")
    Accident.objects.update_or_create(case=case, defaults=columns_of(accident, on=timezone.localdate()))


def _said(value):
    return str(value or "")
