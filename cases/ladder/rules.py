"""When a case should be moved up or mediated jointly (domain/mediation.md 2.7, marked [config])."""

from decimal import Decimal

from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地规定修改"
GROUP = "调解层级"
DAYS, SESSIONS, PEOPLE, AMOUNT = "ladder.days", "ladder.sessions", "ladder.people", "ladder.amount"

define(
    Rule(
        DAYS,
        "社区调解多少天没有进展，建议移交上级或者联合调解",
        Kind.DAYS,
        (Default(15, SOURCE),),
        GROUP,
        "天",
        least=1,
        most=90,
    ),
    Rule(
        SESSIONS,
        "社区调解多少次没有进展，建议移交上级或者联合调解",
        Kind.INTEGER,
        (Default(2, SOURCE),),
        GROUP,
        "次",
        least=1,
        most=20,
    ),
    Rule(
        PEOPLE,
        "涉及多少人以上，建议移交上级或者联合调解",
        Kind.INTEGER,
        (Default(10, SOURCE),),
        GROUP,
        "人",
        least=2,
        most=10_000,
    ),
    Rule(
        AMOUNT,
        "涉及金额多少元以上，建议移交上级或者联合调解",
        Kind.DECIMAL,
        (Default(Decimal(50_000), SOURCE),),
        GROUP,
        "元",
        least=1_000,
        most=100_000_000,
    ),
)
