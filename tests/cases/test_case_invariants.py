"""What always holds of cases: each check finds the fault that is planted by SQL, and names no person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.agreements.terms import Part
from cases.docket.models import Case
from cases.intake.actions import log_contact, refer_case, reject_case
from cases.intake.filings import Letter
from cases.subsidies.models import SubsidyClaim
from governance.invariants.registry import all_invariants
from tests.cases.agreements import make_draft, pay, sign_all, soon, tick_all
from tests.cases.factories import ago, make_case, respondent, same_parties
from tests.cases.performing import first, perform
from tests.cases.subsidised import archived, claim, filed
from tests.cases.test_closing import approve, propose
from tests.cases.test_visits import visit
from tests.governance.planting import found, plant


@pytest.fixture
def agreed_case(mediated_case, lin):
    """An agreement in force over 9,800 yuan in two parts, the first of them paid."""
    agreement = make_draft(mediated_case, lin, stated_total=Decimal("9800.00"))
    pay(agreement, lin, parts=(Part(Decimal("4800.00"), soon(10)), Part(Decimal("5000.00"), soon(40))))
    tick_all(agreement, lin)
    sign_all(agreement, lin)
    perform(first(agreement), lin, "4800.00")
    mediated_case.refresh_from_db()
    return mediated_case


def of_cases():
    return [each.code for each in all_invariants() if each.code.startswith(("cases.", "calendars."))]


def test_a_case_that_was_led_by_the_acts_is_found_whole(agreed_case):
    assert {code: found(code) for code in of_cases()} == {code: [] for code in of_cases()}


def refused(case, lin, zhao):
    log_contact(case, by=lin, happened_at=ago(hours=2), answer="refused", party=respondent(case), channel="phone")
    reject_case(case, by=zhao, happened_at=ago(hours=1), reason="R03")


def sent_on(case, lin, zhao):
    refer_case(
        case,
        by=zhao,
        happened_at=ago(hours=1),
        letter=Letter("mediation_committee", "新成路街道调委会", reason="超出能力"),
    )


@pytest.mark.parametrize("end", [refused, sent_on])
def test_a_case_that_ended_before_it_was_accepted_is_found_whole(end, lin, zhao, registered_case):
    end(registered_case, lin, zhao)

    assert {code: found(code) for code in of_cases()} == {code: [] for code in of_cases()}


PLANTED = (
    # check, fault, what is said of the case
    ("procedure", "UPDATE cases_case SET procedure = 'suspended'", "与最后一条办理记录不符"),
    ("procedure", "UPDATE cases_case SET event_count = event_count + 1", "与最后一条办理记录不符"),
    ("procedure", "DELETE FROM cases_caseevent WHERE seq = 2", "第 3 条办理记录：办理记录的序号不连续"),
    ("procedure", "UPDATE cases_caseevent SET after = 'closed' WHERE step = 'T5'", "程序变化不在流转表内"),
    ("procedure", "UPDATE cases_caseevent SET before = 'clue' WHERE step = 'T8'", "与上一条办理记录不衔接"),
    ("tracks", "UPDATE cases_case SET performance = 'na'", "履行状态与生效协议不符"),
    ("tracks", "UPDATE cases_case SET archive = 'collecting'", "未结案而有归档状态"),
    ("tracks", "UPDATE cases_case SET performed_on = result_on", "履行状态与履行完毕日期不符"),
    ("tracks", "UPDATE cases_case SET closed_on = result_on", "程序与结案日期不符"),
    ("tracks", "UPDATE cases_case SET result = '', result_on = NULL", "程序与结果不符"),
    ("tracks", "UPDATE cases_case SET number = '', accepted_on = NULL, accepted_at = NULL", "程序与案号不符"),
    ("tracks", "UPDATE cases_agreement SET form = 'oral'", "有司法确认状态而没有书面协议"),
    ("confirmation", "UPDATE cases_case SET confirmation = 'confirmed'", "司法确认状态与申请和法院的答复不符"),
    ("risk", "UPDATE cases_case SET risk_level = 2", "风险等级与现行评估不符"),
    ("due", "UPDATE cases_case SET due_on = result_on, due_key = 'visit'", "所示期限不是最早的未办期限"),
    ("due", "UPDATE cases_timelimit SET due_on = due_on + 1 WHERE met_on IS NOT NULL", "到期日与推算过程不符"),
    ("numbers", "UPDATE cases_case SET number = '（2026）嘉迎人调字第9号'", "案号不是编号序列编给它的号"),
    ("sums", "UPDATE cases_instalment SET amount = amount + 1 WHERE seq = 1", "的分期与其金额或者期限不符"),
    ("sums", "UPDATE cases_obligation SET due_on = due_on + 1", "的分期与其金额或者期限不符"),
    ("sums", "UPDATE cases_agreement SET stated_total = 1", "各项合计与约定总额不符"),
    ("sums", "UPDATE cases_case SET agreed_amount = 1", "各项合计与案件的协议金额不符"),
    ("signatures", "UPDATE cases_agreement SET effective_on = effective_on - 1", "与最后一个必要签名不符"),
    (
        "signatures",
        "UPDATE cases_signature SET signed_at = signed_at + interval '1 day' WHERE role = 'host'",
        "与最后一个必要签名不符",
    ),
    ("signatures", "UPDATE cases_signature SET text_digest = 'x' WHERE role = 'host'", "不是协议现在的文本"),
    ("signatures", "UPDATE cases_agreement SET text = text || '另付一万元。'", "的文本与其摘要不符"),
    ("performance", "UPDATE cases_obligation SET performed_on = due_on", "的履行日期与履行记录不符"),
    ("performance", "UPDATE cases_performancerecord SET amount = 100", "的履行日期与履行记录不符"),
    ("performance", "UPDATE cases_case SET performance = 'overdue'", "履行状态与各项义务的履行情况不符"),
    ("words", "UPDATE cases_casetext SET head = head || '甲'", "检索文字与案件内容不符"),
    ("words", "UPDATE cases_casetext SET file_words = head_words", "检索文字与案件内容不符"),
    ("words", "DELETE FROM cases_casetext", "检索文字与案件内容不符"),
    ("words", "UPDATE cases_case SET facts = '另一件事'", "检索文字与案件内容不符"),
)


@pytest.mark.parametrize(("check", "fault", "said"), PLANTED)
def test_the_planted_fault_is_found(agreed_case, check, fault, said):
    plant(fault)

    told = found(f"cases.{check}")
    assert any(said in one for one in told), told
    assert all(one.startswith(f"案件 {agreed_case.pk}：") for one in told)


def test_a_due_date_that_its_function_does_not_give_is_found(agreed_case):
    limit = agreed_case.limits.running().get(key="jc_apply")
    plant("UPDATE cases_timelimit SET due_on = due_on + 1 WHERE id = %(pk)s", pk=limit.pk)

    later = limit.due_on + timedelta(days=1)
    assert found("calendars.due") == [f"申请司法确认 {limit.pk}：登记为 {later}，推算为 {limit.due_on}"]


def test_a_missing_number_is_named(agreed_case):
    plant("UPDATE cases_numberseries SET last = last + 1")

    (fault,) = found("cases.numbers")
    assert fault.endswith(f"（{timezone.localdate().year} 年 mediation）：缺 2 号")


def test_a_sound_that_is_not_the_partys_is_found(agreed_case):
    party = agreed_case.parties.get(side="applicant")
    plant("UPDATE cases_party SET pinyin = 'x' WHERE id = %(pk)s", pk=party.pk)

    assert found("cases.sounds") == [f"当事人 {party.pk}：拼音或者首字母与名称不符"]


def test_a_volume_that_is_gone_is_missed(agreed_case):
    plant("UPDATE cases_case SET procedure = 'archived', archive = 'archived', closed_on = result_on")

    assert "归档状态与案卷不符" in found("cases.tracks")[0]


def test_shares_that_do_not_make_the_whole_are_found(lin, zhao, agreed_case):
    perform(first(agreed_case.agreements.get()), lin, "5000.00")
    one = claim(claimable_again(agreed_case, lin, zhao), lin)
    assert found("cases.subsidies") == []
    plant("UPDATE cases_subsidyshare SET percent = 90")

    assert found("cases.subsidies") == [
        f"案件 {agreed_case.pk}：补贴申报 {one.pk} 的份额合计不是 100% 或者金额合计不是补贴金额"
    ]


def test_two_standing_claims_of_one_dispute_are_found(lin, zhao, committee, agreed_case):
    perform(first(agreed_case.agreements.get()), lin, "5000.00")
    one = claim(claimable_again(agreed_case, lin, zhao), lin)
    later = make_case(lin, committee, entries=same_parties(agreed_case), earlier=agreed_case)
    two = SubsidyClaim.objects.create(
        case=later, dispute=later, rule_grade="ordinary", grade="ordinary", grade_basis="书面协议",
        base_amount=300, reason="重复申报", claimed_by=lin, claimed_at=timezone.now(),
    )  # fmt: skip
    two.shares.create(account=lin, percent=100, amount=300)

    said = "与同一纠纷的另一份有效申报重复"
    assert found("cases.subsidies") == [
        f"案件 {agreed_case.pk}：补贴申报 {one.pk} {said}",
        f"案件 {later.pk}：补贴申报 {two.pk} {said}",
    ]


def claimable_again(case, lin, zhao):
    filed(lin, zhao)
    visit(case, lin)
    case = Case.objects.get(pk=case.pk)
    return archived(approve(propose(case, lin, minutes=0), zhao, minutes=0), lin)
