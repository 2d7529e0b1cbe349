"""The pages of population and of the watch-list."""

from datetime import date

from django.http import QueryDict
from django.urls import reverse

from governance.areas.models import Area
from governance.areas.population.actions import correct_population
from governance.areas.population.models import AreaPopulation
from governance.jobs.exports import find_export
from governance.pages.waiting import groups_for
from tests.factories import CANGCHANG, TIANPING_FIRST, XINCHENGLU, YINGYUAN
from tests.governance.browsing import queries, text
from tests.governance.test_changes import split
from tests.governance.test_population import enter

WATCH = "committee.size.watch"


def test_figures_are_entered_and_corrected_on_pages(at, staff):
    browser = at(staff)
    typed = {"as_of": "2026-06-30", "source": "街道统计站", "confidence": "reported", "households": "3200"}
    browser.post(reverse("population:enter", args=[YINGYUAN]), typed)
    row = AreaPopulation.objects.get()
    browser.post(reverse("population:correct", args=[row.pk]), {**typed, "households": "3210", "version": 1})

    assert "3,210" in text(browser.get(reverse("population:series", args=[YINGYUAN])))


def test_a_stale_correction_shows_both_numbers(at, staff):
    row = enter(YINGYUAN, staff, 3200)
    new = {"as_of": row.as_of, "source": row.source, "confidence": "verified", "today": date(2026, 11, 1)}
    correct_population(row, by=staff, figures={"households": 3300}, **new)
    typed = {"as_of": "2026-06-30", "source": "街道统计站", "confidence": "reported", "households": "3111"}
    answer = at(staff).post(reverse("population:correct", args=[row.pk]), {**typed, "version": 1})

    assert answer.status_code == 412
    assert "3300" in text(answer)
    assert "3111" in text(answer)


def test_the_series_of_next_door_is_absent(at, staff, sun, lin):
    row = enter(YINGYUAN, staff)

    assert at(sun).get(reverse("population:series", args=[YINGYUAN])).status_code == 404
    assert at(sun).get(reverse("population:correct", args=[row.pk])).status_code == 404
    assert at(lin).get(reverse("population:correct", args=[row.pk])).status_code == 403
    assert at(lin).get(reverse("population:enter", args=[YINGYUAN])).status_code == 404


def test_the_sum_of_a_street_is_shown_as_of_a_day_and_recast(at, staff, officer):
    enter(YINGYUAN, staff, 3200, as_of=date(2025, 12, 31))
    split(officer)
    url = reverse("population:series", args=[XINCHENGLU])
    browser = at(staff)

    was = text(browser.get(url, {"known_on": "2026-01-31", "areas_on": "2026-01-31"}))
    recast = text(browser.get(url, {"known_on": "2026-01-31", "areas_on": "2026-11-01"}))
    assert "合计 3,200" in was
    assert "折算</span>" not in was
    assert "1,920" in recast
    assert "折算</span>" in recast


def test_three_committees_are_summed_with_as_many_queries_as_one(at, staff, officer):
    enter(YINGYUAN, staff, 3200)
    url, browser = reverse("population:series", args=[XINCHENGLU]), at(staff)
    browser.get(url)
    one = queries(browser, url)
    enter(CANGCHANG, staff, 900)
    split(officer)

    assert queries(browser, url) == one


def test_the_watch_list_shows_own_committees_with_threshold_and_its_source(at, staff, xu, officer):
    enter(YINGYUAN, staff, 3200)
    enter(TIANPING_FIRST, xu, 4000)
    browser = at(staff)

    shown = text(browser.get("/watch-list/"))
    assert "迎园社区居委会" in shown
    assert "3,000" in shown
    assert "上海市拆分大居委会" in shown
    assert "永太居委会" not in shown
    assert "没有符合条件" in text(browser.get("/watch-list/", {"on": "2026-01-01"}))
    assert browser.get("/watch-list/", {"on": "never"}).status_code == 400


def test_the_watch_list_asks_as_often_for_three_rows_as_for_one(at, staff, officer):
    enter(YINGYUAN, staff, 3200)
    browser = at(officer)
    browser.get("/watch-list/")
    one = queries(browser, "/watch-list/")
    enter(CANGCHANG, staff, 3300)
    enter("310114003001", officer, 3400)

    assert queries(browser, "/watch-list/") == one


def test_an_oversized_committee_waits_on_the_work_home_of_its_street(staff, lin):
    enter(YINGYUAN, staff, 3200)

    labels = [group.label for group in groups_for(staff, Area.objects.get(pk=XINCHENGLU))]
    assert "超过监测线的居（村）委会" in labels
    assert "超过监测线的居（村）委会" not in [group.label for group in groups_for(lin, None)]


def test_the_watch_list_is_exported_in_the_scope_of_who_asks(staff, xu, officer):
    enter(YINGYUAN, staff, 3200)
    enter(TIANPING_FIRST, xu, 4000)
    found = find_export("areas.watchlist")

    rows = [[column.of(row) for column in found.columns] for row in found.rows(officer, QueryDict())]
    assert [row[:6] for row in rows] == [[YINGYUAN, "迎园社区居委会", "新成路街道", 3200, 3000, 200]]
