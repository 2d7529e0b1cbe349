"""Every refusal has a page that helps, and none of them is a 500."""

import json
import re

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import path

from governance import urls
from governance.access import reach
from governance.errors import Invalid, NotPermitted, Stale, TooOften


def _refuses(refusal):
    @reach.public
    def view(request):
        raise refusal

    return view


urlpatterns = [
    path("forbidden/", _refuses(NotPermitted("只有承办调解员可以登记。"))),
    path("invalid/", _refuses(Invalid("日期不正确。", field="on"))),
    path("often/", _refuses(TooOften("10 分钟内最多 20 次。"))),
    path("stale/", _refuses(Stale(None))),
    path("api/v1/broken/", _refuses(NotPermitted("接口客户端不能登记。"))),
    path("fault/", _refuses(DatabaseError("connection lost"))),
    path("echo/", reach.public(lambda request: None)),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/forbidden/", 403, "只有承办调解员可以登记。"),
        ("/invalid/", 422, "日期不正确。"),
        ("/stale/", 412, "核对后重新操作"),
        ("/often/", 429, "10 分钟内最多 20 次。"),
    ],
)
def test_a_refusal_that_no_form_shows_becomes_a_page(db, client, address, status, sentence):
    page = client.get(address)

    assert page.status_code == status
    assert sentence in page.content.decode()
    assert "回到工作台" in page.content.decode()


def test_an_api_caller_is_told_in_problem_json(db, client):
    refusal = client.get("/api/v1/broken/")

    assert refusal["Content-Type"] == "application/problem+json"
    told = refusal.json()
    assert told.pop("request_id")
    assert told == {
        "type": "urn:governance:problem:not-permitted",
        "title": "没有权限",
        "status": 403,
        "detail": "接口客户端不能登记。",
        "code": "not-permitted",
        "errors": [],
    }


def test_a_fragment_is_told_by_a_toast_and_stays_as_it_was(db, client):
    refusal = client.get("/forbidden/", headers={"HX-Request": "true"})

    assert refusal["HX-Reswap"] == "none"
    assert json.loads(refusal["HX-Trigger"]) == {"toast": {"text": "只有承办调解员可以登记。", "kind": "error"}}


def test_a_fault_of_the_server_shows_its_request_id_without_asking_the_database(client):
    client.raise_request_exception = False

    page = client.get("/fault/")

    assert page.status_code == 500
    assert re.search(r"请求编号 <span class=\"code\">[0-9a-f-]{36}</span>", page.content.decode())


def test_what_does_not_exist_looks_the_same_as_what_is_out_of_reach(db, client):
    pages = [client.get(address) for address in ("/nothing/", "/jobs-nothing/99/")]

    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content


def test_a_form_from_an_old_page_is_explained(db):
    page = Client(enforce_csrf_checks=True).post("/echo/")

    assert page.status_code == 403
    assert "页面已过期" in page.content.decode()


def test_two_gigabytes_are_refused_by_their_announced_length(client):
    page = client.generic("POST", "/echo/", b"x", CONTENT_LENGTH=str(2 * 1024**3))

    assert page.status_code == 413
    assert "不能超过 100 MB" in page.content.decode()


def test_a_body_of_unknown_length_is_refused(client):
    page = client.generic("POST", "/echo/", b"", HTTP_TRANSFER_ENCODING="chunked")

    assert page.status_code == 411


@pytest.mark.parametrize("address", ["/search/?q=%00", "/search/?%00=1", "/echo/%00"])
def test_a_null_byte_in_an_address_is_named(db, client, lin, address):
    client.force_login(lin)

    page = client.get(address)

    assert page.status_code == (404 if address == "/echo/%00" else 400)


def test_an_address_that_takes_forms_only_says_so_when_it_is_opened(db, client, lin):
    client.force_login(lin)

    page = client.get("/place/")

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "这个地址只用来提交表单" in page.content.decode()
    assert "回到工作台" in page.content.decode()


def test_a_null_byte_in_a_form_is_named(db, client, lin):
    client.force_login(lin)

    page = client.post("/place/", {"place": "31\x00"})

    assert page.status_code == 400
    assert "空字符" in page.content.decode()


def test_a_form_with_too_much_text_is_named(db, client, lin):
    client.force_login(lin)

    page = client.post("/place/", "place=" + "字" * 1_000_000, content_type="application/x-www-form-urlencoded")

    assert page.status_code == 400
    assert "提交的内容过多" in page.content.decode()


def test_the_way_back_is_a_page_of_ours(client):
    ours = client.get("/stale/", headers={"Referer": "http://testserver/search/?q=x"})
    theirs = client.get("/stale/", headers={"Referer": "http://elsewhere.example/"})

    assert 'href="/search/?q=x"' in ours.content.decode()
    assert "elsewhere" not in theirs.content.decode()
