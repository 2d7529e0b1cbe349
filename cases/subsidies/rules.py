"""Amounts, thresholds and conditions of subsidies (domain/mediation.md 1.9, marked [config])."""

from decimal import Decimal

from cases.subsidies.models import Grade
from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值；各地标准不同（如深圳 2023 年四档 400 至 4000 元），请按当地财政、司法行政部门的规定设定"
RULES_SOURCE = "本系统建议值，可按当地规定修改"
GROUP = "以案定补"
AMOUNTS = {Grade.SIMPLE: "100.00", Grade.ORDINARY: "300.00", Grade.COMPLEX: "800.00", Grade.MAJOR: "2000.00"}
SIMPLE_DAYS = "subsidy.simple.days"
COMPLEX_SESSIONS = "subsidy.complex.sessions"
COMPLEX_PEOPLE = "subsidy.complex.people"
COMPLEX_AMOUNT = "subsidy.complex.amount"
COMPLEX_DEPARTMENTS = "subsidy.complex.departments"
COMPLEX_RISK = "subsidy.complex.risk"
MAJOR_PEOPLE = "subsidy.major.people"
MAJOR_AMOUNT = "subsidy.major.amount"
MAJOR_RISK = "subsidy.major.risk"
THRESHOLDS = {
    "simple_days": SIMPLE_DAYS,
    "complex_sessions": COMPLEX_SESSIONS,
    "complex_people": COMPLEX_PEOPLE,
    "complex_amount": COMPLEX_AMOUNT,
    "complex_departments": COMPLEX_DEPARTMENTS,
    "complex_risk": COMPLEX_RISK,
    "major_people": MAJOR_PEOPLE,
    "major_amount": MAJOR_AMOUNT,
    "major_risk": MAJOR_RISK,
}  # of what Thresholds asks (grading.py)
ORAL = "subsidy.oral"
IN_TIME = "subsidy.volume.in_time"
PERIOD = "subsidy.batch.period"
MONTH, QUARTER = "month", "quarter"


def amount_key(grade: str) -> str:
    return f"subsidy.amount.{grade}"


def _threshold(key, label, value, unit, most):
    kind = Kind.DECIMAL if isinstance(value, Decimal) else Kind.INTEGER
    return Rule(key, label, kind, (Default(value, RULES_SOURCE),), GROUP, unit, least=1, most=most)


define(
    *(
        Rule(
            amount_key(grade),
            f"{grade.label}案件每件补贴多少元",
            Kind.DECIMAL,
            (Default(Decimal(amount), SOURCE),),
            GROUP,
            "元",
            least=Decimal("0.01"),
            most=Decimal(100_000),
            help="按案件结果日期当天的标准计算，最多两位小数。",
        )
        for grade, amount in AMOUNTS.items()
    ),
    _threshold(SIMPLE_DAYS, "受理后几天以内调解成功的为简易", 1, "天", 30),
    _threshold(COMPLEX_SESSIONS, "调解会几次以上的为疑难复杂", 3, "次", 50),
    _threshold(COMPLEX_PEOPLE, "涉及几人以上的为疑难复杂", 5, "人", 1000),
    _threshold(COMPLEX_AMOUNT, "协议金额多少以上的为疑难复杂", Decimal(50_000), "元", Decimal(100_000_000)),
    _threshold(COMPLEX_DEPARTMENTS, "几个以上部门参与的为疑难复杂", 2, "个", 20),
    _threshold(COMPLEX_RISK, "曾评为几级以上风险的为疑难复杂", 2, "级", 3),
    _threshold(MAJOR_PEOPLE, "涉及几人以上的为重大", 10, "人", 10_000),
    _threshold(MAJOR_AMOUNT, "协议金额多少以上的为重大", Decimal(500_000), "元", Decimal(1_000_000_000)),
    _threshold(MAJOR_RISK, "曾评为几级以上风险的为重大", 3, "级", 3),
    Rule(ORAL, "口头协议的案件可以申报补贴", Kind.BOOLEAN, (Default(True, RULES_SOURCE),), GROUP),
    Rule(
        IN_TIME,
        "案卷须在归档期限内立卷",
        Kind.BOOLEAN,
        (Default(True, RULES_SOURCE),),
        GROUP,
        help="选“否”的，逾期立卷的案件也可以申报。",
    ),
    Rule(
        PERIOD,
        "补贴按月还是按季度发放",
        Kind.CHOICE,
        (Default(QUARTER, RULES_SOURCE),),
        GROUP,
        choices=((MONTH, "按月"), (QUARTER, "按季度")),
    ),
)
