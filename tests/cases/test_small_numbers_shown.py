"""Nothing that the API offers of a sensitive group, slices and totals together, gives a small number away."""

import random
from collections import defaultdict
from datetime import date

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from cases.metrics.models import GroupFact
from governance.areas import codes
from governance.areas.models import Area
from governance.metrics.declaring import SOURCES
from governance.metrics.rebuilding import rebuild_counters
from governance.metrics.suppression import SMALL
from tests.factories import (
    JIADING,
    JIADINGZHEN,
    SHANGHAI,
    TIANPING,
    TIANPING_FIRST,
    XINCHENGLU,
    XUHUI,
    YINGYUAN,
    bearer,
    make_account,
    make_area,
    make_client,
)
from tests.governance.test_metric_suppression import LEAVES, own_of, possible

OTHER = "310104004000"
NAMED = {"新成路": XINCHENGLU, "嘉定镇": JIADINGZHEN, "陆家嘴": TIANPING, "花木": OTHER, "嘉": JIADING, "浦": XUHUI,
         "沪": SHANGHAI}  # fmt: skip
HOMES = {XINCHENGLU: YINGYUAN, JIADINGZHEN: "310114003001", TIANPING: TIANPING_FIRST, OTHER: "310104004001"}
GROUPS, YEARS = ("minor", "aged", "woman", "psychiatric"), (2023, 2024)
TODAY = date(2026, 11, 22)


@pytest.fixture
def people(places):
    """By (year, group, place): how many lie there, the district's own among them."""
    make_area(OTHER, "康健新村街道")
    make_area(HOMES[OTHER], "康健居委会")
    chance, rows, number = random.Random(51), [], 0
    for year in YEARS:
        for group in GROUPS:
            for home in (*HOMES.values(), JIADING, XUHUI):
                for _ in range(chance.choice((0, 1, 2, 3, 4, 6, 9))):
                    number += 1
                    day = date(year, chance.randint(1, 12), chance.randint(1, 28))
                    several = [group, "disabled"] if chance.random() < 0.2 else [group]
                    rows.append(
                        GroupFact(subject=number, area_id=home, case_id=number, groups=several, accepted_on=day)
                    )
    GroupFact.objects.bulk_create(rows)
    source = SOURCES["groups"]
    rebuild_counters(source, [source.counter("people")])
    counted = defaultdict(int)
    for row in rows:
        for group in row.groups:
            for place in (row.area_id, *codes.ancestors(row.area_id)):
                counted[row.accepted_on.year, group, place] += 1
    return counted


@pytest.fixture
def ask(client, places):
    officer = make_account("city", "district_officer", SHANGHAI)
    who = bearer(make_client("市级大屏", SHANGHAI, by=officer, verbs=("figure.view",), key_id="wall"))

    def asked(**query):
        given = {"measure": "groups.people", "by": "group", **query}
        answer = client.get(f"{reverse('api:metrics')}?{urlencode(given)}", headers=who)
        return answer.json()["results"] if answer.status_code == 200 else answer.status_code

    return asked


def test_no_combination_of_places_years_and_totals_tells_a_small_number(people, ask):
    shown = defaultdict(dict)
    for answer in ask(place=",".join(NAMED.values()), period=",".join(map(str, YEARS))):
        assert (answer["value"], answer["share"], answer["compared"]) == (None, None, None), "there is no whole"
        for part in answer["parts"]:
            shown[int(answer["period"]["code"]), part["code"]][answer["place"]["code"]] = part["value"]

    hidden_somewhere = 0
    for (year, group), told in shown.items():
        values = {name: people[year, group, code] for name, code in NAMED.items()}
        hidden = {name for name, code in NAMED.items() if isinstance(told[code], str)}
        assert {name: told[code] for name, code in NAMED.items() if name not in hidden} == {
            name: values[name] for name in NAMED if name not in hidden
        }
        assert {name for name in NAMED if 0 < values[name] < SMALL} <= hidden
        hidden_somewhere += len(hidden)
        if len(hidden) > 4:
            continue  # too many worlds to try out
        numbers = possible(values, hidden)
        assert {name: len(numbers[name]) > 1 for name in hidden} == dict.fromkeys(hidden, True), (year, group, told)
        for top, own in own_of(values).items():
            assert not 0 < own < SMALL or len(numbers[f"{top}自有"]) > 1
    assert hidden_somewhere > 20
    assert set(LEAVES) <= set(NAMED)


def test_every_way_of_asking_tells_the_same_and_no_share_rank_or_growth(people, ask):
    by_place = {one["place"]["code"]: one["parts"] for one in ask(place=f"{XINCHENGLU},{JIADINGZHEN}", period="2024")}
    for answer in ask(below=JIADING, period="2024"):
        assert answer["parts"] == by_place[answer["place"]["code"]]
        assert (answer["rank"], answer["share"]) == (None, None)
    assert ask(below=JIADING, period="2024", compare="year") == 400, "a growth would tell the other year"


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2024-01-01..2024-12-30"},
        {"period": "2023-01-01..2024-12-31"},
        {"period": "2024-H1"},
        {"period": "2024-03-05"},
        {"period": "2026"},
        {"place": YINGYUAN},
        {"areas": "now"},
        {"by": ""},
        {"by": "type"},
    ],
)
def test_what_would_let_one_take_the_difference_is_not_offered(people, ask, query):
    assert Area.objects.filter(pk=JIADING).exists()
    assert ask(**{"place": JIADING, "period": "2024", **query}) == 400
