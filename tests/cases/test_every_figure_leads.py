"""Every figure of every measure leads to a list of what it counts, a row each; which has none says so here."""

from datetime import date

import pytest

from cases.docket.models import Case
from governance.errors import Invalid
from governance.metrics.api import rows_url
from governance.metrics.declaring import MEASURES, POPULATION, SOURCES, breakdowns_of, source_of
from governance.metrics.drilling import BOTTOM, TOP, Behind
from governance.metrics.folding import fold_all
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from tests.cases.hanging import hang_everything
from tests.cases.test_metrics_exact import Register
from tests.cases.test_metrics_lists import listed
from tests.factories import CANGCHANG, JIADING, XINCHENGLU

TODAY = date(2026, 11, 22)
WITHOUT_A_LIST = {
    "groups.people": "people of sensitive groups: a list would name whom a small figure does not tell",
}
WITHOUT_A_LIST_BELOW = {
    "cases.per_10000": "divided by the population, of which there are no rows",
}
ADDED_UP = {  # measures that add up a number of each row, and the one that counts the rows
    "cases.people": "cases.accepted",
    "cases.amount": "cases.success",
    "cases.points": "cases.success",
    "cases.performance_rate_amount": "cases.performance_rate",
    "preventions.people": "preventions.cases",
    "subsidies.amount": "subsidies.paid",
}
MEANS = {"cases.mean_days"}  # what is divided is a sum of days, what it is divided by is how many rows
LED = [measure for code, measure in MEASURES.items() if code not in WITHOUT_A_LIST]


def all_parts(measure, place, period):
    """(question, part, figure) of the whole and of each part, by every breakdown."""
    bys = [one.code for one in breakdowns_of(measure)] or [""]
    for answer in read([Question(measure.code, place, period, by) for by in bys], today=TODAY):
        yield answer.question, "", answer.whole
        for code, figure in answer.parts.items():
            yield answer.question, f"{answer.question.by}={code}", figure


def rows_of(measure, figure):
    return figure.bottom if measure.code in MEANS else figure.top if measure.bottom else figure.count


def unequal(actor, measure, place, period):
    """Where the list behind the measure has another number of rows than are counted; and how many are, in all."""
    counting, found, counted = MEASURES[ADDED_UP.get(measure.code, measure.code)], [], 0
    figures = {(question.by, part): figure for question, part, figure in all_parts(counting, place, period)}
    for question, part, _ in all_parts(measure, place, period):
        figure = figures[question.by, part]
        sides = [(TOP, rows_of(counting, figure))]
        if counting.bottom and measure.code not in WITHOUT_A_LIST_BELOW:
            sides.append((BOTTOM, figure.bottom))
        for side, rows in sides:
            has = listed(actor, question, part, side)
            found += [(measure.code, part, side, has, rows)] if has != rows else []
            counted += rows
    return found, counted


@pytest.mark.parametrize("folded", [True, False])
def test_the_list_behind_a_figure_has_as_many_rows_whatever_it_is_divided_by(officer, lin, folded):
    register = Register(41)
    register.add(60)
    hang_everything(register, lin)
    if folded:
        fold_all()
    Case.objects.filter(area_id=CANGCHANG).update(archive="destroyed")
    register.add(3)

    for place, period in ((JIADING, parse("2026")), (XINCHENGLU, parse("2025-02-10..2026-11-22"))):
        told = {measure.code: unequal(officer, measure, place, period) for measure in LED}
        assert [one for found, _ in told.values() for one in found] == []
        assert [code for code, (_, counted) in told.items() if not counted and place == JIADING] == []


def test_what_has_no_list_is_named_here_and_leads_nowhere():
    question = Question("groups.people", JIADING, parse("2025"), "group")

    assert {code for code, one in MEASURES.items() if one.is_sensitive} == set(WITHOUT_A_LIST)
    assert {code for code, one in SOURCES.items() if not one.page} == {"groups"}
    assert rows_url(question) is None
    assert {code for code, one in MEASURES.items() if POPULATION in one.bottom} == set(WITHOUT_A_LIST_BELOW)
    for asked in ("cases.per_10000;2025;;bottom", "groups.people;2025"):
        with pytest.raises(Invalid):
            Behind.of(asked)


def test_what_adds_something_up_is_named_here():
    def adds_up(measure):
        sources = (source_of(measure).counter(name.partition(".")[2]) for name in measure.counters)
        return any(counter.value != "1" for counter in sources)

    assert {code for code, one in MEASURES.items() if adds_up(one)} == {*ADDED_UP, *MEANS}
