"""A wing declares its table of periods once; each line becomes a rule that places may set on the rules' pages.

declare("调解期限", TimeLimit("mediate", "调解办结", "受理", months(1), rolls=True, source="…"))
Basis.held().due("mediate", case.area_id, case.accepted_on, stops)
"""

from governance.calendars import dated
from governance.calendars.allowances import Unit
from governance.calendars.basis import TIME_LIMITS, TimeLimit
from governance.rules.definitions import Default, Kind, Rule, define


def declare(group: str, *limits: TimeLimit) -> None:
    """Make time limits known, each with its rule; `group` is the heading on the rules' page."""
    for limit in limits:
        TIME_LIMITS[limit.key] = limit
        define(_rule(group, limit))


def _rule(group, limit):
    counts_working_days = limit.allowance.unit is Unit.WORKING_DAYS
    how = "只计算工作日" if counts_working_days else "遇休息日顺延" if limit.rolls else "遇休息日不顺延"
    return Rule(
        limit.rule_key,
        limit.label,
        Kind.ALLOWANCE,
        (Default(limit.allowance, limit.source),),
        group,
        help=f"自{limit.since}起算，{how}。{limit.help}",
        levels=limit.levels,
        preview=dated.preview_rule,
        follow_up=dated.follow_rule,
    )
