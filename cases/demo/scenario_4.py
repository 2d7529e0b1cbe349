"""S4 租房押金: simple, an oral agreement on the same day, a make-up working Saturday."""

from decimal import Decimal

from cases.demo import settling
from cases.demo.story import event
from cases.intake.actions import Filing, accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry
from cases.parties.models import Side


@event(1, "2026-05-09 09:40")
def apply(stage, moment):
    committee = stage.community
    stage.case = register_case(
        committee,
        by=stage.sun,
        received_at=moment,
        filing=Filing(
            source="S1",
            source_form="oral",
            dispute_type="D04",
            dispute_subtype="租赁",
            difficulty=1,
            facts="租期 2026年4月30日届满，房东以桌面划痕和保洁为由扣留押金 3000 元。",
            requests=("退还押金 3000 元",),
            claim_amount=Decimal("3000.00"),
        ),
        entries=(
            Entry("applicant", person=stage.person("林小雨", committee)),
            Entry("respondent", person=stage.person("徐国庆", committee)),
        ),
    )
    respondent = stage.case.parties.get(side=Side.RESPONDENT)
    log_contact(stage.case, by=stage.sun, party=respondent, happened_at=moment, channel="face", answer="agreed")


@event(2, "2026-05-09 09:50")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.qian, accepted_at=moment)


@event(3, "2026-05-09 09:52")
def assign(stage, moment):
    stage.case = assign_mediators(stage.case, by=stage.qian, assigned_at=moment, host=stage.sun, told_by="face")


EVENTS = (apply, accept, assign, settling.return_part_of_the_deposit)
