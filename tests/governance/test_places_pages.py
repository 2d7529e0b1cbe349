"""Pages of places: the tree, a place today and as of a day, finding one."""

from datetime import date

import pytest
from django.urls import reverse

from governance.areas.models import Area, AreaName, AreaSuccession
from governance.areas.names import name_from, settle_names
from tests.factories import CANGCHANG, JIADING, SHANGHAI, TIANPING_FIRST, XINCHENGLU, XUHUI, YINGYUAN, make_area

TREE = "/places/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def site(client, staff):
    client.force_login(staff)
    return client


def page_of(code, **query):
    return reverse("areas:place", args=[code], query=query)


def test_the_tree_begins_with_the_provinces_and_how_much_lies_below(site):
    answer = site.get(TREE)

    assert [(each.name, each.number_below) for each in answer.context["children"]] == [("上海市", 1)]
    assert "共 1 处" in answer.text


def test_a_place_shows_its_path_code_kind_and_what_lies_below(site):
    answer = site.get(page_of(XINCHENGLU))

    assert [label for label, _ in answer.context["path"]] == ["全国", "上海市", "市辖区", "嘉定区"]
    assert [each.name for each in answer.context["children"]] == ["迎园社区居委会", "仓场社区居委会"]
    assert "310114001000" in answer.text
    assert "街道" in answer.text


def test_a_place_outside_the_posting_says_so_and_shows_no_section(site):
    answer = site.get(page_of(XUHUI))

    assert "不在您的任职范围内" in answer.text
    assert answer.context["sections"] == []
    assert "不在您的任职范围内" not in site.get(page_of(YINGYUAN)).text


@pytest.mark.parametrize("code", ["310114999000", "999999999999"])
def test_an_unknown_code_is_not_found(site, code):
    assert site.get(f"/places/{code}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/places/31011400100/", "/places/３１０１１４００１０００/", "/places/31011400100x/"]
)
def test_what_is_no_code_is_no_address(site, address):
    assert site.get(address).status_code == 404


def test_a_place_that_ended_says_so_and_links_its_successor(site, places):
    Area.objects.filter(pk=CANGCHANG).update(valid_to=date(2026, 6, 1))
    AreaSuccession.objects.create(area_id=CANGCHANG, successor_id=YINGYUAN, on=date(2026, 6, 1))

    answer = site.get(page_of(CANGCHANG))

    assert "自 2026-06-01 起停用" in answer.text
    assert [each.pk for each in answer.context["successors"]] == [YINGYUAN]
    assert "自 2026-06-01 起停用" not in site.get(page_of(CANGCHANG, on="2026-05-31")).text


def test_a_past_day_has_its_names_and_its_places(site, places):
    name_from(places[YINGYUAN], "迎园新社区居委会", date(2026, 7, 1), source="嘉府〔2026〕12号")
    settle_names(date(2026, 7, 1))
    make_area("310114001003", "新开社区居委会", valid_from=date(2026, 7, 1))

    before = site.get(page_of(XINCHENGLU, on="2026-06-30")).context["children"]
    after = site.get(page_of(XINCHENGLU, on="2026-07-01")).context["children"]

    assert [each.name_then for each in before] == ["迎园社区居委会", "仓场社区居委会"]
    assert [each.name_then for each in after] == ["迎园新社区居委会", "仓场社区居委会", "新开社区居委会"]
    assert "嘉府〔2026〕12号" in site.get(page_of(YINGYUAN)).text


@pytest.mark.parametrize("asked", ["2026-13-40", "昨天", "2026-02-30"])
def test_a_wrong_date_is_refused_with_its_form(site, asked):
    for address in (TREE, page_of(XINCHENGLU), reverse("areas:suggest")):
        answer = site.get(address, {"on": asked})
        assert answer.status_code == 422
        assert "2026-03-01" in answer.text


def test_typing_fetches_the_hits_alone(site):
    answer = site.get(TREE, {"q": "jdz"}, headers=HTMX)

    assert "<html" not in answer.text
    assert "嘉定镇街道" in answer.text
    assert site.get(TREE, {"q": "jdz"}).text.count("<html") == 1


def test_nothing_found_says_what_else_to_try(site):
    assert "没有找到这个区域" in site.get(TREE, {"q": "龘龘"}).text


def test_places_are_suggested_as_json_and_as_a_fragment(site):
    address = reverse("areas:suggest")

    answer = site.get(address, {"q": "迎园"}, headers={"Accept": "application/json"})

    assert answer.json()["results"] == [
        {
            "code": YINGYUAN,
            "name": "迎园社区居委会",
            "level": 5,
            "kind": "居民委员会",
            "path": "上海市 嘉定区 新成路街道",
        }
    ]
    assert "迎园社区居委会" in site.get(address, {"q": "迎园"}).text


@pytest.mark.parametrize("asked", [{"within": "31"}, {"level": "9"}, {"level": "x"}, {"within": "31011400000x"}])
def test_a_suggestion_of_nowhere_is_refused(site, asked):
    assert site.get(reverse("areas:suggest"), {"q": "嘉定", **asked}).status_code == 422


def test_the_top_search_box_finds_places(site):
    assert "嘉定镇街道" in site.get("/search/", {"q": "jdz"}).text


def test_strangers_sign_in_first(client, places):
    for address in (TREE, page_of(XINCHENGLU), reverse("areas:suggest")):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", [TREE, page_of, "found"])
def test_lists_ask_as_often_for_three_rows_as_for_one(site, places, django_assert_max_num_queries, address):
    def ask():
        if address == "found":
            return site.get(TREE, {"q": "居委会"})
        return site.get(address if address == TREE else page_of(TIANPING_FIRST[:9] + "000"))

    counts = []
    for number in (1, 3):
        for extra in range(2, number + 1):
            make_area(f"{SHANGHAI[:2]}0104003{extra:03}", f"第{extra}居委会")
            make_area(f"{32 + extra}0000000000", f"第{extra}省")
        with django_assert_max_num_queries(40) as queries:
            assert ask().status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_former_names_are_found_as_of_their_day(site, places):
    name_from(places[YINGYUAN], "迎园新社区居委会", date(2026, 7, 1), source="嘉府〔2026〕12号")
    settle_names(date(2026, 7, 1))

    assert "共 1 处" in site.get(TREE, {"q": "园社区", "on": "2026-06-30"}).text
    assert "没有找到" in site.get(TREE, {"q": "园社区"}).text
    assert AreaName.objects.filter(area=YINGYUAN).count() == 2
    assert JIADING in site.get(TREE, {"q": "310114"}).text
