"""Every figure of the board leads to a list with as many rows: headlines, months, parts, streets, and the rest."""

from dataclasses import replace

import pytest
from django.urls import reverse

from cases.demo import scenario_2, scenario_3
from cases.demo.after_signature import AFTER
from cases.demo.story import play
from governance.metrics.board.panels import PANELS, Kind
from tests.cases.scenario_world import DISTRICT
from tests.cases.test_metrics_exact import Register
from tests.cases.test_metrics_lists import rows_behind
from tests.cases.test_scenarios_after import stage
from tests.factories import JIADING, make_account

FIXTURES = (stage,)
SUMS = {"cases.amount"}  # money: the list has the cases of which it is the sum


def led(page):
    """(panel, row, measure, cell) of each figure that stands there, the comparisons and shares beside it left out."""
    for one in page.context["drawn"]:
        for at, row in enumerate(one.rows):
            measures = [one.panel.measures[at]] if one.panel.kind is Kind.FIGURES else one.panel.measures
            for measure, cell in zip(measures, row.cells, strict=False):
                if cell.figure.value is not None:
                    yield one.panel.code, row.name, measure, cell


def assert_all_led(client, reader, place, period):
    client.force_login(reader)
    page = client.get(reverse("metrics:board"), {"place": place, "period": period})
    seen = set()
    for panel, name, measure, cell in led(page):
        assert cell.url, (panel, name, measure)
        seen.add(panel)
        if measure not in SUMS:
            assert rows_behind(reader, cell.url) == cell.count, (panel, name, measure)
    return seen


@pytest.mark.parametrize("period", ["2025", "2026-Q3", "2024-02-10..2026-05-20"])
def test_every_headline_month_part_and_street_has_its_list(officer, client, places, monkeypatch, period):
    Register(5).add(90)
    monkeypatch.setitem(PANELS, "types", _short(PANELS["types"]))  # the rest is one row

    assert assert_all_led(client, officer, JIADING, period) >= {
        "heads",
        "trend",
        "types",
        "sources",
        "places",
        "follow",
    }


@pytest.mark.parametrize("scenario", [scenario_2, scenario_3])
def test_so_it_is_with_risk_the_court_and_visits(stage, client, scenario):
    play(play(stage, scenario.EVENTS), AFTER[scenario])
    reader = make_account("reader", "district_officer", DISTRICT)

    assert assert_all_led(client, reader, DISTRICT, "2026") >= {"heads", "follow", "loads"}


def _short(panel):
    return replace(panel, most=1)
