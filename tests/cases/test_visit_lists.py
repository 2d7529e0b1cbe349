"""The lists of return visits: a row a visit, a row a day by which somebody is to be visited; figures lead to them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.documents.filling.offers import ROWS
from cases.visits.filters import HOW_DUE
from cases.visits.models import ReturnVisit
from governance.metrics.declaring import MEASURES, breakdowns_of, source_of
from governance.metrics.drilling import BOTTOM, TOP
from governance.metrics.folding import fold_all
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from tests.cases.hanging import visits_of
from tests.cases.test_metrics_exact import Register
from tests.cases.test_metrics_lists import listed
from tests.cases.test_visits import performed, visit
from tests.factories import JIADING, XINCHENGLU, YINGYUAN
from tests.governance.browsing import cells, rows_of
from tests.governance.test_every_list_exports import exported

TODAY = date(2026, 11, 22)
OF_VISITS = [measure for measure in MEASURES.values() if source_of(measure).code in ("visits", "answers")]
DUE, MADE = "cases:visits_due", "cases:visits"


@pytest.fixture
def visited(mediated_case, lin):
    """A case with three visits to two people."""
    performed(mediated_case, lin)
    visit(mediated_case, lin)
    visit(mediated_case, lin, "applicant", reached="no")
    visit(mediated_case, lin, "applicant", satisfaction=4)
    return mediated_case


@pytest.mark.parametrize("measure", OF_VISITS, ids=lambda measure: measure.code)
@pytest.mark.parametrize("folded", [True, False])
def test_every_figure_of_visits_has_a_list_with_as_many_rows_also_where_a_case_has_several(
    officer, lin, measure, folded
):
    register = Register(31)
    register.add(40)
    visits_of(register, lin)
    if folded:
        fold_all()
    Case.objects.filter(pk__in=register.some()).update(voided_at=timezone.now(), void_reason="重号")

    counted = set()
    for place in (JIADING, XINCHENGLU, YINGYUAN):
        bys = [one.code for one in breakdowns_of(measure)] or [""]
        for answer in read([Question(measure.code, place, parse("2025"), by) for by in bys], today=TODAY):
            question = answer.question
            assert listed(officer, question, side=TOP) == answer.whole.top
            assert listed(officer, question, side=BOTTOM) == answer.whole.bottom
            counted |= {answer.whole.top, answer.whole.bottom}
            for code, part in answer.parts.items():
                assert listed(officer, question, f"{question.by}={code}") == part.top, code
    assert len(counted) > 3  # places differ, and not all is in time or satisfied


def test_there_are_figures_of_visits():
    assert {measure.code for measure in OF_VISITS} == {"visits.rate", "visits.satisfaction"}


def test_each_visit_and_each_attempt_is_a_row_that_leads_to_its_case(client, staff, visited):
    client.force_login(staff)
    page = client.get(reverse(MADE)).content.decode()

    assert len(rows_of(client, MADE)) == 3
    assert page.count(f'href="{visited.get_absolute_url()}#visits"') == 3
    assert len(rows_of(client, MADE, {"reached": "no"})) == 1
    assert [row.satisfaction for row in rows_of(client, MADE, {"satisfaction": 4})] == [4]


def test_what_was_said_is_not_in_the_list(client, staff, visited, lin):
    visit(visited, lin, situation="邻里和好", measures="再走访")
    client.force_login(staff)
    page = client.get(reverse(MADE)).content.decode()

    assert ("邻里和好" in page, "再走访" in page) == (False, False)


def test_a_day_of_a_visit_says_whether_it_was_kept(client, staff, visited, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    before = TODAY - timedelta(days=1)
    client.force_login(staff)
    (row,) = rows_of(client, DUE)
    assert row.met_on == visited.visits.first().visited_on

    for due_on, met_on, shown, kept_as in (
        (TODAY, TODAY, "按期", ["in_time"]),
        (before, TODAY, "逾期后回访", ["late"]),
        (before, None, "已逾期", ["overdue", "waiting"]),
        (TODAY, None, "未到期", ["waiting"]),
    ):
        TimeLimit.objects.filter(pk=row.pk).update(due_on=due_on, met_on=met_on)
        assert cells(client.get(reverse(DUE)), "回访情况") == [shown]
        found = {state: len(rows_of(client, DUE, {"state": state})) for state, _ in HOW_DUE}
        assert [state for state, rows in sorted(found.items()) if rows] == kept_as


def test_who_waits_longest_is_first_and_the_visited_are_last(client, staff, visited):
    today = timezone.localdate()
    TimeLimit.objects.filter(case=visited).of_visits().delete()
    for key, due_in, met in (
        ("visit", -400, -390),
        ("visit_agreement", 300, None),
        ("visit_regular", -3, None),
        ("visit_risk_1", -90, None),
        ("visit_risk_2", -20, -10),
    ):
        on = {"due_on": today + timedelta(days=due_in), "met_on": met and today + timedelta(days=met)}
        TimeLimit.objects.create(case=visited, key=key, starts_on=today, unrolled_on=today, **on)
    client.force_login(staff)
    waiting_first = ["visit_risk_1", "visit_regular", "visit_agreement", "visit_risk_2", "visit"]

    assert [row.key for row in rows_of(client, DUE)] == waiting_first
    assert [row.key for row in rows_of(client, DUE, {"sort": "-state"})] == waiting_first[::-1]
    assert rows_of(client, DUE, {"sort": "due_on"})[0].key == "visit"


def test_the_list_says_which_figure_it_shows_and_refuses_one_of_another_list(client, officer, visited):
    client.force_login(officer)
    shown = client.get(reverse(MADE), {"figure": "visits.satisfaction;2026", "area": JIADING}).content.decode()
    assert "满意率，2026年，分子" in shown
    assert f'href="{reverse("metrics:board")}?place={JIADING}&amp;period=2026"' in shown
    other = {"figure": "visits.rate;2026", "area": JIADING}
    refused = client.get(reverse(MADE), other)
    assert (refused.status_code, refused.context["listing"].rows) == (400, [])
    assert "这项指标的明细在另一份名单。" in refused.content.decode()
    assert len(rows_of(client, DUE, other)) == 1


def test_both_lists_can_be_had_as_spreadsheets(staff, visited, folder):
    head, *visits = exported("visits", staff)
    assert (head[0], len(visits)) == ("回访时间", 3)
    assert len(exported("visits", staff, "reached=yes")[1:]) == 2
    head, *due = exported("visits_due", staff)
    assert (head[0], len(due)) == ("到期日", 1)


def test_of_a_visit_in_a_destroyed_case_lists_show_the_day_and_not_who_was_visited(client, officer, visited, folder):
    fold_all()
    Case.objects.filter(pk=visited.pk).update(archive="destroyed")
    ReturnVisit.objects.update(party=None)
    visit = ReturnVisit.objects.first()
    figure = f"figure=visits.satisfaction;{visit.visited_on.year};;bottom"
    client.force_login(officer)

    assert cells(client.get(f"{reverse(MADE)}?{figure}"), "被回访人") == ["—", "—"]
    assert [row[3] for row in exported("visits", officer, figure)[1:]] == ["", ""]
    assert str(visit) == f"回访（{visit.visited_on}）"
    assert list(ROWS["F11"](visited)) == []
    assert "回访（已销毁）" in client.get(visited.get_absolute_url()).content.decode()


def test_a_visit_dated_otherwise_since_figures_were_added_up_leaves_the_list_of_its_former_year(officer, visited):
    fold_all()
    year = ReturnVisit.objects.first().visited_on.year
    former, earlier = (Question("visits.satisfaction", JIADING, parse(str(year - ago))) for ago in (0, 1))
    assert listed(officer, former, side=BOTTOM) == 2

    ReturnVisit.objects.update(visited_on=date(year - 1, 6, 1))

    assert [listed(officer, question, side=BOTTOM) for question in (former, earlier)] == [0, 2]
