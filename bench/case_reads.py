"""Cases as street staff, a director and an API client read them."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from bench.asking import Asked, figures_of
from bench.figure import MILLION, TEN_MILLION, Figure
from cases.docket.models import Case

STAFF, DIRECTOR = "jiedao", "zhuren"
WORDS = {"text": "漏水"}
LISTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("街道案件列表与看板", {}),
    ("同上，第二页", {"page": "2"}),
    ("同上，办理中且已逾期", {"procedure": "open", "late": "overdue"}),
    ("同上，当事人姓名", {"party": "王建国"}),
    ("同上，当事人拼音首字母", {"party": "wjg"}),
    ("同上，两个汉字（漏水）", WORDS),
    ("同上，案号", {"text": "嘉迎人调字第12号"}),
)
API: tuple[tuple[str, dict[str, str]], ...] = (
    ("案件列表 50 条（接口，全区）", {}),
    ("同上，办理中且已逾期", {"procedure": "open", "late": "overdue"}),
    (
        "同上，一个街道、邻里纠纷、按收到时间倒序",
        {"area": "310114001000", "dispute_type": "D02", "sort": "-received_at"},
    ),
)


def figures() -> list[Figure]:
    seen = Case.objects.filter(area_id="310114001001", agreements__state="effective", voided_at=None)
    case = seen.order_by("pk").first()
    if case is None:
        raise LookupError("no agreed case in 迎园社区")
    home, listed = reverse("cases:cases"), reverse("api:cases")
    return figures_of(
        [
            _searched(Asked(name, f"{home}?{urlencode(query)}", STAFF))
            if query == WORDS
            else Asked(name, f"{home}?{urlencode(query)}", STAFF)
            for name, query in LISTS
        ]
        + [
            Asked("案件页，调委会主任", case.get_absolute_url(), DIRECTOR, at_most=3, among=TEN_MILLION),
            Asked("工作台，调委会主任", "/", DIRECTOR),
        ]
        + [
            Asked(name, f"{listed}?{urlencode({'limit': 50, **query})}", at_most=2, among=TEN_MILLION)
            for name, query in API
        ]
    )


def _searched(asked: Asked) -> Asked:
    """Keyword search has limits of its own (design.md)."""
    return replace(asked, at_most=5, slow_at_most=0.3, among=MILLION)
