"""The frame: layout, navigation, place switcher, work home, search."""

import hashlib
import re
from pathlib import Path

import pytest
from django.urls import reverse

from governance.pages import navigation
from governance.pages import search as finding
from governance.pages import waiting as work
from governance.people.models import Account, Posting
from tests.factories import CANGCHANG, YINGYUAN, make_account, make_posting


@pytest.fixture
def as_lin(client, lin):
    client.force_login(lin)
    return client


def test_the_work_home_says_that_nothing_waits(as_lin):
    page = as_lin.get("/").content.decode()

    assert "林晓，您好" in page
    assert "没有等您办理的事项" in page


def test_the_place_switcher_offers_own_postings_only_and_is_remembered(as_lin, lin):
    make_posting(lin, "mediator", CANGCHANG)

    refused = as_lin.post(reverse("pages:switch_place"), {"place": "310104000000"})
    as_lin.post(reverse("pages:switch_place"), {"place": CANGCHANG, "next": "/search/"})

    assert refused.status_code == 302
    assert as_lin.get("/").wsgi_request.place.code == CANGCHANG


def test_a_place_whose_posting_ended_is_no_longer_chosen(as_lin, lin):
    posting = make_posting(lin, "mediator", CANGCHANG)
    as_lin.post(reverse("pages:switch_place"), {"place": CANGCHANG})

    posting.delete()

    assert as_lin.get("/").wsgi_request.place.code == YINGYUAN


def test_the_switcher_never_leads_to_another_site(as_lin):
    answer = as_lin.post(reverse("pages:switch_place"), {"place": YINGYUAN, "next": "https://elsewhere.example/"})

    assert answer.url == "/"


@pytest.fixture
def waiting_postings(monkeypatch):
    """A feature that says: these postings wait."""
    monkeypatch.setattr(work, "_providers", {})

    @work.waiting("待核对的任职", verb="posting.view", icon="person-badge")
    def postings(actor, place):
        rows = Posting.objects.visible_to(actor).select_related("account").order_by("id")
        return work.Waiting(rows, "/postings/", lambda row: work.Line(row.account.name, f"/postings/{row.pk}/", "临期"))


def test_what_waits_is_listed_with_its_number_and_a_link_to_each(client, staff, lin, sun, waiting_postings):
    client.force_login(staff)

    page = client.get("/").content.decode()

    assert "待核对的任职" in page
    assert '<span class="count">3</span>' in page
    assert f'href="/postings/{lin.postings.get().pk}/"' in page


def test_what_waits_for_others_does_not_wait_for_me(as_lin, staff, waiting_postings):
    assert "没有等您办理的事项" in as_lin.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_work_home_asks_the_same_number_of_queries(
    client, staff, rows, waiting_postings, django_assert_num_queries
):
    for number in range(rows):
        make_account(f"mediator{number}", "mediator", YINGYUAN)
    client.force_login(staff)

    with django_assert_num_queries(5):  # session, account, postings, what waits, unread notices
        client.get("/")


def test_more_than_a_page_of_waiting_things_is_counted_up_to_a_limit(monkeypatch, staff, waiting_postings):
    monkeypatch.setattr(work, "COUNTED", 6)
    for number in range(8):
        make_account(f"mediator{number}", "mediator", YINGYUAN)

    [group] = work.groups_for(staff, None)

    assert (len(group.lines), group.count_text) == (5, "5+")


def test_what_everyone_may_have_waiting_needs_no_verb(monkeypatch, lin):
    monkeypatch.setattr(work, "_providers", {})
    work.waiting("我的任职", verb="")(
        lambda actor, place: work.Waiting(actor.postings.all(), "/", lambda row: work.Line(str(row), "/"))
    )

    assert [group.label for group in work.groups_for(lin, None)] == ["我的任职"]


@pytest.fixture
def searchable_accounts(monkeypatch):
    monkeypatch.setattr(finding, "_providers", {})

    @finding.searchable("账号", verb="account.view", more_url=lambda text: f"/accounts/list/?name={text}")
    def accounts(text, actor, place, limit):
        found = Account.objects.visible_to(actor).filter(name__contains=text).order_by("id")[:limit]
        return [finding.Hit(account.name, f"/people/{account.pk}/") for account in found]


def test_the_search_box_finds_what_is_within_reach(client, staff, lin, far, searchable_accounts):
    client.force_login(staff)

    page = client.get("/search/", {"q": " 林 "}).content.decode()

    assert f'href="/people/{lin.pk}/"' in page
    assert client.get("/search/", {"q": "方远"}).content.decode().count("没有找到") == 1


def test_kinds_that_the_actor_may_not_see_are_not_asked(as_lin, searchable_accounts):
    assert "没有找到" in as_lin.get("/search/", {"q": "林"}).content.decode()


def test_a_search_with_more_hits_leads_to_all_of_them(client, staff, searchable_accounts):
    for number in range(12):
        make_account(f"chen{number}", "mediator", YINGYUAN, name=f"陈{number}")
    client.force_login(staff)

    page = client.get("/search/", {"q": "陈"}).content.decode()

    assert page.count('href="/people/') == finding.SHOWN
    assert 'href="/accounts/list/?name=陈"' in page


def test_a_very_long_search_is_cut_not_refused(as_lin, searchable_accounts):
    assert as_lin.get("/search/", {"q": "长" * 10_000}).status_code == 200


def test_the_navigation_shows_an_entry_to_those_who_hold_its_verb(monkeypatch, lin, administrator):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.add("工作台", "pages:home")
    navigation.add("搜索", "pages:search", verb="trail.view", group="系统")

    assert [link.entry.label for link in navigation.links_for(lin, "/")] == ["工作台"]
    links = navigation.links_for(administrator, "/search/")
    assert [(link.entry.label, link.is_here) for link in links] == [("工作台", False), ("搜索", True)]


def test_every_icon_in_use_is_in_the_sprite():
    sprite = Path("static/vendor/bootstrap-icons/icons.svg").read_text()
    named = {
        name
        for template in Path("templates").rglob("*.html")
        for name in re.findall(r'(?:{% icon |icon=)"([a-z0-9-]+)"', template.read_text())
    }
    declared = {
        name
        for source in Path("governance").rglob("*.py")
        for name in re.findall(r'icon="([a-z0-9-]+)"', source.read_text())
    }

    assert {name for name in named | declared if f'id="{name}"' not in sprite} == set()


def test_vendored_files_are_what_their_list_says():
    listed = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", Path("static/vendor/README.md").read_text(), re.M)

    found = [(name, hashlib.sha256(Path("static/vendor", name).read_bytes()).hexdigest()) for name, _ in listed]

    assert len(listed) == 4
    assert found == listed


def test_demo_is_said_on_every_page(as_lin, settings):
    settings.DEMO = True

    pages = [as_lin.get(address).content.decode() for address in ("/", "/nothing/")]

    assert all("演示环境" in page for page in pages)


def test_the_gallery_checks_its_form_and_saves_nothing(as_lin):
    wrong = as_lin.post(reverse("pages:gallery"), {"name": "林晓"})

    assert wrong.status_code == 422
    assert 'value="林晓"' in wrong.content.decode()
