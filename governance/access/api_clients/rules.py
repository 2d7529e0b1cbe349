"""What an API client may be given: time, networks, requests a minute."""

from governance.people.postings.rules import DISTRICT_UP, PRACTICE
from governance.rules.definitions import Default, Kind, Rule, define

LONGEST, OVERLAP = "client.longest", "client.overlap"
NETWORKS, RATE = "client.networks", "client.rate"
MOST_A_MINUTE = 60_000


def _limit(key, label, number, unit, *, most, told, least=1, kind=Kind.DAYS):
    return Rule(
        key,
        label,
        kind,
        (Default(number, PRACTICE),),
        "接口客户端",
        unit,
        help=told,
        levels=DISTRICT_UP,
        least=least,
        most=most,
    )


define(
    _limit(LONGEST, "密钥有效期最长", 366, "天", most=3660, told="从不更换的密钥就是没有人看管的密钥。"),
    _limit(OVERLAP, "新旧密钥并用最长", 7, "天", most=90, least=0, told="更换密钥后旧密钥还能使用的时间。"),
    _limit(NETWORKS, "允许的网段最多", 20, "个", most=1000, told="一个客户端的来源网段。", kind=Kind.INTEGER),
    _limit(
        RATE,
        "每分钟请求上限最高",
        6000,
        "次",
        most=MOST_A_MINUTE,
        told="给一个客户端设定的每分钟请求上限不得高于此数。",
        kind=Kind.INTEGER,
    ),
)
