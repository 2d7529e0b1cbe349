"""What a grade asks of a mediator (domain/mediation.md 4.5, marked [config]): shown as advice, decided by people."""

from cases.mediation.mediators.models import GradeLevel
from governance.rules.definitions import Default, Kind, Rule, define

GUANGDONG = "广东四级调解员条件（潮安公告）：从事二年以上，调解五十件以上，口头不超过 30%，成功率 85% 以上"
OURS = "本系统建议值，请按当地等级评定办法设定"
YEARS = {GradeLevel.FOURTH: 2, GradeLevel.THIRD: 4, GradeLevel.SECOND: 7, GradeLevel.FIRST: 10}
CASES = {GradeLevel.FOURTH: 50, GradeLevel.THIRD: 100, GradeLevel.SECOND: 200, GradeLevel.FIRST: 300}
ORAL = "mediator.grade.oral_share"
SUCCESS = "mediator.grade.success_share"
GROUP = "调解员等级"


def years_key(grade: int) -> str:
    return f"mediator.grade.{grade}.years"


def cases_key(grade: int) -> str:
    return f"mediator.grade.{grade}.cases"


def _rule(key, label, value, unit, most, source):
    return Rule(key, label, Kind.INTEGER, (Default(value, source),), GROUP, unit, least=0, most=most)


def _source(grade):
    return GUANGDONG if grade == GradeLevel.FOURTH else OURS


define(
    *(
        _rule(years_key(grade), f"{grade.label}调解员至少从事调解几年", years, "年", 50, _source(grade))
        for grade, years in YEARS.items()
    ),
    *(
        _rule(cases_key(grade), f"{grade.label}调解员至少调解几件", count, "件", 10_000, _source(grade))
        for grade, count in CASES.items()
    ),
    _rule(ORAL, "评定等级的案件中口头协议最多占多少", 30, "%", 100, GUANGDONG),
    _rule(SUCCESS, "评定等级的调解成功率至少多少", 85, "%", 100, GUANGDONG),
)
