"""Numbers that the law leaves open for the mediation itself (domain/mediation.md 1.3, 2.3, 2.5, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地规定修改"

define(
    Rule(
        "case.extension.days",
        "调解期限最多可以延长多少天",
        Kind.DAYS,
        (Default(30, "部分法院诉调对接办法：经各方同意可延长，最长 30 日"),),
        "调解案件",
        "天",
        least=1,
        most=365,
    ),
    Rule(
        "case.extension.times",
        "调解期限最多可以延长几次",
        Kind.INTEGER,
        (Default(1, "部分法院诉调对接办法"),),
        "调解案件",
        "次",
        least=0,
        most=12,
    ),
    Rule(
        "case.absence.times",
        "当事人几次不到场可以终止调解",
        Kind.INTEGER,
        (Default(2, SOURCE),),
        "调解案件",
        "次",
        least=1,
        most=10,
    ),
    Rule(
        "case.founder.refers",
        "设立调委会的居（村）委会是当事人时，应移交街道（镇）调委会",
        Kind.BOOLEAN,
        (Default(True, SOURCE),),
        "调解案件",
    ),
)
