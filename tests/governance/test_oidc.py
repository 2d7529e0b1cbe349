"""Single sign-on against a real OpenID provider on this machine: the whole way, and everything that must be refused."""

from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import include, path

from governance.access import oidc
from governance.people.models import Account
from tests.factories import YINGYUAN, make_account
from tests.governance.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider

urlpatterns = [path("sign-in/", include(oidc.urlpatterns)), path("", include("governance.urls"))]
pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def provider(settings):
    provider = Provider()
    settings.OIDC_ISSUER = provider.issuer
    app = {"provider_id": "sso", "name": "统一身份认证", "client_id": CLIENT_ID, "secret": CLIENT_SECRET}
    app["settings"] = {"server_url": provider.issuer, "scope": ["openid", "profile"]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield provider
    provider.close()


@pytest.fixture
def he(places):
    """Sits on a committee: a role without a second factor."""
    return make_account("he", "committee_member", YINGYUAN, name="何敏")


class Stay(HTTPRedirectHandler):
    def http_error_302(self, request, response, code, message, headers):
        return response


def to_provider(browser, **form):
    """Press the button, go to the provider, and return the address to which it sends the browser back."""
    leaving = browser.post("/sign-in/oidc/", form)
    assert leaving.status_code == 302, leaving.content.decode()
    back = build_opener(Stay).open(leaving["Location"])
    return leaving["Location"], back.headers["Location"].removeprefix("http://testserver")


def come_in(browser, **form):
    return browser.get(to_provider(browser, **form)[1])


def test_an_existing_account_comes_in_and_goes_where_it_wanted(client, he, provider):
    answer = come_in(client, next="/access/me/")

    assert (answer.status_code, answer["Location"]) == (302, "/access/me/")
    assert "何敏" in client.get("/").content.decode()
    assert SocialAccount.objects.get().extra_data == {}


def test_the_request_carries_state_nonce_and_pkce(client, he, provider):
    leaving, _ = to_provider(client)

    asked = parse_qs(urlsplit(leaving).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/sign-in/oidc/callback/"]


def test_the_second_time_the_same_person_comes_in_too(he, provider):
    assert come_in(Client())["Location"] == "/"
    assert come_in(Client())["Location"] == "/"
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("person", [{"preferred_username": "nobody"}, {"preferred_username": None}])
def test_an_unknown_name_is_told_so_and_no_account_is_opened(client, he, provider, person):
    provider.person |= person

    answer = come_in(client)

    assert answer.status_code == 403
    assert "没有对应的账号" in answer.content.decode()
    assert Account.objects.count() == 1
    assert client.get("/").status_code == 302


def test_a_closed_account_does_not_come_in(client, he, provider):
    Account.objects.update(is_active=False)

    assert come_in(client).status_code == 403


def test_a_name_given_to_another_person_does_not_open_the_account(he, provider):
    come_in(Client())
    provider.person["sub"] = "u-2"

    browser = Client()
    assert come_in(browser).status_code == 403
    assert browser.get("/").status_code == 302


def test_a_person_renamed_to_anothers_name_does_not_open_that_account(he, provider):
    come_in(Client())
    make_account("boss", "committee_member", YINGYUAN)
    provider.person["preferred_username"] = "boss"

    assert come_in(Client()).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another-client"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
    ],
)
def test_an_id_token_with_wrong_claims_is_refused(client, he, provider, claims):
    provider.overrides = claims

    answer = come_in(client)

    assert answer.status_code == 401
    assert "统一身份认证未完成" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_wrong_signature_is_refused(client, he, provider):
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert come_in(client).status_code == 401
    assert client.get("/").status_code == 302


def test_userinfo_about_someone_else_is_refused(client, he, provider):
    provider.userinfo = {"sub": "u-9", "preferred_username": "he"}

    assert come_in(client).status_code == 401


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(he, provider):
    mine, other = Client(), Client()
    _, back = to_provider(mine)

    assert other.get(back).status_code == 401
    assert mine.get(back).status_code == 302
    mine.logout()
    assert mine.get(back).status_code == 401


def test_a_refusal_at_the_provider_is_told_kindly(client, he, provider):
    _, back = to_provider(client)
    state = parse_qs(urlsplit(back).query)["state"][0]

    answer = client.get(f"/sign-in/oidc/callback/?error=access_denied&state={state}")

    assert "您取消了统一身份认证" in answer.content.decode()


def test_a_provider_that_is_away_is_told_and_the_password_still_works(client, he, provider):
    provider.close()

    answer = client.post("/sign-in/oidc/")

    assert answer.status_code == 401
    assert "认证服务暂时不可用" in answer.content.decode()


def test_the_button_is_there_when_it_is_configured_and_takes_a_post_only(client, he, provider):
    assert "用统一身份认证登录" in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/oidc/").status_code == 405


def test_a_second_factor_is_asked_after_single_sign_on_too(client, lin, provider):
    provider.person["preferred_username"] = "lin"

    assert come_in(client)["Location"] == "/sign-in/code/"
    assert client.get("/").status_code == 302
