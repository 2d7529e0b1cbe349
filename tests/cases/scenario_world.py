"""The common set-up of domain/mediation-scenarios.md, in its fictional district."""

from datetime import date

from cases.demo.world import TERM, World
from cases.numbers.models import NumberSeries
from governance.people.models import Account
from tests.cases.factories import make_committee
from tests.factories import make_account, make_area

DISTRICT, STREET, COMMUNITY = "310199000000", "310199003000", "310199003001"
LONG_SINCE = {"starts_on": date(2025, 1, 1)}


def make_world():
    for code, name in (("310199000000", "云川区"), (STREET, "新桐街道"), (COMMUNITY, "梧桐里社区")):
        make_area(code, name)
    community = make_committee(COMMUNITY, "云梧", name="梧桐里社区人民调解委员会", **TERM)
    street = make_committee(STREET, "云新", name="新桐街道人民调解委员会", kind="mediation_street", **TERM)
    return World(
        community=community,
        street=street,
        qian=make_account("qian", "mediation_director", COMMUNITY, name="钱卫东", **LONG_SINCE),
        sun=make_account("sunlihua", "mediator", COMMUNITY, name="孙丽华", **LONG_SINCE),
        he=make_account("hemin", "committee_member", COMMUNITY, name="何敏", **LONG_SINCE),
        zhou=make_account("zhoumin", "mediation_director", STREET, name="周敏", **LONG_SINCE),
        wu=make_account("wujianguo", "mediator", STREET, name="吴建国", **LONG_SINCE),
        zheng=make_account("zhengtao", "mediator", STREET, name="郑涛", **LONG_SINCE),
    )


def earlier_numbers(committee, last, year=2026):
    """As if `last` cases had been accepted in the year before the story begins."""
    NumberSeries.objects.create(committee=committee, kind="mediation", year=year, last=last)


def justice_office():
    """曹瑞 of the street's justice office, who checks what the directors hand in."""
    known = Account.objects.filter(username="caorui").first()
    return known or make_account("caorui", "street_justice_officer", STREET, name="曹瑞", **LONG_SINCE)
