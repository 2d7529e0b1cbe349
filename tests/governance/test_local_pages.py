"""Pages of bodies, and what the page of a place shows of all that lies in it."""

from django.urls import reverse

from governance.areas.models import Area
from governance.committees.models import Body
from tests.factories import YINGYUAN
from tests.governance.browsing import queries, text
from tests.governance.test_bodies import make_body
from tests.governance.test_partitions import make_grid
from tests.governance.test_population import enter

# --- bodies


BODY = {"kind": "residents_committee", "area": YINGYUAN, "established_on": "2010-05-01", "name": "迎园居民委员会"}


def test_a_body_is_set_up_once_edited_and_dissolved_on_pages(at, staff):
    browser = at(staff)
    typed = {**BODY, "submission": "bodybodybody"}
    first = browser.post(reverse("committees:set_up_body"), typed)
    second = browser.post(reverse("committees:set_up_body"), typed)
    body = Body.objects.get()
    assert first["Location"] == second["Location"] == body.get_absolute_url()

    edit = reverse("committees:edit_body", args=[body.pk])
    browser.post(edit, {"name": "迎园居民委员会", "phone": "021-59530000", "version": 1})
    assert browser.post(edit, {"name": "旧页面", "version": 1}).status_code == 412
    assert "021-59530000" in text(browser.get(body.get_absolute_url()))
    browser.post(reverse("committees:dissolve_body", args=[body.pk]), {"dissolved_on": "2026-03-01", "reason": "拆分"})
    assert "已终止" in text(browser.get(body.get_absolute_url()))


def test_next_door_finds_no_body(at, staff, sun, lin):
    body = make_body(staff)

    assert body.name not in text(at(sun).get(reverse("committees:bodies")))
    for page in ("body", "edit_body", "dissolve_body"):
        assert at(sun).get(reverse(f"committees:{page}", args=[body.pk])).status_code == 404
    assert at(lin).get(reverse("committees:edit_body", args=[body.pk])).status_code == 403


def test_the_list_of_bodies_asks_as_often_for_three_as_for_one(at, staff):
    make_body(staff)
    browser, url = at(staff), reverse("committees:bodies")
    browser.get(url)
    one = queries(browser, url)
    make_body(staff, "council", name="议事会")
    make_body(staff, "council", name="第二议事会")

    assert queries(browser, url) == one


# --- on the page of a place


def test_a_place_s_page_shows_what_lies_in_it_to_its_own_and_not_next_door(at, staff, sun):
    enter(YINGYUAN, staff, 3217)
    grid, body = make_grid(staff, code="77"), make_body(staff)
    url = Area.objects.get(pk=YINGYUAN).get_absolute_url()

    for shown in ("3,217", grid.name, body.get_absolute_url()):
        assert shown in text(at(staff).get(url))
        assert shown not in text(at(sun).get(url))


def test_a_place_s_page_asks_as_often_for_three_of_each_as_for_one(at, staff):
    url = Area.objects.get(pk=YINGYUAN).get_absolute_url()
    browser = at(staff)
    for number in (1, 2, 3):
        make_grid(staff, code=str(number))
        make_body(staff, "council", name=f"议事会{number}")
        if number == 1:
            browser.get(url)
            one = queries(browser, url)

    assert queries(browser, url) == one
