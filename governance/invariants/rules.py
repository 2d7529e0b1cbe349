"""How long runs of the nightly check stay readable."""

from governance.areas.codes import COUNTRY
from governance.rules.definitions import Default, Kind, Rule, define

KEEP_DAYS = "checks.keep_days"

define(
    Rule(
        KEEP_DAYS,
        "数据核对记录保留天数",
        Kind.DAYS,
        (Default(90, "本系统做法：核对记录保留一个季度"),),
        "系统",
        "天",
        help="超过天数的核对记录自动清除；最近一次的记录总是保留。",
        levels=(COUNTRY,),
        least=7,
        most=3650,
    )
)
