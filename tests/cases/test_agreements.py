"""Agreements: drafted, checked, signed, in force."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from cases.agreements.actions import (
    add_obligation,
    agree_orally,
    change_obligation,
    check_legality,
    confirm_waiver,
    remove_obligation,
    revise_agreement,
    void_agreement,
)
from cases.agreements.amounts import dates_from, split_evenly
from cases.agreements.checks import CODES, cautions
from cases.agreements.models import Agreement, Obligation, Signature
from cases.agreements.performance import Duty, performance_on
from cases.agreements.signers import missing, slots_of
from cases.agreements.terms import Head, Part, Terms
from cases.agreements.wording import digest_of
from cases.docket.models import Case
from cases.intake.actions import accept_case, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry, Speaker
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.files.models import StoredFile
from tests.cases.agreements import (
    in_force,
    make_draft,
    make_ready,
    pay,
    picture,
    side,
    sign,
    sign_all,
    soon,
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


def test_the_first_signature_closes_the_text_and_a_void_one_opens_a_new_draft(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    party = side(mediated_case, "applicant")
    signature = sign(agreement, lin, f"party-{party.pk}")

    agreement.refresh_from_db()
    assert signature.text_digest == agreement.text_digest == digest_of(agreement.text)
    with pytest.raises(WrongState, match="作废签名"):
        revise_agreement(agreement, by=lin, head=Head(facts="改过的事实"))
    with pytest.raises(Invalid):
        void_agreement(agreement, by=lin, reason=" ", again=True)
    new = void_agreement(agreement, by=lin, reason="金额写错", again=True)

    agreement.refresh_from_db()
    signature.refresh_from_db()
    assert (agreement.state, agreement.void_reason) == ("void", "金额写错")
    assert signature.voided_at is not None
    assert (new.state, new.edition, new.number, new.checked) == ("draft", 2, agreement.number, [])
    assert new.obligations.get().amount == Decimal("9800.00")


def test_an_agreement_in_force_is_neither_edited_nor_voided(mediated_case, lin):
    agreement = in_force(mediated_case, lin)

    for act in (
        lambda: revise_agreement(agreement, by=lin, head=Head(facts="改")),
        lambda: void_agreement(agreement, by=lin, reason="不要了", again=False),
        lambda: remove_obligation(agreement.obligations.get(), by=lin),
    ):
        with pytest.raises(WrongState, match="协议变更"):
            act()


def test_nobody_signs_a_text_that_is_not_final(mediated_case, lin):
    agreement = make_draft(mediated_case, lin, stated_total=Decimal("10000"))
    key = f"party-{side(mediated_case, 'applicant').pk}"
    with pytest.raises(WrongState, match="至少添加一项"):
        sign(agreement, lin, key)
    pay(agreement, lin, "9800")
    tick_all(agreement, lin)
    with pytest.raises(WrongState, match="与约定总额 ￥10,000"):
        sign(agreement, lin, key)
    agreement = revise_agreement(agreement, by=lin, head=Head(facts="漏水", stated_total=Decimal("9800")))

    with pytest.raises(WrongState, match="合法性审查还没有完成"):
        sign(agreement, lin, key)


def test_who_signs_a_text_that_changed_meanwhile_is_told(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)

    with pytest.raises(Stale):
        sign(agreement, lin, "committee", method="paper", text_digest="0" * 64)


def test_a_signature_that_would_come_after_a_last_day_is_refused(leak, lin):
    agreement = make_draft(leak, lin)
    pay(agreement, lin, due_on=date(2026, 3, 14))
    tick_all(agreement, lin)
    sign_all(agreement, lin, but=("高洁",), signed_at=at("2026-03-13"), late_reason=LATE)

    with pytest.raises(Invalid, match="晚于第 1 项的履行期限 2026-03-14"):
        sign_all(agreement, lin, signed_at=at("2026-03-16"), late_reason=LATE)

    assert missing(slots_of(agreement, on=date(2026, 3, 16)))
    assert not StoredFile.objects.filter(stored_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal("0"), "大于 0"),
        (Decimal("-5"), "大于 0"),
        (Decimal("0.001"), "两位小数"),
        (Decimal("1000000000000"), "过大"),
        (Decimal("Infinity"), "请填写"),
        (None, "请填写"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_field(mediated_case, lin, amount, said):
    agreement = make_draft(mediated_case, lin)
    terms = Terms("pay", side(mediated_case, "respondent"), side(mediated_case, "applicant"), "", amount)

    with pytest.raises(Invalid, match=said) as refusal:
        add_obligation(agreement, by=lin, terms=terms)

    assert refusal.value.field == "amount"


def test_instalments_sum_to_their_payment_and_follow_one_another(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)
    first, second = Part(Decimal("1650"), soon(10)), Part(Decimal("1649.99"), soon(40))

    for parts, said in (
        ((first, second), "各期合计 3,299.99 元，与金额 3,300.00 元不符"),
        ((first, Part(Decimal("1650"), soon(10))), "第 2 期的期限应晚于第 1 期"),
        ((first,), "2 至 360 期"),
        ((first,) * 361, "2 至 360 期"),
        ((first, Part(Decimal("0"), soon(40))), "大于 0"),
    ):
        with pytest.raises(Invalid, match=said) as refusal:
            pay(agreement, lin, "3300", parts=parts)
        assert refusal.value.field == "parts"

    assert Obligation.objects.count() == 0


def test_what_does_not_divide_goes_to_the_last_instalment():
    assert split_evenly(Decimal("100"), 3) == (Decimal("33.33"), Decimal("33.33"), Decimal("33.34"))
    for amount, count in ((Decimal("3300"), 2), (Decimal("999999999999.99"), 360), (Decimal("0.07"), 7)):
        assert sum(split_evenly(amount, count)) == amount
    with pytest.raises(Invalid, match="太小"):
        split_evenly(Decimal("0.05"), 6)
    assert dates_from(date(2026, 1, 31), 3, months=1) == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"kind": "lend"}, "kind"),
        ({"kind": "act", "what": ""}, "what"),
        ({"kind": "act", "what": "修", "timing": "running"}, "timing"),
        ({"kind": "act", "what": "修", "due_on": None}, "due_on"),
        ({"kind": "act", "what": "修", "due_on": date(2020, 1, 1)}, "due_on"),
        ({"kind": "act", "what": "修", "due_on": date(2999, 1, 1)}, "due_on"),
        ({"kind": "act", "what": "修", "amount": Decimal(5)}, "amount"),
        ({"kind": "pay", "amount": Decimal(5), "creditor": None}, "creditor"),
        ({"kind": "pay", "amount": Decimal(5), "timing": "on_the_spot"}, "due_on"),
    ],
)
def test_an_obligation_that_does_not_hold_together_is_refused_at_its_field(mediated_case, lin, terms, field):
    agreement = make_draft(mediated_case, lin)
    values = {
        "debtor": side(mediated_case, "respondent"),
        "creditor": side(mediated_case, "applicant"),
        "due_on": soon(),
        **terms,
    }

    with pytest.raises(Invalid) as refusal:
        add_obligation(agreement, by=lin, terms=Terms(**values))

    assert refusal.value.field == field


def test_a_party_owes_nothing_to_itself_and_nobody_outside_the_case_owes(mediated_case, lin, zhao, next_door, sun):
    agreement = make_draft(mediated_case, lin)
    one = side(mediated_case, "respondent")
    with pytest.raises(Invalid, match="不能是同一方"):
        add_obligation(agreement, by=lin, terms=Terms("act", one, one, "修", due_on=soon()))
    one.left_on = timezone.localdate()
    one.save()

    with pytest.raises(Invalid, match="本案的当事人"):
        add_obligation(agreement, by=lin, terms=Terms("act", one, None, "修", due_on=soon()))


def test_nobody_signs_while_a_party_that_died_has_no_successor(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    mediated_case.parties.filter(side="respondent").update(died_on=timezone.localdate())

    with pytest.raises(WrongState, match="请先变更当事人"):
        sign(agreement, lin, "committee", method="paper")


def test_a_changed_text_is_looked_at_anew(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    obligation = agreement.obligations.get()
    terms = Terms("pay", obligation.debtor, obligation.creditor, "赔偿", Decimal("5000"), due_on=soon())

    change_obligation(obligation, by=lin, terms=terms)

    agreement.refresh_from_db()
    assert (agreement.checked, agreement.checked_at) == ([], None)


def test_a_guardian_signs_for_a_ward_and_gives_up_nothing_without_the_director(lin, zhao, committee):
    case, boy, mother = _with_ward(lin, zhao, committee)
    agreement = make_draft(case, lin)
    widow = side(case, "applicant")
    add_obligation(agreement, by=lin, terms=Terms("waive", boy, widow, "放弃继承份额", timing="at_effect"))
    key = f"party-{boy.pk}"
    tick_all(agreement, lin)
    with pytest.raises(WrongState, match="放弃了被监护人黄子轩的权利"):
        sign(agreement, lin, "committee", method="paper")
    check_legality(agreement, by=lin, checked=CODES, waiver="由黄海承担至成年的全部学费")
    with pytest.raises(WrongState, match="主任确认"):
        sign(agreement, lin, "committee", method="paper")
    with pytest.raises(NotPermitted, match="主任"):
        confirm_waiver(agreement, by=lin)
    confirm_waiver(agreement, by=zhao)
    with pytest.raises(Invalid, match="由监护人签署"):
        sign(agreement, lin, key)

    signature = sign(agreement, lin, key, signer=f"for-{boy.representations.get().pk}")

    assert (signature.name, signature.capacity, signature.party) == (mother.name, "监护人", boy)


def test_a_finger_print_alone_is_witnessed_as_the_rule_says(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    key = f"party-{side(mediated_case, 'applicant').pk}"

    with pytest.raises(Invalid, match="见证人") as refusal:
        sign(agreement, lin, key, method="finger")
    signature = sign(agreement, lin, key, method="finger", witness="何敏")

    assert refusal.value.field == "witness"
    assert signature.witness == "何敏"


def test_a_signature_needs_its_picture_but_on_paper(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    key = f"party-{side(mediated_case, 'applicant').pk}"
    trap = picture("签名.png")
    trap.file.seek(0)
    trap.file.write(b"MZ\x90\x00")

    for method, image in (("hand", None), ("scan", trap)):
        with pytest.raises(Invalid) as refusal:
            sign(agreement, lin, key, method=method, image=image)
        assert refusal.value.field == "image"
    with pytest.raises(Invalid, match="方式"):
        sign(agreement, lin, key, method="seal")

    assert sign(agreement, lin, key, method="paper").file is None


def test_the_recorder_may_still_sign_when_the_agreement_is_in_force(mediated_case, lin, zhao):
    agreement = in_force(mediated_case, lin)
    effective_on = agreement.effective_on

    sign(agreement, lin, f"recorder-{zhao.pk}")

    agreement.refresh_from_db()
    assert (agreement.effective_on, agreement.state) == (effective_on, "effective")
    with pytest.raises(WrongState, match="已由"):
        sign(agreement, lin, "committee", method="paper")


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


def test_each_signature_is_told_in_the_life_and_the_trail(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    sign(agreement, lin, f"party-{side(mediated_case, 'applicant').pk}")

    verbs = [entry.verb for entry in TrailEntry.objects.about(mediated_case)]

    assert mediated_case.events.latest("seq").text == "刘桂珍（本人）签署协议（屏幕手写）"
    assert verbs.count("case.agreement_signed") == 1
    assert TrailEntry.objects.filter(verb="agreement.checked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_both_sign_and_it_takes_effect_once(lin, zhao, committee):
    case = make_mediated(lin, zhao, committee)
    agreement = make_ready(case, lin)
    last = [f"party-{party.pk}" for party in case.parties.all()]
    sign(agreement, lin, f"host-{lin.pk}")
    sign(agreement, lin, "committee", method="paper")

    def put(slot):
        try:
            return sign(agreement, lin, slot).slot
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(put, last)) == sorted(last)

    case.refresh_from_db()
    assert case.procedure == "agreed"
    assert case.events.filter(step="T14").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_place_is_signed_once(lin, zhao, committee):
    agreement = make_ready(make_mediated(lin, zhao, committee), lin)

    def put(_):
        try:
            sign(agreement, lin, "committee", method="paper")
        except WrongState:
            return "refused"
        finally:
            connection.close()
        return "signed"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(put, range(4))) == ["refused"] * 3 + ["signed"]


ON = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("duties", "state"),
    [
        ([], "done"),
        ([(date(2026, 5, 1), None)], "not_due"),
        ([(date(2026, 4, 30), None)], "overdue"),
        ([(date(2026, 4, 30), date(2026, 5, 6))], "done"),
        ([(date(2026, 4, 30), date(2026, 4, 1)), (date(2026, 6, 1), None)], "in_progress"),
        ([(date(2026, 4, 10), date(2026, 4, 9)), (date(2026, 4, 30), None)], "overdue"),
        ([(None, None)], "in_progress"),
        ([(None, date(2026, 4, 1))], "done"),
    ],
)
def test_performance_is_derived_from_what_is_due_and_done(duties, state):
    assert performance_on([Duty(*duty) for duty in duties], ON) == state


def test_the_database_keeps_one_agreement_in_force_and_its_day(mediated_case, lin):
    agreement = in_force(mediated_case, lin)

    with pytest.raises(IntegrityError, match="agreement_in_effect_with_its_day"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(effective_on=None)


def test_the_database_lets_no_text_be_signed_that_is_not_kept(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)

    with pytest.raises(IntegrityError, match="agreement_text_is_kept_once_signed"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(state="signing")


def test_the_database_itself_keeps_what_was_signed(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    signature = sign(agreement, lin, f"party-{side(mediated_case, 'applicant').pk}")

    for change in (
        lambda: Agreement.objects.filter(pk=agreement.pk).update(facts="改过的事实"),
        lambda: Agreement.objects.filter(pk=agreement.pk).update(text="改过的文本"),
        lambda: Signature.objects.filter(pk=signature.pk).update(name="别人"),
        lambda: Signature.objects.filter(pk=signature.pk).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


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


def _with_ward(lin, zhao, committee):
    widow = make_person(lin, YINGYUAN, name="沈玉兰", number="310199195007079026", phones=())
    boy = make_person(lin, YINGYUAN, name="黄子轩", number="31019920140615903X", phones=())
    mother = make_person(lin, YINGYUAN, name="罗敏", number="310199198609039025", phones=())
    guardian = Speaker(mother, "guardian", relation="母亲")
    entries = (Entry("applicant", person=widow), Entry("respondent", person=boy, speakers=(guardian,)))
    case = make_mediated(lin, zhao, committee, entries=entries)
    return case, side(case, "respondent"), mother
