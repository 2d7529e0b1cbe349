"""S4 租房押金: simple, an oral agreement on the same day, a make-up working Saturday."""

from decimal import Decimal

from cases.agreements.actions import agree_orally
from cases.agreements.terms import Head, Terms
from cases.demo.acts import mediate, party, write
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


@event(4, "2026-05-09 11:08")
def talk(stage, moment):
    mediate(stage, moment, minutes=68, text="查看租约和照片，双方同意退还2400元。", result="success")


@event(5, "2026-05-09 11:10")
def agree(stage, moment):
    lin, xu = party(stage, "林小雨"), party(stage, "徐国庆")
    head = Head(facts="租期届满，押金3000元，桌面有划痕。", disputed="扣款数额。", manner="手机转账")
    terms = [
        Terms("pay", xu, lin, amount=Decimal("2400.00"), what="退还押金", timing="on_the_spot"),
        Terms("waive", lin, xu, what="其余押金抵作桌面损坏和保洁费用", timing="at_effect"),
    ]
    agreement = write(stage, head, terms, form="oral")
    stage.kept["agreement"] = agree_orally(agreement, by=stage.case.host, agreed_at=moment, is_writing_needless=True)
    stage.case.refresh_from_db()


EVENTS = (apply, accept, assign, talk, agree)
