"""Behind every figure stands a list with as many rows, whatever it is divided by, folded or not."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from cases.demo import scenario_1, scenario_4, scenario_5
from cases.demo.story import play
from cases.docket.sums import ADDED
from governance.errors import Invalid
from governance.metrics.api import rows_url
from governance.metrics.declaring import MEASURES, POPULATION, Unit, breakdowns_of, source_of
from governance.metrics.drilling import BOTTOM, TOP, Behind
from governance.metrics.folding import fold_all
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from governance.saved_filters.lists import find_list
from tests.cases.scenario_world import DISTRICT
from tests.cases.test_metrics_exact import Register
from tests.cases.test_scenarios_after import stage  # noqa: F401 - the world of the scenarios
from tests.factories import JIADING, make_account

TODAY = date(2026, 11, 22)
SUMS = {  # the rows are not what is added up
    "cases.people": "cases.accepted",
    "cases.amount": "cases.success",
    "cases.points": "cases.success",
}
OF_CASES = [
    measure
    for measure in MEASURES.values()
    if source_of(measure).stream == "cases" and not measure.is_sensitive and measure.unit is not Unit.YUAN
]


def listed(actor, question, part="", side=TOP):
    return rows_behind(actor, rows_url(question, part, side))


def rows_behind(actor, address):
    """How many rows `actor` finds in the list at such an address."""
    asked = urlsplit(address)
    rows = find_list(resolve(asked.path).view_name).matches(actor, asked.query)
    assert rows is not None, address
    return rows.count()


def assert_listed(actor, measure, place, period):
    bys = [one.code for one in breakdowns_of(measure)] or [""]
    for answer in read([Question(measure.code, place, parse(period), by) for by in bys], today=TODAY):
        question, whole = answer.question, answer.whole
        if measure.code in SUMS:
            continue
        top = whole.top if measure.bottom else whole.count
        if not measure.rows:
            assert listed(actor, question) == top, measure.code
        if measure.bottom and POPULATION not in measure.bottom and measure.variant != "按金额":
            assert listed(actor, question, side=BOTTOM) == whole.bottom, measure.code
        for code, figure in answer.parts.items():
            if figure.count and not measure.rows:
                assert listed(actor, question, f"{question.by}={code}") == figure.count, (measure.code, code)


@pytest.mark.parametrize("folded", [True, False])
def test_of_every_measure_and_part_the_list_has_as_many_rows(officer, folded):
    register = Register(21)
    register.add(30)
    if folded:
        fold_all()
    register.add(4)
    for measure in OF_CASES:
        assert_listed(officer, measure, JIADING, "2025")


@pytest.mark.parametrize("scenario", [scenario_1, scenario_4, scenario_5])
def test_so_it_is_with_what_follows_an_agreement(stage, scenario):  # noqa: F811
    play(stage, scenario.EVENTS)
    reader = make_account("reader", "district_officer", DISTRICT, starts_on=date(2025, 1, 1))
    for measure in OF_CASES:
        assert_listed(reader, measure, DISTRICT, "2026")


def test_the_sums_lead_to_what_they_are_sums_of(officer):
    register = Register(22)
    register.add(20)
    for sums, of in SUMS.items():
        question = Question(sums, JIADING, parse("2025"))
        (answer,) = read([Question(of, JIADING, parse("2025"))], today=TODAY)
        assert listed(officer, question) == answer.whole.value


@pytest.mark.parametrize("code", sorted(ADDED))
@pytest.mark.parametrize("folded", [True, False])
def test_above_the_list_stands_what_its_rows_add_up_to_and_that_is_the_figure(client, officer, code, folded):
    register = Register(24)
    register.add(30)
    if folded:
        fold_all()
    client.force_login(officer)
    measure = MEASURES[code]
    for by in [one.code for one in breakdowns_of(measure)]:
        (answer,) = read([Question(code, JIADING, parse("2025"), by)], today=TODAY)
        for part, figure in {"": answer.whole, **{f"{by}={key}": one for key, one in answer.parts.items()}}.items():
            page = client.get(rows_url(answer.question, part))
            assert page.context["total"].value == figure.value, (code, part)
            added = [getattr(row, page.context["total"].column) or 0 for row in page.context["listing"].rows]
            assert sum(added) == figure.value or page.context["listing"].page_count > 1
    assert "合计" in page.content.decode()


def test_where_the_rows_are_counted_nothing_is_added_up(client, officer):
    client.force_login(officer)
    page = client.get("/cases/", {"figure": "cases.accepted;2025", "area": JIADING})

    assert page.context["total"] is None
    assert "合计" not in page.content.decode()


def test_a_figure_is_told_in_words_and_read_back():
    behind = Behind.of("cases.success_rate;2026-03;type=D02;bottom")
    assert str(behind) == "调解成功率（口径A），2026年3月，邻里纠纷，分母"
    assert behind.text == "cases.success_rate;2026-03;type=D02;bottom"
    assert Behind.of("cases.accepted;2026").text == "cases.accepted;2026"


@pytest.mark.parametrize(
    "text",
    [
        "cases.happy;2026",
        "cases.accepted;昨天",
        "cases.accepted;2026;colour=red",
        "cases.accepted;2026;;bottom",
        "cases.per_10000;2026;;bottom",
        "groups.people;2025;group=minor",
        "cases.accepted;2026;type=D02;sideways",
    ],
)
def test_no_such_figure_is_refused(text):
    with pytest.raises(Invalid):
        Behind.of(text)


def test_the_list_page_says_which_figure_it_shows_and_refuses_what_is_none(client, officer):
    register = Register(23)
    register.add(10)
    client.force_login(officer)
    page = client.get("/cases/", {"figure": "cases.accepted;2025;type=D02", "area": JIADING})
    assert "受理案件，2025年，邻里纠纷" in page.content.decode()
    assert client.get("/cases/", {"figure": "cases.happy;2025"}).status_code == 400
