"""Plain functions that carry a case to its subsidy, through the actions; only its volume is put there."""

from datetime import timedelta

from django.utils import timezone

from cases.archive.models import Volume
from cases.docket.models import Case
from cases.mediation.mediators.actions import file_mediator
from cases.mediation.mediators.models import MediatorProfile
from cases.subsidies.actions import Share, claim_subsidy, review_claim
from cases.subsidies.models import SubsidyClaim
from cases.subsidies.paying import approve_batch, draw_up_batch, pay_batch
from tests.cases.agreements import in_force
from tests.cases.test_closing import approve, perform, propose
from tests.factories import JIADING, YINGYUAN

REASON = "两次上门查看，协调楼上楼下共同维修。"


def filed(account, director, area=YINGYUAN, **more):
    """Entered by the director and, as if by the justice office, filed with the bureau."""
    made = file_mediator(account, by=director, area=area, **{"employment": "part", "origin": "engaged", **more})
    MediatorProfile.objects.filter(pk=made.pk).update(filing_no=f"嘉司调{account.pk}", filed_on=timezone.localdate())
    return MediatorProfile.objects.get(pk=made.pk)


def archived(case, by) -> Case:
    """Its volume in the archive, as if bound, handed in and checked: how is the matter of another feature."""
    now = timezone.now()
    Volume.objects.create(
        case=case, name=case.title, number=case.number, state="archived", term="long", pages=20, account=by,
        kept_until=timezone.localdate() + timedelta(days=3650), filed_at=now, archived_at=now,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(procedure="archived", archive="archived")
    return Case.objects.get(pk=case.pk)


def closed(case, host, director) -> Case:
    """Agreed in writing, performed, closed today."""
    in_force(case, host)
    return approve(propose(perform(case), host, minutes=1), director, minutes=0)


def claimable(case, host, director) -> Case:
    filed(host, director)
    return archived(closed(case, host, director), host)


def claim(case, by, *shares, **more) -> SubsidyClaim:
    """`shares` are (account, percent); without any all is for who claims."""
    asked = tuple(Share(*share) for share in shares or ((by, 100),))
    return claim_subsidy(case, by=by, shares=asked, **{"reason": REASON, **more})


def passed(one, *people) -> SubsidyClaim:
    for person in people:
        one = review_claim(one, by=person, decision="passed")
    return one


def batched(by, *, area=JIADING):
    return draw_up_batch(by=by, area=area, period=timezone.localdate())


def granted(one, director, street, district):
    """Passed by all three, in a batch of today's period that is approved."""
    passed(one, director, street)
    return approve_batch(batched(district), by=district)


def paid(one, director, street, district):
    batch = granted(one, director, street, district)
    return pay_batch(batch, by=district, paid_on=timezone.localdate(), voucher_no="财支〔2026〕88号")
