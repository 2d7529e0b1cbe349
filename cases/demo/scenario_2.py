"""S2 楼上漏水: a host who stands aside, an extension by all, a late signature."""

from datetime import date
from decimal import Decimal

from cases.agreements.terms import Head, Terms
from cases.demo.acts import look_into, mediate, party, sign, write
from cases.demo.story import event
from cases.intake.actions import Filing, accept_case, log_contact, register_case
from cases.mediation.actions import add_mediator, ask_replacement, assign_mediators, replace_mediator
from cases.mediation.sessions.actions import invite_participant
from cases.mediation.timing.actions import approve_extension, propose_extension, record_extension_answer
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
    for each in stage.case.parties.exclude(side="applicant"):
        log_contact(stage.case, by=stage.sun, party=each, happened_at=moment, channel="face", answer="agreed")


@event(2, "2026-01-31 11:00")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.qian, accepted_at=moment)


@event(3, "2026-02-02 09:00")
def assign(stage, moment):
    stage.case = assign_mediators(stage.case, by=stage.qian, assigned_at=moment, host=stage.sun, told_by="face")


@event(4, "2026-02-03 10:00")
def ask_to_stand_aside(stage, moment):
    ask_replacement(
        stage.case.assignments.standing().get(role="host"),
        by=stage.he,
        reason="party_request",
        asked_at=moment,
        party=party(stage, "马俊"),
        channel="phone",
        note="与刘桂珍是老朋友",
    )


@event(5, "2026-02-04 09:30")
def replace(stage, moment):
    replace_mediator(
        stage.case.assignments.standing().get(role="host"), by=stage.qian, successor=stage.qian, replaced_at=moment
    )
    stage.case.refresh_from_db()
    add_mediator(stage.case, by=stage.qian, account=stage.he, role="recorder", starts_at=moment)
    stage.case.refresh_from_db()


@event(6, "2026-02-06 11:00")
def test_the_water(stage, moment):
    invite_participant(
        stage.case, by=stage.qian, role="expert", name="周师傅", unit="防水维修店", agreed_by="三方均同意"
    )
    stage.case.refresh_from_db()
    look_into(
        stage,
        moment,
        minutes=60,
        by=stage.qian,
        asked=("周师傅",),
        text="对301室卫生间作48小时闭水试验。",
        place="梧桐里小区7幢301室",
    )


@event(7, "2026-02-11 20:00")
def first_session(stage, moment):
    mediate(stage, moment, minutes=60, text="马俊对漏水原因有异议。", result="continue")


@event(8, "2026-02-25 20:00")
def second_session(stage, moment):
    mediate(stage, moment, minutes=60, text="试验表明301室卫生间防水失效，数额仍有争议。", result="continue")


@event(9, "2026-02-27 19:00")
def extend(stage, moment):
    extension = propose_extension(
        stage.case, by=stage.qian, to_on=date(2026, 3, 20), reason="需核定损失数额", proposed_at=moment
    )
    for each in stage.case.parties.standing():
        record_extension_answer(extension, by=stage.qian, party=each, agrees=True, said_at=moment, channel="face")
    stage.case = approve_extension(extension, by=stage.qian, approved_at=moment)


@event(10, "2026-03-13 20:30")
def agree(stage, moment):
    mediate(stage, moment, minutes=90, text="就维修和赔偿达成一致。", result="success")
    liu, ma, gao = (party(stage, name) for name in ("刘桂珍", "马俊", "高洁"))
    head = Head(
        facts="301室卫生间防水失效，渗水致201室天花板、衣柜、地板受损。",
        disputed="赔偿数额。马俊作为业主承担维修和赔偿责任，高洁配合施工。",
        manner="银行转账",
        stated_total=Decimal("9800.00"),
    )
    terms = [
        Terms("act", ma, liu, what="重做301室卫生间防水", due_on=date(2026, 4, 10)),
        Terms("pay", ma, liu, amount=Decimal("9800.00"), what="赔偿款", due_on=date(2026, 4, 30)),
        Terms("act", gao, liu, what="配合入户施工，施工期间停用卫生间", due_on=date(2026, 4, 10)),
    ]
    stage.kept["agreement"] = write(stage, head, terms)
    sign(stage, stage.kept["agreement"], moment, but=("高洁",))


@event(11, "2026-03-16 09:30")
def sign_late(stage, moment):
    sign(stage, stage.kept["agreement"], moment)


EVENTS = (
    apply,
    accept,
    assign,
    ask_to_stand_aside,
    replace,
    test_the_water,
    first_session,
    second_session,
    extend,
    agree,
    sign_late,
)
