"""What scope and depth cost: a client of a district against one of the country, page 10,000 against page 1."""

import json
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.asking import Asked, unhurried
from bench.figure import TEN_MILLION, Figure
from bench.say import say
from bench.serving import Served
from governance.areas.codes import ROOT
from governance.people.demo import CLIENT_KEY
from governance.people.models import ApiClient, Posting

EVERYWHERE = "bench-everywhere"
PAGE, DEEP = 50, 10_000
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"procedure": "open", "late": "overdue"},
    {"dispute_type": "D02", "sort": "-received_at"},
)


def figures() -> list[Figure]:
    unhurried()
    _client_of_the_country()
    listed = reverse("api:cases")
    page, deep = _deep(listed)
    connection.close()
    portal = Served("governance.wsgi")
    scoped, everywhere = Asked("", "").headers(), Asked("", "", key=EVERYWHERE).headers()
    first = f"{listed}?limit={PAGE}"
    paths = [f"{listed}?{urlencode({'limit': PAGE, **query})}" for query in FILTERS]
    names = ["案件列表 50 条", "同上，办理中且已逾期", "同上，邻里纠纷、按收到时间倒序"]
    return [
        Figure(
            f"第 {page:,} 页对第 1 页（游标）",
            partial(portal.get, deep, **everywhere),
            partial(portal.get, first, **everywhere),
            at_most=1.2,
            among=TEN_MILLION,
        ),
        *(
            Figure(
                f"一个区的接口客户端对全国的：{name}",
                partial(portal.get, path, **scoped),
                partial(portal.get, path, **everywhere),
                at_most=1.2,
                among=TEN_MILLION,
            )
            for name, path in zip(names, paths, strict=True)
        ),
    ]


def _client_of_the_country() -> None:
    """The demo's client once more, at the root of the places."""
    known = ApiClient.objects.get(key_id=CLIENT_KEY)
    if ApiClient.objects.filter(key_id=EVERYWHERE).exists():
        return
    known.pk, known.key_id, known.area_id, known.name = None, EVERYWHERE, ROOT, "全国"
    known._state.adding = True
    known.save()
    Posting.objects.create(
        client=known,
        role="api_client",
        area_id=ROOT,
        starts_on=timezone.localdate(),
        granted_by=known.created_by,
        reason="测速",
    )


def _deep(listed) -> tuple[int, str]:
    """The page after 10,000 others, or the last but one, found by walking there as a client does."""
    client = Client(headers=Asked("", "", key=EVERYWHERE).headers())
    step, read = 200, 0
    path = f"{listed}?{urlencode({'limit': step, 'fields': 'id'})}"
    while read < DEEP * PAGE:
        following = json.loads(client.get(path, headers={"Host": "127.0.0.1"}).content)["next"]
        if following is None:
            break
        path, read = following, read + step
    query = dict(parse_qsl(urlsplit(path).query)) | {"limit": PAGE}
    del query["fields"]
    say(f"· 走到第 {read // PAGE + 1:,} 页")
    return read // PAGE + 1, f"{listed}?{urlencode(query)}"
