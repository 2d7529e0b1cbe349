"""List pages: filters, order, pages; two queries; a clear word about what cannot be understood."""

from types import SimpleNamespace

import django_filters
import pytest
from django.test import RequestFactory

from governance.areas.models import Area
from governance.pages import listing as lists
from governance.pages.listing import Column, list_page
from tests.factories import make_area

COLUMNS = [Column("name", "名称", "name"), Column("code", "代码", "code"), Column("state", "状态")]


class Filter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="名称", lookup_expr="icontains")
    level = django_filters.ChoiceFilter(label="级别", choices=[(4, "街道"), (5, "居委会")])
    since = django_filters.DateFromToRangeFilter(label="启用日", field_name="valid_from")


@pytest.fixture
def asked(places):
    def ask(query="", **options):
        return list_page(RequestFactory().get(f"/places/{query}"), Area.objects.all(), Filter, COLUMNS, **options)

    return ask


def test_a_list_is_filtered_sorted_and_counted(asked):
    listing = asked("?level=4&sort=-code")

    assert [area.name for area in listing.rows] == ["嘉定镇街道", "新成路街道", "天平路街道"]
    assert listing.hits_text == "共 3 条"
    assert [head.direction for head in listing.heads] == ["", "descending", ""]


def test_each_filter_in_force_is_a_chip_that_can_be_taken_off(asked):
    listing = asked("?level=4&name=路&size=50&page=1")

    assert [(chip.label, chip.text) for chip in listing.chips] == [("名称", "路"), ("级别", "街道")]
    assert listing.chips[1].remove_url == "/places/?name=%E8%B7%AF&size=50"
    assert listing.clear_url == "/places/?size=50"


def test_a_choice_not_made_is_called_all(asked):
    assert '<option value="" selected>全部</option>' in str(asked().filters.form["level"])


def test_a_range_is_a_chip_that_takes_off_both_ends(asked):
    listing = asked("?since_after=2026-01-01&since_before=2026-02-01&level=4")

    assert [(chip.label, chip.text) for chip in listing.chips] == [
        ("级别", "街道"),
        ("启用日", "2026-01-01 至 2026-02-01"),
    ]
    assert listing.chips[1].remove_url == "/places/?level=4"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_two_queries_whatever_it_holds(asked, rows, django_assert_num_queries):
    for number in range(rows):
        make_area(f"31011400100{number + 3}", f"新居委会{number}")

    with django_assert_num_queries(2):
        listing = asked("?name=新居委会")
        assert len(listing.rows) == rows


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?colour=red", "没有“colour”这个筛选条件。"),
        ("?sort=secret", "不能按“secret”排序。"),
        ("?sort=state", "不能按“state”排序。"),
        ("?page=0", "页码不正确。"),
        ("?page=²", "页码不正确。"),
        ("?page=99999999999", "页码不正确。"),
        ("?page=2", "没有第 2 页。"),
        ("?size=7", "每页条数只能是 20、50、100。"),
        ("?since_after=2026-02-30", "启用日：输入一个有效的日期。"),
    ],
)
def test_what_cannot_be_understood_is_named_and_shows_no_row(asked, query, problem):
    listing = asked(query)

    assert listing.problems == [problem]
    assert (listing.rows, listing.status) == ([], 400)


def test_a_choice_that_does_not_exist_is_named(asked):
    listing = asked("?level=9")

    assert listing.problems[0].startswith("级别：")
    assert listing.rows == []


def test_pages_keep_filter_and_order(asked, monkeypatch):
    monkeypatch.setattr(lists, "SIZES", (2, 50, 100))

    listing = asked("?name=社区&sort=code&page=2")

    assert [area.name for area in listing.rows] == ["三皇桥社区居委会"]
    assert listing.previous_url == "/places/?name=%E7%A4%BE%E5%8C%BA&sort=code&page=1"
    assert listing.next_url == ""


def test_counting_stops_where_it_would_get_slow(asked, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 3)

    listing = asked()

    assert listing.hits_text == "超过 3 条，请缩小范围"


def test_many_pages_show_the_near_ones_and_a_gap(asked):
    listing = asked()
    listing.hits, listing.page = 400, 10

    assert [link and link.label for link in listing.pages] == ["1", None, "8", "9", "10", "11", "12", None, "20"]


def test_a_list_without_filters_pages_too(places):
    request = SimpleNamespace(GET=RequestFactory().get("/").GET, path="/")

    listing = list_page(request, Area.objects.all(), None, COLUMNS, sort="code")

    assert len(listing.rows) == 12
