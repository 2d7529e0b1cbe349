"""The statistics of domain/mediation-scenarios.md as the API, the board and the official table say them at each end."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cases.closing.actions import approve_closing, propose_closing
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.after_signature import AFTER
from cases.demo.story import at, play
from cases.risk.actions import assess_risk, confirm_prevention
from governance.areas.models import Area
from governance.returns import actions
from governance.returns.declaring import kind_of
from tests.cases.scenario_world import COMMUNITY, DISTRICT, STREET
from tests.cases.test_scenarios_after import fresh, on, stage
from tests.factories import bearer, make_account, make_client

FIXTURES = (stage,)


@dataclass(frozen=True)
class Told:
    """What a scenario's page says: figures by (place, period), and parts by (place, period, measure, breakdown)."""

    scenario: object
    figures: dict
    parts: dict = field(default_factory=dict)
    board: tuple = ()  # (place, period) of which every figure that the board heads must be the same


S1 = Told(
    scenario_1,
    {
        (COMMUNITY, "2026-03"): {
            "cases.accepted": 1, "cases.success": 1, "cases.people": 2, "cases.amount": "3300.00",
            "cases.written": 1, "cases.oral": 0, "cases.performed": 0, "cases.overdue": 0,
            "cases.success_rate": "100.00", "cases.on_time_rate": "100.00",
        },
        (COMMUNITY, "2026-01-01..2026-03-31"): {"cases.success": 1, "cases.performed": 0},
        (COMMUNITY, "2026-04"): {"cases.success": 0, "cases.performed": 0, "cases.amount": "0.00", "cases.applied": 0},
        (COMMUNITY, "2026-05"): {"cases.success": 0, "cases.performed": 1},
        (DISTRICT, "2026-01-01..2026-05-31"): {"cases.success": 1, "cases.performed": 1, "visits.rate": "100.00"},
    },
    {(COMMUNITY, "2026-03", "cases.accepted", "type"): {"D17": 1}},
    ((COMMUNITY, "2026-03"), (DISTRICT, "2026-05")),
)  # fmt: skip
S2 = Told(
    scenario_2,
    {
        (COMMUNITY, "2026-01"): {"cases.accepted": 1, "cases.people": 3, "cases.success": 0, "cases.amount": "0.00"},
        (COMMUNITY, "2026-03"): {
            "cases.accepted": 0, "cases.success": 1, "cases.written": 1, "cases.amount": "9800.00",
            "cases.complex": 1, "cases.applied": 0, "cases.performed": 0,
        },
        (COMMUNITY, "2026-04"): {"cases.applied": 1, "cases.confirmed": 1, "cases.performed": 0},
        (COMMUNITY, "2026-05"): {"cases.applied": 0, "cases.confirmed": 0, "cases.performed": 1},
        (COMMUNITY, "2026-05-05"): {"cases.overdue": 1},
        (COMMUNITY, "2026-05-06"): {"cases.overdue": 0},
    },
    {(COMMUNITY, "2026-01", "cases.accepted", "type"): {"D02": 1}},
    ((COMMUNITY, "2026-03"), (DISTRICT, "2026")),
)  # fmt: skip
S3 = Told(
    scenario_3,
    {
        (STREET, "2026-04"): {
            "cases.accepted": 1, "cases.success": 1, "cases.people": 3, "cases.amount": "600.00",
            "cases.oral": 0, "cases.written": 1, "preventions.cases": 0, "cases.entrusted_rate": "100.00",
        },
        (STREET, "2026-05"): {"preventions.cases": 1, "preventions.people": 2, "cases.success": 0},
    },
    {
        (STREET, "2026-04", "cases.accepted", "source"): {"S33": 1},
        (STREET, "2026-05", "preventions.cases", "event"): {"2": 1},
    },
    ((STREET, "2026-04"), (DISTRICT, "2026-Q2")),
)  # fmt: skip
S4 = Told(
    scenario_4,
    {
        (COMMUNITY, "2026-05"): {
            "cases.accepted": 1, "cases.success": 1, "cases.oral": 1, "cases.written": 0, "cases.amount": "2400.00",
            "cases.performed": 1, "cases.median_days": "0.00", "cases.mean_days": "0.00", "cases.people": 2,
        }
    },
    {},
    ((COMMUNITY, "2026-05"),),
)  # fmt: skip
S5 = Told(
    scenario_5,
    {
        (COMMUNITY, "2026"): {"cases.accepted": 0, "cases.mediated": 0},
        (STREET, "2026"): {"cases.accepted": 1, "cases.people": 4, "cases.success": 0},
        (STREET, "2026-07"): {
            "cases.mediated": 1, "cases.success_rate": "0.00", "cases.on_time_rate": "100.00",
            "cases.amount": "0.00", "cases.written": 0, "cases.oral": 0,
        },
        (DISTRICT, "2026"): {"cases.accepted": 1},
    },
    {
        (STREET, "2026-06", "cases.accepted", "source"): {"S1": 1},
        (STREET, "2026-07", "cases.mediated", "result"): {"32": 1},
    },
    ((STREET, "2026-07"), (COMMUNITY, "2026")),
)  # fmt: skip
ALL = {"s1": S1, "s2": S2, "s3": S3, "s4": S4, "s5": S5}
CLOSED_BY = {"s1": ("qian", "2026-05-18 10:00"), "s2": ("qian", "2026-05-22 10:00"), "s3": ("zhou", "2026-05-29 10:00"),
             "s4": ("qian", "2026-05-18 11:00"), "s5": ("zhou", "2026-07-10 10:00")}  # fmt: skip


def played(stage, name):
    """A scenario to its last event, with what follows the signature, and closed."""
    scenario = ALL[name].scenario
    play(play(stage, scenario.EVENTS), AFTER.get(scenario, ()))
    if name == "s3":
        with on("2026-05-28 20:00"):
            evidence = {"kind": "2", "people": 2, "evidence": "第10天、第30天回访均平静。"}
            confirm_prevention(stage.case, by=stage.zhou, confirmed_at=at("2026-05-28 19:50"), **evidence)
            assess_risk(stage.case, by=stage.zhou, assessed_at=at("2026-05-28 19:55"), level=0, reason="回访平静")
    director, moment = CLOSED_BY[name]
    director, words = getattr(stage, director), {"brief": "经过见调解记录。", "opinion": "事实清楚，建议结案。"}
    with on(moment):
        report = propose_closing(fresh(stage), by=stage.case.host, proposed_at=at(moment), **words)
        approve_closing(report, by=director, approved_at=at(moment), decision="同意结案。")


@pytest.fixture
def officer(places):
    return make_account("reader", "district_officer", DISTRICT, starts_on=date(2025, 1, 1))


@pytest.fixture
def ask(client, officer):
    wall = bearer(make_client("区级大屏", DISTRICT, by=officer, verbs=("figure.view",), key_id="wall"))

    def asked(**query):
        answer = client.get(f"{reverse('api:metrics')}?{urlencode(query)}", headers=wall)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["results"]

    return asked


@pytest.mark.parametrize("name", ALL)
def test_the_api_and_the_board_say_what_the_scenario_says(stage, client, officer, ask, name):
    played(stage, name)
    told = ALL[name]

    for (place, period), figures in told.figures.items():
        answers = ask(measure=",".join(figures), place=place, period=period)
        assert {one["measure"]: one["value"] for one in answers} == figures, (place, period)
    for (place, period, measure, by), parts in told.parts.items():
        (answer,) = ask(measure=measure, place=place, period=period, by=by)
        assert {part["code"]: part["value"] for part in answer["parts"] if part["value"]} == parts
    client.force_login(officer)
    for place, period in told.board:
        heads = headed(client, place, period)
        said = told.figures.get((place, period), {})
        compared = {one: value for one, value in said.items() if one in heads}
        assert len(compared) >= (2 if said else 0)
        assert {one: f"{float(heads[one]):.2f}" for one in compared} == {
            one: f"{float(value):.2f}" for one, value in compared.items()
        }
        both = dict(zip(heads, ask(measure=",".join(heads), place=place, period=period), strict=True))
        same = {one: None if both[one]["value"] is None else float(both[one]["value"]) for one in heads}
        assert {one: None if value is None else round(float(value), 2) for one, value in heads.items()} == same


def headed(client, place, period):
    """What the board's headline and follow-up figures are, by measure."""
    page = client.get(reverse("metrics:board"), {"place": place, "period": period})
    found = {}
    for one in page.context["drawn"]:
        if one.panel.code in ("heads", "follow"):
            found |= {code: row.cells[0].figure.value for code, row in zip(one.panel.measures, one.rows, strict=True)}
    return found


def test_the_official_table_of_april_has_the_police_case_and_its_sums_hold(stage, officer):
    played(stage, "s3")
    filer = make_account("tables", "street_justice_officer", STREET, starts_on=date(2025, 1, 1))
    filed = actions.open_return(by=filer, kind="mediation_cases", area=Area.objects.get(pk=STREET), period="2026-04")
    filed = actions.draw_up(filed, by=filer)
    row = filed.editions.get().rows.get(is_own=True)

    assert [int(row.values[code]) for code in ("total", "entrusted", "source_S33", "D02", "mediation_street")] == [
        1
    ] * 5
    assert [int(row.values[code]) for code in ("oral", "written", "people", "amount", "crime_cases")] == [
        0,
        1,
        3,
        600,
        0,
    ]
    assert list(kind_of("mediation_cases").identities(row.values, "results")) == []
