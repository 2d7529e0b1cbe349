"""Numbers that the law leaves open for performance (domain/mediation-scenarios.md S3, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

define(
    Rule(
        "performance.running.days",
        "没有截止日的义务，协议生效多少天后可由主任确认为已履行",
        Kind.DAYS,
        (Default(30, "本系统建议值，可按当地规定修改"),),
        "履行与回访",
        "天",
        least=0,
        most=3650,
    ),
)
define(
    Rule(
        "performance.link.days",
        "给当事人的履行反馈链接有效多少天",
        Kind.DAYS,
        (Default(14, "本系统建议值，可按当地规定修改"),),
        "履行与回访",
        "天",
        least=1,
        most=90,
    )
)
define(
    Rule(
        "performance.urge.again.days",
        "督促后仍未履行的，多少天后再次督促",
        Kind.DAYS,
        (Default(15, "本系统建议值，可按当地规定修改"),),
        "履行与回访",
        "天",
        help="承诺履行的，自承诺日起；已告知救济途径的，不再督促。",
        least=1,
        most=365,
    )
)
