"""Step-up: an act under it goes through only for someone who proved lately who they are, and loses nothing typed."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from governance.access import reach, second_factor, stepup
from tests.factories import PASSWORD, code_now, confirm_identity, give_second_factor

ACTS = []


@reach.signed_in
@stepup.required
def reveal(request):
    if request.method == "POST":
        ACTS.append(dict(request.POST.lists()))
    return HttpResponse('<div id="number">done</div>')


urlpatterns = [path("reveal/", reveal), path("", include("governance.urls"))]
pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def stale(client, lin):
    """A browser in which lin, without a second factor, signed in an hour ago."""
    ACTS.clear()
    Authenticator.objects.all().delete()
    lin.set_password(PASSWORD)
    lin.save()
    confirm_identity(client, lin)
    session = client.session
    session["second_factor"] = True
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    return client


def test_someone_who_just_signed_in_is_not_asked(client, lin):
    ACTS.clear()
    confirm_identity(client, lin)

    client.post("/reveal/", {"reason": "核对"})

    assert ACTS == [{"reason": ["核对"]}]


def test_a_page_is_read_without_step_up(stale):
    assert stale.get("/reveal/").content == b'<div id="number">done</div>'


def test_the_act_waits_for_the_password_and_keeps_what_was_typed(stale):
    asked = stale.post("/reveal/", {"reason": "核对<身份>", "pick": ["1", "2"]})
    assert ACTS == []
    assert '<input type="hidden" name="reason" value="核对&lt;身份&gt;">' in asked.content.decode()

    stale.post("/reveal/", {"reason": "核对<身份>", "pick": ["1", "2"], "stepup_password": PASSWORD})

    assert ACTS == [{"reason": ["核对<身份>"], "pick": ["1", "2"]}]


def test_after_one_answer_the_next_act_is_not_asked(stale):
    stale.post("/reveal/", {"stepup_password": PASSWORD})
    stale.post("/reveal/", {"reason": "第二次"})

    assert len(ACTS) == 2


def test_a_wrong_password_says_so_and_the_fifth_locks_even_the_right_one(stale):
    answers = [stale.post("/reveal/", {"stepup_password": "不对"}).content.decode() for _ in range(5)]
    locked = stale.post("/reveal/", {"stepup_password": PASSWORD}).content.decode()

    assert "密码不正确" in answers[0]
    assert "之后再试" in locked
    assert ACTS == []


def test_what_was_typed_is_not_kept_with_the_failures(stale):
    from axes.models import AccessAttempt

    stale.post("/reveal/", {"reason": "身份证 310114199001011234", "stepup_password": "不对"})

    assert AccessAttempt.objects.get().post_data == ""


def test_with_htmx_a_dialog_comes_over_the_page_and_the_answer_goes_where_it_was_wanted(stale):
    htmx = {"HX-Request": "true", "HX-Target": "number"}

    asked = stale.post("/reveal/", {"reason": "核对"}, headers=htmx)
    done = stale.post("/reveal/", {"reason": "核对", "stepup_password": PASSWORD}, headers=htmx)

    assert (asked["HX-Retarget"], asked["HX-Reswap"]) == ("body", "beforeend")
    assert 'hx-target="#number"' in asked.content.decode()
    assert done.content == b'<div id="number">done</div><dialog id="stepup" hx-swap-oob="delete"></dialog>'


def test_an_account_with_a_second_factor_is_asked_for_a_code_which_counts_once(stale, lin):
    give_second_factor(lin)
    code = code_now()

    asked = stale.post("/reveal/", {"reason": "核对"}).content.decode()
    refused = stale.post("/reveal/", {"reason": "核对", "stepup_password": PASSWORD})
    stale.post("/reveal/", {"reason": "核对", "stepup_code": code})

    assert "动态验证码" in asked
    assert b"stepup_code" in refused.content
    assert ACTS == [{"reason": ["核对"]}]
    assert second_factor.accept_code(lin, code) is None


@override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=7200)
def test_the_time_is_a_setting(stale):
    stale.post("/reveal/", {})

    assert ACTS == [{}]
