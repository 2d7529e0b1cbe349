"""Numbers that the law leaves open for return visits (domain/mediation.md 1.3, 1.8, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地规定修改"

define(
    Rule(
        "visit.risk.level",
        "达成协议前风险等级曾达到几级的，加访两次",
        Kind.INTEGER,
        (Default(2, SOURCE),),
        "履行与回访",
        "级",
        help="1 黄色，2 橙色，3 红色；填 4 即不加访。",
        least=1,
        most=4,
    ),
)
define(
    Rule(
        "visit.attempts",
        "几次联系不上当事人，可以不再回访",
        Kind.INTEGER,
        (Default(3, SOURCE),),
        "履行与回访",
        "次",
        least=1,
        most=20,
    ),
)
