"""The numbers of notices that an administrator may set."""

from governance.rules.definitions import Default, Kind, Rule, define

QUIET_FROM, QUIET_UNTIL = "notices.quiet_from", "notices.quiet_until"
KEEP_DAYS = "notices.keep_days"
HOURS = "domain/mediation.md 2.10：站外提醒在 9:00 至 20:00 之间发出"

define(
    Rule(
        QUIET_FROM,
        "静默时段开始",
        Kind.INTEGER,
        (Default(20, HOURS),),
        "提醒",
        "时",
        help="从这个钟点起不再发出站外提醒（短信、邮件等），站内提醒不受影响。",
        least=12,
        most=24,
    ),
    Rule(
        QUIET_UNTIL,
        "静默时段结束",
        Kind.INTEGER,
        (Default(9, HOURS),),
        "提醒",
        "时",
        help="次日从这个钟点起发出夜间留下的站外提醒和每日汇总。",
        least=0,
        most=11,
    ),
    Rule(
        KEEP_DAYS,
        "已办提醒保留天数",
        Kind.DAYS,
        (Default(180, "本系统做法：已办或已撤回的提醒保留半年"),),
        "提醒",
        "天",
        help="超过天数的已办、已撤回提醒自动清除；未办的不清除。",
        least=60,
        most=3650,
    ),
)
