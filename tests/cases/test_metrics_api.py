"""`/api/v1/metrics/`: measures, places, periods, breakdowns, several at once; the unknown is refused by name."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from governance.areas.population.models import AreaPopulation
from governance.metrics.declaring import MEASURES
from tests.cases.performing import agreed, first, perform
from tests.cases.test_metrics_exact import Register, within
from tests.factories import CANGCHANG, JIADING, TIANPING_FIRST, XINCHENGLU, XUHUI, YINGYUAN, bearer, make_client
from tests.governance.test_changes import NEW_1, NEW_2, split

YEAR = "2025"


@pytest.fixture
def wall(officer):
    return bearer(make_client("区级大屏", JIADING, by=officer, verbs=("figure.view",), key_id="wall"))


@pytest.fixture
def register(places):
    made = Register(11)
    made.add(40)
    return made


def ask(client, who, **query):
    values = {"measure": "cases.accepted", "place": JIADING, "period": YEAR, **query}
    values = {name: value for name, value in values.items() if value is not None}
    return client.get(f"{reverse('api:metrics')}?{urlencode(values)}", headers=who)


def accepted(place, first="2025-01-01", last="2025-12-31"):
    return within(place).filter(accepted_on__range=(first, last))


def test_several_measures_places_and_periods_come_in_one_answer(client, wall, register):
    answer = ask(
        client, wall, measure="cases.accepted,cases.success_rate", place=f"{JIADING},{YINGYUAN}", period="2025,2025-Q1"
    )

    told = answer.json()
    assert (len(told["results"]), told["pending"]) == (8, 0)
    first, rate = told["results"][0], told["results"][4]
    assert (first["value"], first["place"]["name"]) == (accepted(JIADING).count(), "嘉定区")
    assert first["period"] == {"code": "2025", "label": "2025年", "first": "2025-01-01", "last": "2025-12-31"}
    assert rate["numerator"] <= rate["denominator"]
    assert rate["value"] == f"{rate['numerator'] / rate['denominator'] * 100:.2f}"
    assert rate["label"] == "调解成功率（口径A）"


def test_parts_add_up_and_name_what_was_not_found(client, wall, register):
    (told,) = ask(client, wall, by="type").json()["results"]

    parts = {part["code"]: part for part in told["parts"]}
    assert sum(part["value"] for part in parts.values()) == told["value"]
    assert (parts["D18" if "D18" in parts else "D15"]["value"], parts["D15"]["label"]) == (0, "医疗纠纷")


def test_streets_stand_side_by_side_and_grow_against_last_year(client, wall, register):
    told = ask(client, wall, place=None, below=JIADING, compare="year").json()["results"]

    assert [one["place"]["code"] for one in told] == [XINCHENGLU, "310114003000"]
    before = accepted(XINCHENGLU, "2024-01-01", "2024-12-31").count()
    assert told[0]["compared"]["value"] == before
    grown = (told[0]["value"] - before) / before * 100
    assert float(told[0]["compared"]["growth"]) == pytest.approx(grown, abs=0.01)
    assert told[1]["compared"]["growth"] is None
    whole = accepted(JIADING).count()
    assert [(one["rank"], one["share"]) for one in told] == [(1, f"{told[0]['value'] / whole * 100:.2f}"), (2, "0.00")]


@pytest.mark.parametrize("code", [XUHUI, TIANPING_FIRST, "310000000000", "999999999999", "嘉定", "310114009000"])
def test_a_foreign_place_is_none_alone_or_among_others(client, wall, register, code):
    for place in (code, f"{JIADING},{code}"):
        answer = ask(client, wall, place=place)
        assert answer.status_code == 404
    assert ask(client, wall, place=None, below=code).status_code == 404


def test_totals_never_hold_a_foreign_place(client, wall, register):
    (told,) = ask(client, wall, period="2020-01-01..2027-12-31").json()["results"]
    assert told["value"] == within(JIADING).filter(accepted_on__isnull=False).count()
    assert within(TIANPING_FIRST).filter(accepted_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"measure": "cases.happy"}, "measure", "没有“cases.happy”这项指标"),
        ({"by": "colour"}, "by", "没有“colour”这种分组"),
        ({"measure": "cases.median_days", "by": "type"}, "by", "没有“type”这种分组"),
        ({"period": "2026-13"}, "period", "没有这个月份"),
        ({"period": "2026-05-01..2026-04-01"}, "period", "结束日早于开始日"),
        ({"place": ",".join(["310114001001"] + [f"3101140{n:05}" for n in range(9999)])}, "place", "一次最多"),
        ({"period": ",".join(f"{y}-{m:02}" for y in range(2015, 2027) for m in range(1, 13))}, "period", "一次最多"),
        ({"period": None}, "period", "请给出"),
        ({"measure": ""}, "measure", "请给出"),
        ({"place": None}, "place", "place 或者 below"),
        ({"below": JIADING}, "place", "place 或者 below"),
        ({"compare": "decade"}, "compare", "只能是"),
        ({"colour": "red"}, "colour", "没有这个参数"),
        ({"measure": "groups.people", "by": "group", "period": "2025-Q1"}, "period", "整年"),
        ({"measure": "groups.people", "by": "group", "place": YINGYUAN}, "place", "街道"),
        ({"measure": "groups.people"}, "by", "按群体分组"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_parameter(client, wall, query, field, said):
    answer = ask(client, wall, **query)

    problem = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert problem["errors"][0]["field"] == field
    assert said in problem["errors"][0]["message"]


def test_nothing_new_is_304(client, wall, register):
    tag = ask(client, wall).headers["ETag"]
    assert ask(client, {**wall, "If-None-Match": tag}).status_code == 304
    register.add(30)
    assert ask(client, {**wall, "If-None-Match": tag}).status_code == 200


def test_the_catalogue_says_how_each_is_worked_out(client, wall):
    told = client.get(reverse("api:measures"), headers=wall).json()["results"]

    assert [one["code"] for one in told] == list(MEASURES)
    rate = next(one for one in told if one["code"] == "cases.success_rate")
    assert (rate["variant"], rate["unit"], rate["day"], rate["is_ratio"]) == ("A", "%", "结果日期", True)
    assert {"code": "type", "label": "纠纷类型"} in rate["breakdowns"]


def test_every_question_is_a_fixed_number_of_queries(client, wall, register, django_assert_num_queries):
    ask(client, wall)
    with django_assert_num_queries(3):
        ask(client, wall, by="type")
    with django_assert_num_queries(3):
        ask(client, wall, measure="cases.accepted,cases.success", place=f"{JIADING},{YINGYUAN}", period="2025,2024")


def test_as_it_is_now_the_parts_of_a_divided_place_have_its_past_by_their_share(client, officer, wall, register):
    whole = accepted(YINGYUAN, "2025-01-01", "2025-12-31").count()
    assert whole > 2
    split(officer)
    asked = {"place": f"{NEW_1},{NEW_2},{YINGYUAN},{XINCHENGLU}"}

    was = [one["value"] for one in ask(client, wall, **asked).json()["results"]]
    now = [one["value"] for one in ask(client, wall, areas="now", **asked).json()["results"]]

    assert was == [0, 0, whole, accepted(XINCHENGLU).count()]
    assert [float(value) for value in now[:2]] == [pytest.approx(whole * 0.6), pytest.approx(whole * 0.4)]
    assert (float(now[2]), now[3]) == (0, was[3])


def test_of_the_days_after_the_act_nothing_is_recast(client, officer, wall, register):
    split(officer)
    period = "2026-03-01..2026-12-31"
    was = accepted(YINGYUAN, "2026-03-01", "2026-12-31").count()
    told = ask(client, wall, place=f"{NEW_1},{YINGYUAN}", period=period, areas="now").json()["results"]
    assert [one["value"] for one in told] == [0, was]


def test_what_is_known_of_now_alone_is_not_told_of_the_past(client, wall, register):
    then, now = ask(client, wall, measure="cases.at_risk", period="2025,2200").json()["results"]
    assert (then["value"], now["value"]) == (None, 0)


def test_by_residents_the_places_without_figures_have_no_rate(client, wall, register):
    (told,) = ask(client, wall, measure="cases.per_10000").json()["results"]
    assert (told["value"], told["denominator"]) == (None, None)
    assert told["numerator"] == accepted(JIADING).count()
    assert date(2025, 12, 31).isoformat() == told["period"]["last"]


def test_by_residents_it_is_what_was_told_of_a_place_or_the_sum_of_its_committees(client, officer, wall, register):
    told = {YINGYUAN: 3000, CANGCHANG: 2000, XINCHENGLU: 5100}
    for code, people in told.items():
        AreaPopulation.objects.create(
            area_id=code, as_of=date(2024, 12, 31), permanent=people, source="统计", entered_by=officer
        )
    results = ask(client, wall, measure="cases.per_10000", place=f"{YINGYUAN},{XINCHENGLU},{JIADING}").json()["results"]

    assert [one["denominator"] for one in results] == [3000, 5100, None]
    assert float(results[0]["value"]) == pytest.approx(accepted(YINGYUAN).count() / 3000 * 10_000, abs=0.01)
    assert results[2]["value"] is None, "三皇桥社区 is not known"


def test_the_parts_of_a_rate_of_money_are_told_in_yuan(client, wall, mediated_case, lin):
    agreement = agreed(mediated_case, lin, (Decimal("6000.50"), None), (Decimal("4000.00"), None))
    perform(first(agreement, 1), lin, "6000.50")
    perform(first(agreement, 2), lin, "4000.00")

    following = str(timezone.localdate().year + 1)
    (told,) = ask(client, wall, measure="cases.performance_rate_amount", period=following).json()["results"]

    assert (told["numerator"], told["denominator"], told["value"]) == ("10000.50", "10000.50", "100.00")
