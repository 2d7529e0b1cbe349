"""The identities of the case table, and the lines that a figure is held against."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cases.metrics.identities import Broken, CaseTable, broken
from governance.metrics.targets import Verdict, lines_of
from governance.metrics.values import Figure
from governance.rules.actions import set_rule_value
from tests.factories import JIADING, XUHUI, YINGYUAN

ROW = CaseTable(
    total=5,
    by_type={"D01": 2, "D02": 3},
    by_kind={"mediation_residents": 4, "mediation_street": 1},
    by_source={"S1": 2, "S2": 1, "S31": 1, "S33": 1},
    entrusted=2,
    success=4,
    oral=1,
    written=3,
    performed=3,
    applied=2,
    confirmed=1,
)


def test_a_sound_row_breaks_nothing():
    assert broken(ROW) == []


def test_each_sum_that_does_not_hold_is_said_with_both_numbers():
    assert broken(replace(ROW, total=6)) == [
        Broken("总数 6 不等于各纠纷类型之和 5"),
        Broken("总数 6 不等于各类调委会之和 5"),
        Broken("总数 6 不等于主动、依申请和委托移送之和 5"),
    ]
    assert broken(replace(ROW, entrusted=3)) == [Broken("委托移送 3 不等于各部门委托移送之和 2")]


def test_the_provincial_dashboard_that_did_not_add_up_is_caught():
    row = replace(ROW, success=99_658, oral=57_693, written=42_781)
    assert broken(row) == [Broken("调解成功 99658 不等于口头与书面协议之和 100474")]


def test_what_may_be_so_by_its_dates_is_not_certain():
    assert broken(replace(ROW, performed=5, confirmed=3)) == [
        Broken("履行 5 大于调解成功 4", is_certain=False),
        Broken("确认有效 3 大于申请司法确认 2", is_certain=False),
    ]


def test_a_figure_is_held_against_the_lines_of_its_place(places, officer):
    day = date(2026, 6, 1)
    told = {"reason": "本区考核办法", "document_no": "嘉司〔2026〕1号", "by": officer}
    set_rule_value(key="metric.cases.success_rate.target", area_code=JIADING, starts_on=day, value="98", **told)
    lines = lines_of(["cases.success_rate", "cases.mean_days", "cases.accepted"], on=day)

    assert lines.at("cases.success_rate", YINGYUAN) == (Decimal(98), Decimal(85))
    verdicts = [lines.judge("cases.success_rate", YINGYUAN, Figure(Decimal(value))) for value in (98, 97, 84)]
    assert verdicts == [Verdict.MET, Verdict.BETWEEN, Verdict.MISSED]
    assert lines.judge("cases.success_rate", XUHUI, Figure(Decimal(95))) is Verdict.MET
    assert lines.judge("cases.mean_days", YINGYUAN, Figure(Decimal(25))) is Verdict.BETWEEN
    assert lines.judge("cases.accepted", YINGYUAN, Figure(Decimal(5))) is Verdict.NONE
    assert lines.judge("cases.success_rate", YINGYUAN, Figure(None)) is Verdict.NONE
