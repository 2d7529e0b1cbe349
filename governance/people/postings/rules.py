"""How far from today postings may begin, and how long they may last."""

from governance.areas.codes import COUNTRY, COUNTY, PREFECTURE, PROVINCE
from governance.rules.definitions import Default, Kind, Rule, define

BACKDATED, AHEAD, LONGEST = "posting.backdated", "posting.ahead", "posting.longest"
PRACTICE = "本系统做法，可按当地规定修改"
DISTRICT_UP = (COUNTRY, PROVINCE, PREFECTURE, COUNTY)  # who grants postings at a street does not set their limits


def _days(key, label, days, source, told):
    return Rule(
        key,
        label,
        Kind.DAYS,
        (Default(days, source),),
        "任职",
        "天",
        help=told,
        levels=DISTRICT_UP,
        least=0,
        most=36_600,
    )


define(
    _days(BACKDATED, "任职补录最多追溯", 31, PRACTICE, "纸面任命晚几周才登记到系统，开始日可以早于今天这么多天。"),
    _days(AHEAD, "任职最多提前登记", 366, PRACTICE, "开始日可以晚于今天这么多天。"),
    _days(LONGEST, "任期最长", 3660, "居民委员会每届任期五年，按两届计", "终止日距开始日不得超过这么多天。"),
)
