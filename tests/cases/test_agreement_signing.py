"""Signing: who, in which place, under which text, and what the first and the last signature do."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from cases.agreements.actions import (
    add_obligation,
    check_legality,
    confirm_waiver,
    revise_agreement,
    void_agreement,
)
from cases.agreements.checks import CODES
from cases.agreements.models import Agreement
from cases.agreements.signing.models import Signature
from cases.agreements.terms import Head, Terms
from cases.agreements.wording import digest_of
from cases.parties.actions import Entry, Speaker
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.cases.agreements import (
    in_force,
    make_draft,
    make_ready,
    pay,
    picture,
    side,
    sign,
    tick_all,
)
from tests.cases.factories import make_mediated
from tests.factories import YINGYUAN, make_person


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


def test_nobody_signs_while_a_party_that_died_has_no_successor(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    mediated_case.parties.filter(side="respondent").update(died_on=timezone.localdate())

    with pytest.raises(WrongState, match="请先变更当事人"):
        sign(agreement, lin, "committee", method="paper")


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


def _with_ward(lin, zhao, committee):
    widow = make_person(lin, YINGYUAN, name="沈玉兰", number="310199195007079026", phones=())
    boy = make_person(lin, YINGYUAN, name="黄子轩", number="31019920140615903X", phones=())
    mother = make_person(lin, YINGYUAN, name="罗敏", number="310199198609039025", phones=())
    guardian = Speaker(mother, "guardian", relation="母亲")
    entries = (Entry("applicant", person=widow), Entry("respondent", person=boy, speakers=(guardian,)))
    case = make_mediated(lin, zhao, committee, entries=entries)
    return case, side(case, "respondent"), mother
