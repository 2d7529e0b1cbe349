"""Numbers that the law leaves open for the register (domain/mediation.md 2.8, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地规定修改"

define(
    Rule(
        "case.late.days",
        "补录多少天以前的事项须说明原因",
        Kind.DAYS,
        (Default(3, SOURCE),),
        "调解案件",
        "天",
        least=0,
        most=365,
    ),
    Rule(
        "case.duplicate.days",
        "同一当事人、同类纠纷在多少天内提示可能重复",
        Kind.DAYS,
        (Default(180, "《人民调解工作规范》做法：180 天"),),
        "调解案件",
        "天",
        least=1,
        most=3650,
    ),
)

define(
    Rule(
        "case.draft.days",
        "未完成的登记多少天没有继续即清除",
        Kind.DAYS,
        (Default(30, SOURCE),),
        "调解案件",
        "天",
        least=1,
        most=365,
    ),
)
