"""Size of committees: the first rules in use (城市居民委员会组织法), and what a new number would change."""

from datetime import date

from governance.areas import codes
from governance.areas.watchlist.models import measured_committees, oversized
from governance.rules.definitions import Default, Effect, Kind, Rule, define
from governance.rules.values import InForce

NORMAL_MIN, NORMAL_MAX = "committee.size.normal_min", "committee.size.normal_max"
WATCH, WATCH_WHERE_POSSIBLE = "committee.size.watch", "committee.size.watch_where_possible"
REVISED_ON = date(2026, 1, 1)  # the revised Organic Law is in force from here
OLD_LAW = "城市居民委员会组织法（2018 年修正）第六条：100 户至 700 户"
NEW_LAW = "城市居民委员会组织法（2025 年修订）第三条：1000 户至 3000 户"
SHANGHAI = "上海市拆分大居委会的做法：3000 户以上；有条件的 2000 户以上"
SHOWN = 100


def preview_watch(before: InForce, after: InForce, area_code: str, actor) -> Effect:
    """Committees at the place and below that enter or leave the watch-list, on the day the value begins."""
    inside = measured_committees(before.on).filter(**_within(area_code))
    listed_before = {area.code: area for area in oversized(inside, before)}
    listed_after = {area.code: area for area in oversized(inside, after)}
    enter = [listed_after[code] for code in listed_after if code not in listed_before]
    leave = [listed_before[code] for code in listed_before if code not in listed_after]
    rows = [(area.name, area.code, f"{area.households:,} 户", "列入") for area in enter]
    rows += [(area.name, area.code, f"{area.households:,} 户", "移出") for area in leave]
    return Effect(
        f"监测名单由 {len(listed_before)} 个变为 {len(listed_after)} 个：列入 {len(enter)} 个，移出 {len(leave)} 个。",
        ("居（村）委会", "代码", "户数", "变化"),
        tuple(rows[:SHOWN]),
    )


def preview_normal(before: InForce, after: InForce, area_code: str, actor) -> Effect:
    """How many committees lie on the other side of the limit than before."""
    inside = measured_committees(before.on).filter(**_within(area_code))
    above_before, above_after = oversized(inside, before).count(), oversized(inside, after).count()
    return Effect(f"有户数的居（村）委会 {inside.count()} 个，超过此数的由 {above_before} 个变为 {above_after} 个。")


def _within(area_code):
    span = codes.code_range(area_code)
    return {"code__gte": span.first, "code__lte": span.last}


def _size(key, label, old, new, **more):
    defaults = (Default(old, OLD_LAW), Default(new, NEW_LAW, REVISED_ON))
    return Rule(key, label, Kind.INTEGER, defaults, "居民委员会规模", "户", least=1, most=100_000, **more)


define(
    _size(
        NORMAL_MIN,
        "一般规模下限",
        100,
        1000,
        help="居民委员会一般不少于此户数。确有需要的，可以适当调整。",
        preview=preview_normal,
    ),
    _size(
        NORMAL_MAX,
        "一般规模上限",
        700,
        3000,
        help="居民委员会一般不多于此户数。确有需要的，可以适当调整。",
        preview=preview_normal,
    ),
    Rule(
        WATCH,
        "规模监测线",
        Kind.INTEGER,
        (Default(3000, SHANGHAI),),
        "居民委员会规模",
        "户",
        help="户数超过此数的居（村）委会列入监测名单，应当考虑拆分。",
        least=1,
        most=100_000,
        preview=preview_watch,
    ),
    Rule(
        WATCH_WHERE_POSSIBLE,
        "有条件时的监测线",
        Kind.INTEGER,
        (Default(2000, SHANGHAI),),
        "居民委员会规模",
        "户",
        help="户数超过此数的，有条件时考虑拆分。",
        least=1,
        most=100_000,
        preview=preview_watch,
    ),
)
