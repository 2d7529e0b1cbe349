"""S1 物业费: a company with an agent, instalments, a written agreement."""

from decimal import Decimal

from cases.demo import settling
from cases.demo.story import event
from cases.intake.actions import Filing, accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry, Speaker
from cases.parties.models import Side


@event(1, "2026-03-02 10:12")
def apply(stage, moment):
    committee = stage.community
    agent = Speaker(stage.person("何倩", committee), "agent", agent_kind="staff", authority="special", relation="职员")
    head = Speaker(stage.person("冯立", committee), "head")
    stage.case = register_case(
        committee,
        by=stage.sun,
        received_at=moment,
        filing=Filing(
            source="S1",
            source_form="online",
            dispute_type="D17",
            dispute_subtype="物业费",
            difficulty=2,
            facts="物业费每月每平方米 2.10 元，房屋 96.5 平方米，2024年7月至2025年12月共 18 个月未付。"
            "业主称电梯时常停运，楼道灯损坏，外墙渗水。",
            requests=("支付物业费 3647.70 元", "支付违约金 365.00 元"),
            claim_amount=Decimal("4012.70"),
            place_area=committee.area_id,
            place_text="梧桐里小区12幢302室",
        ),
        entries=(
            Entry("applicant", organisation=stage.company(committee), speakers=(head, agent)),
            Entry("respondent", person=stage.person("陈志远", committee)),
        ),
    )


@event(2, "2026-03-03 15:40")
def ask(stage, moment):
    log_contact(
        stage.case,
        by=stage.sun,
        party=stage.case.parties.get(side=Side.RESPONDENT),
        happened_at=moment,
        channel="phone",
        spoke_with="陈志远",
        answer="agreed",
        note="同意调解，要求一并解决电梯、楼道灯和渗水。",
    )


@event(3, "2026-03-04 09:30")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.qian, accepted_at=moment)


@event(4, "2026-03-04 09:45")
def assign(stage, moment):
    stage.case = assign_mediators(
        stage.case, by=stage.qian, assigned_at=moment, host=stage.qian, told_by="face", recorder=stage.sun
    )


EVENTS = (apply, ask, accept, assign, settling.pay_fees_in_two_parts)
