"""What never became a case has a term too: refused, passed on, a clue that led nowhere, a number made void (3.3).

No volume is bound of it. Once its term is over, the bureau puts it among the volumes that may be destroyed; from there
on it goes the way of these, by a list and two people's word.
"""

from collections.abc import Iterator
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from cases.archive.models import Volume, VolumeState
from cases.archive.retention import Term, kept_until
from cases.archive.rules import UNACCEPTED_YEARS
from cases.docket.models import Case
from cases.docket.states import Archive, Procedure
from governance import rules
from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState

DESTROYS = "archive.destroy"
OVER = (Procedure.REJECTED, Procedure.REFERRED, Procedure.CLUE)
REASON = "未受理事项"
MOST = 500  # at one time
LEAST_YEARS = 1  # what the rule may say at least


def never_a_case(rows):
    """Of these cases, those of which no volume will be bound: with `ended_at`, the last thing that happened."""
    of_these = models.Q(procedure__in=OVER) | models.Q(voided_at__isnull=False)
    rows = rows.filter(of_these, archive=Archive.NONE, volumes__isnull=True)
    return rows.annotate(ended_at=models.Max("events__happened_at"))


def unaccepted_until(case: Case) -> date | None:
    """The last day on which what the portal knows of a matter that was never a case is kept; None of any other."""
    found = never_a_case(Case.objects.filter(pk=case.pk)).first()
    return _until(found) if found else None


def term_over(actor, today: date) -> Iterator[Case]:
    """Matters of the actor's places whose term is over and that are not yet among the volumes; MOST at the most."""
    here = Case.objects.visible_to(actor, DESTROYS)
    old = here.filter(received_at__year__lt=today.year - LEAST_YEARS)
    found = 0
    for case in never_a_case(old).order_by("received_at").iterator(chunk_size=200):
        if _until(case) < today:
            yield case
            found += 1
        if found == MOST:
            return


@transaction.atomic
def shelve_unaccepted(*, by) -> int:
    """Put what is over among the volumes whose term has ended. Returns how many. Raises NotPermitted, WrongState."""
    if by._meta.model_name != "account" or not by.scope(DESTROYS):
        raise NotPermitted("须由区司法局整理。")
    now = timezone.now()
    made = 0
    for case in list(term_over(by, timezone.localdate(now))):
        case = Case.objects.locked(case.pk)
        if case.volumes.exists():
            continue
        until = unaccepted_until(case)
        assert until is not None
        volume = Volume.objects.create(
            case=case,
            name=case.title,
            number=case.number or f"未编号（{timezone.localdate(case.received_at)}收到）",
            state=VolumeState.ARCHIVED,
            term=Term.SHORT,
            term_reason=REASON,
            kept_until=until,
            account=by,
            filed_at=now,
            archived_at=now,
        )
        record("volume.shelved", volume, by=by, area=case.area_id, kept_until=until.isoformat())
        made += 1
    if not made:
        raise WrongState("没有保管期满的未受理事项。")
    return made


def _until(case) -> date:
    ended_on = timezone.localdate(case.voided_at or case.ended_at or case.received_at)
    until = kept_until(ended_on, rules.value(UNACCEPTED_YEARS, case.area_id, ended_on))
    assert until is not None
    return until
