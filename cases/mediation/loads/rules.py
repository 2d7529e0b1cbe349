"""How much a difficult case weighs in a mediator's load."""

from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地规定修改"


def _weight(key, label, value):
    return Rule(key, label, Kind.INTEGER, (Default(value, SOURCE),), "调解案件", "件", least=1, most=20)


define(
    _weight("mediation.load.complex", "计算调解员负荷时，疑难复杂案件折合几件", 2),
    _weight("mediation.load.major", "计算调解员负荷时，重大案件折合几件", 3),
)
