"""Subsidies: grades, conditions, shares and periods, as functions of facts."""

from datetime import date
from decimal import Decimal

import pytest

from cases.subsidies.amounts import require_shares, split, taken_off
from cases.subsidies.conditions import ClaimFacts, PayeeFacts, payee_problem, problems
from cases.subsidies.grading import CaseFacts, Thresholds, graded
from cases.subsidies.periods import period_of, periods_before, shown
from governance.errors import Invalid

BY = Thresholds(1, 3, 5, Decimal(50_000), 2, 2, 10, Decimal(500_000), 3)
QUIET = {"is_oral": False, "days": 14, "sessions": 2, "people": 2, "amount": Decimal(3300), "departments": 0}
QUIET |= {"risk": 0, "has_death": False}


@pytest.mark.parametrize(
    ("facts", "grade", "basis"),
    [
        ({}, "ordinary", "书面协议"),
        ({"is_oral": True}, "simple", "口头协议"),
        ({"days": 1}, "simple", "受理后 1 天以内调解成功"),
        ({"sessions": 3}, "complex", "调解会 3 次"),
        ({"people": 5, "is_oral": True}, "complex", "涉及 5 人"),
        ({"people": 4}, "ordinary", "书面协议"),
        ({"amount": Decimal("49999.99")}, "ordinary", "书面协议"),
        ({"amount": Decimal(50_000)}, "complex", "协议金额 50,000.00 元"),
        ({"departments": 2, "risk": 2}, "complex", "2 个部门参与；曾评为 2 级风险"),
        ({"people": 10, "sessions": 9}, "major", "涉及 10 人"),
        ({"amount": Decimal(500_000)}, "major", "协议金额 500,000.00 元"),
        ({"risk": 3}, "major", "曾评为 3 级风险"),
        ({"has_death": True, "is_oral": True}, "major", "涉及死亡"),
    ],
)
def test_the_grade_is_that_of_the_gravest_sign(facts, grade, basis):
    found = graded(CaseFacts(**{**QUIET, **facts}), BY)

    assert (found.grade, found.basis) == (grade, basis)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"is_void": True}, "案号已作废"),
        ({"is_reopened_now": True, "is_closed": False}, "本案已恢复调解"),
        ({"is_success": False}, "没有调解成功"),
        ({"is_closed": False}, "尚未结案"),
        ({"is_performed": False, "performance": "部分履行"}, "目前“部分履行”"),
        ({"has_volume": False}, "尚未立卷"),
        ({"missing": ("调解记录", "回访记录")}, "缺少：调解记录、回访记录"),
        ({"volume_returned": True}, "退回补正"),
        ({"filed_on": date(2026, 6, 9), "archive_due_on": date(2026, 6, 8)}, "超过归档期限 2026-06-08"),
        ({"other_claim": "（2026）嘉新人调字第1号"}, "同一纠纷只补贴一次：（2026）嘉新人调字第1号已经申报"),
        ({"is_oral": True, "is_oral_paid": False}, "口头协议的案件不补贴"),
    ],
)
def test_each_condition_of_a_subsidy_is_a_sentence(facts, words):
    found = problems(ClaimFacts(**facts))

    assert bool(found) == bool(words)
    assert not words or words in found[0]


def test_a_case_of_somebody_without_a_number_is_not_claimed_for():
    assert "没有登记证件号码：马俊" in problems(ClaimFacts(nameless=("马俊",)))[0]


def test_a_volume_filed_on_the_last_day_or_where_lateness_is_not_asked_is_in_time():
    due = {"filed_on": date(2026, 6, 8), "archive_due_on": date(2026, 6, 8)}
    late = {"filed_on": date(2026, 7, 8), "archive_due_on": date(2026, 6, 8), "asks_in_time": False}

    assert (problems(ClaimFacts(**due)), problems(ClaimFacts(**late))) == ([], [])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"is_of_case": False}, "不是本案的调解员"),
        ({"is_filed": False}, "没有备案"),
        ({"is_removed": True}, "已被罢免或者解聘"),
        ({"is_suspended": True}, "停用期间不得领取"),
        ({"was_active": False}, "有结果时不在任"),
        ({"bar": "公务员"}, "是公务员，按规定不得领取补贴"),
    ],
)
def test_only_filed_mediators_of_the_case_who_may_be_paid_have_a_share(facts, words):
    assert (payee_problem(PayeeFacts("孙丽华", **facts)) == "") == (not words)
    assert words in payee_problem(PayeeFacts("孙丽华", **facts))


@pytest.mark.parametrize(
    ("amount", "percents", "parts"),
    [
        ("300.00", (70, 30), ("210.00", "90.00")),
        ("100.00", (33, 33, 34), ("33.00", "33.00", "34.00")),
        ("0.01", (50, 50), ("0.01", "0.00")),
        ("100.01", (33, 33, 34), ("33.00", "33.00", "34.01")),
        ("2000.00", (100,), ("2000.00",)),
    ],
)
def test_a_sum_is_split_to_the_fen_and_nothing_is_lost(amount, percents, parts):
    found = split(Decimal(amount), percents)

    assert found == tuple(map(Decimal, parts))
    assert sum(found) == Decimal(amount)


@pytest.mark.parametrize("percents", [(), (100, 0), (50, 49), (60, 50), (-10, 110), (101,)])
def test_shares_are_whole_percent_that_make_a_hundred(percents):
    with pytest.raises(Invalid) as refused:
        require_shares(percents)
    assert refused.value.field == "shares"


def test_what_is_owed_is_taken_off_the_oldest_first_and_never_more_than_is_paid():
    assert taken_off(Decimal(300), [Decimal(90), Decimal(500), Decimal(5)]) == (90, 210, 0)
    assert taken_off(Decimal(300), []) == ()


def test_periods_are_months_or_quarters():
    assert period_of(date(2026, 5, 11), "quarter") == (date(2026, 4, 1), date(2026, 6, 30))
    assert period_of(date(2028, 2, 29), "month") == (date(2028, 2, 1), date(2028, 2, 29))
    assert periods_before(date(2026, 1, 1), "quarter")[1] == (date(2025, 10, 1), date(2025, 12, 31))
    assert shown(date(2026, 4, 1), date(2026, 6, 30)) == "2026年第2季度"
    assert shown(date(2026, 4, 1), date(2026, 4, 30)) == "2026年4月"
