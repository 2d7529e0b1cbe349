"""Saved filters, ticked cases and what becomes of them, in a real browser at both widths."""

import pytest
from django.utils import timezone

from cases.bulk.models import BulkAct
from governance.jobs import running
from governance.saved_filters.actions import save_filter, watch_filter
from governance.saved_filters.looking import look
from governance.saved_filters.models import FilterNews
from tests.browser.conftest import DESK, PHONE, WIDTHS, grave_faults, overflow
from tests.browser.story import picture
from tests.cases.factories import make_accepted, make_case, make_committee, make_mediated, same_parties
from tests.factories import XINCHENGLU, YINGYUAN, make_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(places, lin, zhao, staff):
    """Three cases that wait for a mediator, one that has one, one that is not accepted."""
    committee = make_committee()
    make_account("qian", "mediator", YINGYUAN, name="钱卫东")
    first = make_accepted(lin, zhao, committee)
    same = same_parties(first)
    save_filter(by=zhao, page="cases:cases", query="late=overdue", name="逾期的")
    shared = {"name": "待我指派", "area": places[XINCHENGLU], "role": "mediation_director"}
    save_filter(by=staff, page="cases:cases", query="procedure=accepted", **shared)
    mine = save_filter(by=zhao, page="cases:cases", query="procedure=registered", name="新登记的")
    watch_filter(mine, by=zhao, now=timezone.now())
    make_accepted(lin, zhao, committee, entries=same)
    make_accepted(lin, zhao, committee, entries=same)
    make_mediated(lin, zhao, committee, entries=same)
    make_case(lin, committee, entries=same)
    look(timezone.now())
    return first


def test_cases_are_ticked_assigned_together_and_each_has_its_result(
    page, live_server, sign_in, board, zhao, complaints
):
    page.set_viewport_size(DESK)
    sign_in(zhao)
    page.goto(f"{live_server.url}/cases/")
    said = page.locator("[data-ticks-count]")
    page.locator("input.tick").first.check()
    assert said.inner_text() == "已选 1 件"
    page.get_by_role("button", name="全选本页").click()
    assert (said.inner_text(), page.locator("input.tick:checked").count()) == ("已选 5 件", 5)
    picture(page, "tools-board")
    page.get_by_role("button", name="批量指派").click()

    page.get_by_label("林晓").first.check()
    page.get_by_label("钱卫东").first.check()
    page.get_by_label("权利义务告知").select_option("face")
    picture(page, "tools-prepare")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("heading", name="核对后开始办理").wait_for()
    picture(page, "tools-confirm")
    assert (overflow(page), grave_faults(page)) == ([], [])
    page.get_by_role("button", name="开始办理 5 件").click()
    page.get_by_text("0 / 5").wait_for()
    picture(page, "tools-running")
    running.run(BulkAct.objects.get().job_id)
    page.get_by_role("link", name="3 已办理").wait_for()  # the page comes anew by itself

    assert page.locator("tbody tr").count() == 5
    picture(page, "tools-results")
    assert (overflow(page), grave_faults(page), complaints) == ([], [], [])


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_tools_fits_both_widths(page, live_server, sign_in, board, zhao, complaints, width):
    page.set_viewport_size(WIDTHS[width])
    sign_in(zhao)
    news = FilterNews.objects.get()
    for name, path in {
        "board": "/cases/?procedure=accepted&sort=due_on",
        "filters": "/saved-filters/",
        "save": "/saved-filters/save/?_page=cases%3Acases&late=3",
        "news": f"/saved-filters/news/{news.pk}/",
        "loads": "/cases/mediators/load/",
        "assign": f"{board.get_absolute_url()}assign/",
        "bulk": "/cases/bulk/",
    }.items():
        page.goto(f"{live_server.url}{path}")
        picture(page, f"tools-{name}-{width}")
        assert (path, overflow(page), grave_faults(page)) == (path, [], [])
    assert complaints == []


def test_on_a_phone_ticked_cases_are_reminded_and_the_results_read_as_cards(
    page, live_server, sign_in, board, staff, complaints
):
    page.set_viewport_size(PHONE)
    sign_in(staff)
    page.goto(f"{live_server.url}/cases/")
    page.get_by_role("button", name="全选本页").click()
    picture(page, "tools-phone-board")
    page.get_by_role("button", name="批量催办").click()
    page.get_by_label("催办内容").fill("请本周内办理。")
    page.get_by_role("button", name="下一步：核对").click()
    picture(page, "tools-phone-confirm")
    page.get_by_role("button", name="开始办理 5 件").click()
    running.run(BulkAct.objects.get().job_id)
    page.get_by_role("link", name="5 已办理").wait_for()
    picture(page, "tools-phone-results")

    assert (overflow(page), grave_faults(page), complaints) == ([], [], [])
