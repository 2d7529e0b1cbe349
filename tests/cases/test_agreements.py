"""Agreements: drafted, checked, signed, in force."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.agreements.actions import (
    add_obligation,
    agree_orally,
    remove_obligation,
    revise_agreement,
    void_agreement,
)
from cases.agreements.checks import cautions
from cases.agreements.models import Agreement
from cases.agreements.signers import missing, slots_of
from cases.agreements.signing.models import Signature
from cases.agreements.terms import Head, Part, Terms
from cases.docket.models import Case
from cases.intake.actions import accept_case, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry, Speaker
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.files.models import StoredFile
from tests.cases.agreements import (
    in_force,
    make_draft,
    make_ready,
    pay,
    side,
    sign,
    sign_all,
    tick_all,
)
from tests.cases.factories import ago, at, consent_all, make_filing, make_mediated
from tests.factories import YINGYUAN, make_organisation, make_person

LATE = "纸质案卷补录"


def make_past(lin, zhao, committee, entries, *, received, accepted, **filing):
    """A case of the past, put in from paper, mediated by lin with zhao as recorder."""
    filing = make_filing(**filing)
    case = register_case(committee, by=lin, received_at=received, filing=filing, entries=entries, late_reason=LATE)
    consent_all(case, lin, happened_at=received, late_reason=LATE)
    case = accept_case(case, by=zhao, accepted_at=accepted, late_reason=LATE)
    return assign_mediators(
        case, by=zhao, assigned_at=accepted, host=lin, recorder=zhao, told_by="face", late_reason=LATE
    )


@pytest.fixture
def leak(lin, zhao, committee):
    """S2: 刘桂珍 against 马俊, who owns the flat above, and 高洁, who rents it."""
    people = [
        make_person(lin, YINGYUAN, name=name, number=number, phones=())
        for name, number in [
            ("刘桂珍", "31019919550218902X"),
            ("马俊", "310199198205119037"),
            ("高洁", "310199199611039029"),
        ]
    ]
    sides = ("applicant", "respondent", "respondent")
    entries = tuple(Entry(which, person=who) for which, who in zip(sides, people, strict=True))
    received, accepted = at("2026-01-31", "10:05"), at("2026-01-31", "11:00")
    return make_past(lin, zhao, committee, entries, received=received, accepted=accepted)


def test_the_last_signature_three_days_later_brings_the_agreement_into_force(leak, lin):
    ma, gao = leak.parties.get(name="马俊"), leak.parties.get(name="高洁")
    liu = side(leak, "applicant")
    agreement = make_draft(leak, lin)
    for terms in (
        Terms("act", ma, liu, "重做卫生间防水", due_on=date(2026, 4, 10)),
        Terms("pay", ma, liu, "损失", Decimal("9800.00"), due_on=date(2026, 4, 30)),
        Terms("refrain", gao, ma, "配合施工，施工期间不使用卫生间", due_on=date(2026, 4, 10)),
    ):
        add_obligation(agreement, by=lin, terms=terms)
    tick_all(agreement, lin)
    sign_all(agreement, lin, but=("高洁",), signed_at=at("2026-03-13", "20:00"), late_reason=LATE)

    leak.refresh_from_db()
    assert (leak.procedure, leak.result_on) == ("mediating", None)
    sign(agreement, lin, f"party-{gao.pk}", signed_at=at("2026-03-16", "09:30"), late_reason=LATE)

    leak.refresh_from_db()
    agreement.refresh_from_db()
    limit = leak.limits.get(key="jc_apply")
    assert (agreement.state, agreement.effective_on) == ("effective", date(2026, 3, 16))
    assert (leak.procedure, leak.result, leak.result_on) == ("agreed", "10", date(2026, 3, 16))
    assert (leak.agreed_amount, agreement.copies) == (Decimal("9800.00"), 4)
    assert (limit.starts_on, limit.due_on) == (date(2026, 3, 16), date(2026, 4, 15))
    assert agreement.number == leak.number
    assert [event.step for event in leak.events.filter(verb="agreed")] == ["T14"]


def test_a_company_signs_by_its_special_agent_and_its_seal_and_pays_in_instalments(lin, zhao, committee):
    case, company, chen = _property_fee(lin, zhao, committee, authority="special")
    agreement = make_draft(case, lin, stated_total=Decimal("3300"))
    parts = (Part(Decimal("1650"), date(2026, 4, 10)), Part(Decimal("1650"), date(2026, 5, 11)))
    add_obligation(agreement, by=lin, terms=Terms("pay", chen, company, "物业费", Decimal("3300"), parts=parts))
    add_obligation(agreement, by=lin, terms=Terms("act", company, chen, "修复渗水", due_on=date(2026, 4, 20)))
    add_obligation(agreement, by=lin, terms=Terms("waive", company, chen, "放弃违约金", timing="at_effect"))
    tick_all(agreement, lin)
    slots = {slot.key: [one.label for one in slot.signers] for slot in slots_of(agreement, on=date(2026, 3, 18))}
    sign_all(agreement, lin, signed_at=at("2026-03-18", "20:45"), late_reason=LATE)

    case.refresh_from_db()
    agreement.refresh_from_db()
    assert slots[f"party-{company.pk}"] == ["何倩（委托代理人，特别授权）"]
    assert f"seal-{company.pk}" in slots
    assert "人民币叁仟叁佰元整（￥3,300.00）" in agreement.text
    assert "人民币壹仟陆佰伍拾元整" in agreement.text
    assert (agreement.effective_on, case.agreed_amount) == (date(2026, 3, 18), Decimal("3300.00"))
    assert case.limits.get(key="jc_apply").due_on == date(2026, 4, 17)
    assert case.confirmation == "expired"  # it is recorded long after


def test_an_agent_with_general_authority_is_refused_and_told_what_to_do(lin, zhao, committee):
    case, company, _ = _property_fee(lin, zhao, committee, authority="general")
    agreement = make_draft(case, lin)
    pay(agreement, lin, "3300", due_on=date(2026, 4, 10))
    tick_all(agreement, lin)
    agent = company.representations.get()

    with pytest.raises(Invalid, match="特别授权") as refusal:
        sign(agreement, lin, f"party-{company.pk}", signer=f"for-{agent.pk}", late_reason=LATE)

    assert refusal.value.field == "signer"
    assert Signature.objects.count() == 0


def test_what_is_paid_on_the_spot_is_performed_and_what_runs_on_keeps_it_in_progress(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)
    upstairs, downstairs = side(mediated_case, "respondent"), side(mediated_case, "applicant")
    pay(agreement, lin, "600", timing="on_the_spot")
    add_obligation(agreement, by=lin, terms=Terms("apologise", upstairs, downstairs, timing="on_the_spot"))
    running = Terms("refrain", upstairs, None, "21时至次日8时不使用跑步机", timing="running")
    add_obligation(agreement, by=lin, terms=running)
    tick_all(agreement, lin)
    sign_all(agreement, lin)

    mediated_case.refresh_from_db()
    agreement.refresh_from_db()
    assert [one.performed_on for one in agreement.obligations.all()] == [timezone.localdate()] * 2 + [None]
    assert (mediated_case.performance, mediated_case.confirmation) == ("in_progress", "eligible")
    assert "人民币陆佰元整（￥600.00），刘桂珍确认已经收讫" in agreement.text


def test_an_oral_agreement_is_in_force_at_once_without_any_signature(mediated_case, lin):
    agreement = make_draft(mediated_case, lin, form="oral")
    pay(agreement, lin, "2400", timing="on_the_spot")
    agreement = tick_all(agreement, lin)
    with pytest.raises(Invalid, match="书面"):
        agree_orally(agreement, by=lin, agreed_at=ago(minutes=5), is_writing_needless=False)
    with pytest.raises(WrongState, match="不需要签名"):
        sign(agreement, lin, "committee", method="paper")

    moment = ago(minutes=5)
    agree_orally(agreement, by=lin, agreed_at=moment, is_writing_needless=True)

    mediated_case.refresh_from_db()
    agreement.refresh_from_db()
    assert (agreement.agreed_at, agreement.effective_on) == (moment, timezone.localdate(moment))
    assert (mediated_case.procedure, mediated_case.performance) == ("agreed", "done")
    assert (mediated_case.confirmation, mediated_case.agreed_amount) == ("na", Decimal("2400.00"))
    assert not mediated_case.limits.filter(key="jc_apply").exists()
    assert mediated_case.events.filter(step="T15").count() == 1


def test_an_oral_agreement_that_is_put_in_writing_may_go_to_the_court(mediated_case, lin):
    oral = make_draft(mediated_case, lin, form="oral")
    pay(oral, lin, "2400")
    assert any("建议改用书面协议" in said for said in _cautions(oral))
    agree_orally(tick_all(oral, lin), by=lin, agreed_at=ago(minutes=5), is_writing_needless=True)
    result_on = Case.objects.get(pk=mediated_case.pk).result_on

    written = make_ready(mediated_case, lin)
    sign_all(written, lin)

    mediated_case.refresh_from_db()
    oral.refresh_from_db()
    assert (written.number, written.supersedes) == (f"{mediated_case.number}-2", oral)
    assert (oral.state, mediated_case.confirmation, mediated_case.result_on) == ("replaced", "eligible", result_on)
    assert mediated_case.events.filter(step="T22").count() == 1


def test_an_agreement_in_force_is_neither_edited_nor_voided(mediated_case, lin):
    agreement = in_force(mediated_case, lin)

    for act in (
        lambda: revise_agreement(agreement, by=lin, head=Head(facts="改")),
        lambda: void_agreement(agreement, by=lin, reason="不要了", again=False),
        lambda: remove_obligation(agreement.obligations.get(), by=lin),
    ):
        with pytest.raises(WrongState, match="协议变更"):
            act()


def test_a_signature_that_would_come_after_a_last_day_is_refused(leak, lin):
    agreement = make_draft(leak, lin)
    pay(agreement, lin, due_on=date(2026, 3, 14))
    tick_all(agreement, lin)
    sign_all(agreement, lin, but=("高洁",), signed_at=at("2026-03-13"), late_reason=LATE)

    with pytest.raises(Invalid, match="晚于第 1 项的履行期限 2026-03-14"):
        sign_all(agreement, lin, signed_at=at("2026-03-16"), late_reason=LATE)

    assert missing(slots_of(agreement, on=date(2026, 3, 16)))
    assert not StoredFile.objects.filter(stored_at__isnull=True).exists()


def test_an_agreement_is_drafted_by_those_of_the_case_alone(mediated_case, lin, zhao, member, justice, sun):
    for stranger in (member, justice, sun):
        with pytest.raises(NotPermitted):
            make_draft(mediated_case, stranger)

    make_draft(mediated_case, zhao)

    with pytest.raises(WrongState, match="已有一份"):
        make_draft(mediated_case, lin)


def test_no_agreement_before_mediation(accepted_case, lin, zhao):
    with pytest.raises(WrongState, match="指派"):
        make_draft(accepted_case, zhao)


def test_who_saw_an_older_draft_is_shown_the_newer_one(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)
    version = agreement.version
    pay(agreement, lin)

    with pytest.raises(Stale):
        revise_agreement(agreement, by=lin, head=Head(facts="改"), version=version)


def test_an_agreement_is_seen_by_who_reads_the_file(mediated_case, lin, zhao, staff, justice, sun, officer, auditor):
    agreement = make_draft(mediated_case, lin)

    seen = {
        who.username
        for who in (lin, zhao, staff, justice, sun, officer, auditor)
        if Agreement.objects.visible_to(who).filter(pk=agreement.pk).exists()
    }

    assert seen == {"lin", "zhao", "justice", "officer"}


def test_the_database_keeps_one_agreement_in_force_and_its_day(mediated_case, lin):
    agreement = in_force(mediated_case, lin)

    with pytest.raises(IntegrityError, match="agreement_in_effect_with_its_day"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(effective_on=None)


def test_a_confirmed_title_or_status_is_warned_of(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)
    terms = Terms("confirm", side(mediated_case, "respondent"), None, "房屋归申请人所有", timing="at_effect")
    add_obligation(agreement, by=lin, terms=terms)

    assert any("不予司法确认" in said for said in _cautions(agreement))


def test_a_rare_name_stands_in_the_text(lin, zhao, committee):
    rare = make_person(lin, YINGYUAN, name="𠮷阿衣古丽·买买提", number="", phones=())
    other = make_person(lin, YINGYUAN, name="马俊", number="310199198205119037", phones=())
    entries = (Entry("applicant", person=rare), Entry("respondent", person=other))
    agreement = in_force(make_mediated(lin, zhao, committee, entries=entries), lin)

    assert "马俊于" in agreement.text
    assert "向𠮷阿衣古丽·买买提支付赔偿款人民币玖仟捌佰元整" in agreement.text


def _cautions(agreement):
    parties = list(agreement.case.parties.standing().for_file())
    return cautions(Agreement.objects.get(pk=agreement.pk), parties, timezone.localdate())


def _property_fee(lin, zhao, committee, *, authority):
    """S1: the company by its agent 何倩, and 陈志远."""
    company = make_organisation(lin, YINGYUAN)
    he = make_person(lin, YINGYUAN, name="何倩", number="31019919890722902X", phones=())
    chen = make_person(lin, YINGYUAN)
    agent = Speaker(he, "agent", agent_kind="staff", authority=authority)
    entries = (Entry("applicant", organisation=company, speakers=(agent,)), Entry("respondent", person=chen))
    received, accepted = at("2026-03-02", "10:12"), at("2026-03-04", "09:30")
    case = make_past(
        lin,
        zhao,
        committee,
        entries,
        received=received,
        accepted=accepted,
        dispute_type="D17",
        dispute_subtype="物业费",
    )
    return case, side(case, "applicant"), side(case, "respondent")
