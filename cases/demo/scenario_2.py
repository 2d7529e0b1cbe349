"""S2 楼上漏水: a host who stands aside, an extension by all, a late signature."""

from decimal import Decimal

from cases.demo import settling
from cases.demo.story import event
from cases.intake.actions import Filing, accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry
from cases.parties.models import SpecialGroup


@event(1, "2026-01-31 10:05")
def apply(stage, moment):
    committee = stage.community
    stage.case = register_case(
        committee,
        by=stage.sun,
        received_at=moment,
        filing=Filing(
            source="S1",
            source_form="oral",
            dispute_type="D02",
            dispute_subtype="漏水",
            difficulty=3,
            facts="301室卫生间渗水，致201室天花板、衣柜和地板受损。301室业主马俊另居他处，现由高洁承租。",
            requests=("停止漏水", "赔偿损失 18600 元"),
            claim_amount=Decimal("18600.00"),
            place_area=committee.area_id,
            place_text="梧桐里小区7幢201室",
        ),
        entries=(
            Entry("applicant", person=stage.person("刘桂珍", committee), special_groups=(SpecialGroup.AGED,)),
            Entry("respondent", person=stage.person("马俊", committee)),
            Entry("respondent", person=stage.person("高洁", committee)),
        ),
    )
    for party in stage.case.parties.exclude(side="applicant"):
        log_contact(stage.case, by=stage.sun, party=party, happened_at=moment, channel="face", answer="agreed")


@event(2, "2026-01-31 11:00")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.qian, accepted_at=moment)


@event(3, "2026-02-02 09:00")
def assign(stage, moment):
    stage.case = assign_mediators(stage.case, by=stage.qian, assigned_at=moment, host=stage.sun, told_by="face")


EVENTS = (apply, accept, assign, settling.sign_without_the_tenant, settling.tenant_signs)
