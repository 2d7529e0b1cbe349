"""Sign-in: the password, the code, the lockout, what comes first, how long it lasts."""

import base64
import os
import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from governance.access import lockout, passwords, second_factor
from governance.audit.models import TrailEntry
from governance.people.accounts.actions import make_first_administrator
from governance.people.demo import CLIENT_KEY, CLIENT_SECRET, SEATS, make_demo, table
from governance.people.models import Account, ApiClient, Posting
from tests.factories import JIADING, PASSWORD, YINGYUAN, code_now, make_account, make_area

HOME, LOGIN = "/", "/sign-in/"


@pytest.fixture
def he(places):
    """Sits on a committee: a role without a second factor."""
    return with_password(make_account("he", "committee_member", YINGYUAN, name="何敏"))


def with_password(account, **values):
    account.set_password(PASSWORD)
    account.save()
    Account.objects.filter(pk=account.pk).update(**values)
    return account


def sign_in(browser, username, password=PASSWORD, **extra):
    return browser.post(LOGIN, {"login": username, "password": password}, **extra)


def text(response):
    return response.content.decode()


def test_a_username_and_password_open_the_work_home_and_the_trail_keeps_it(client, he):
    answer = sign_in(client, "HE ")

    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert client.get(HOME).status_code == 200
    assert TrailEntry.objects.about(he).get().verb == "account.signed_in"


def test_a_wrong_password_an_unknown_name_and_a_closed_account_read_alike(client, he):
    with_password(make_account("gone", "committee_member", YINGYUAN), is_active=False)

    answers = {text(sign_in(Client(), name, password)) for name, password in WRONG}
    told = {"用户名或密码不正确" in answer for answer in answers}

    assert told == {True}


WRONG = [("he", "不是这个密码"), ("nobody", "不是这个密码"), ("gone", "不是这个密码")]


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(he, monkeypatch):
    hashed = []
    from django.contrib.auth.hashers import MD5PasswordHasher

    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args, **kw: hashed.append(1) or real(*args, **kw))

    work = []
    for name in ("he", "nobody"):
        hashed.clear()
        sign_in(Client(), name, "不是这个密码")
        work.append(len(hashed))

    assert work[0] == work[1]


@pytest.mark.parametrize("name", ["he", "nobody"])
def test_five_failures_lock_the_pair_and_say_until_when(he, name):
    answers = [sign_in(Client(), variant, "错的") for variant in (name, name.upper(), f" {name}", name, name)]
    locked = sign_in(Client(), name)

    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + settings.AXES_COOLOFF_TIME)
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    assert locked.status_code == 429
    assert f"请在 {until:%H:%M} 之后再试" in text(locked)


def test_another_address_is_not_locked_and_the_lockout_ends_by_itself(he):
    for _ in range(5):
        sign_in(Client(), "he", "错的")

    assert sign_in(Client(), "he", REMOTE_ADDR="10.9.9.9").status_code == 302
    for _ in range(5):
        sign_in(Client(), "he", "错的")
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    assert sign_in(Client(), "he").status_code == 302


@override_settings(LOCKOUT_WIDE_LIMIT=6)
def test_one_address_that_tries_many_names_and_one_name_from_many_addresses_are_locked(he):
    for number in range(6):
        sign_in(Client(), f"guess{number}", "错的")
    assert sign_in(Client(), "he").status_code == 429

    AccessAttempt.objects.all().delete()
    for number in range(6):
        sign_in(Client(), "he", "错的", REMOTE_ADDR=f"10.0.0.{number}")
    assert sign_in(Client(), "he").status_code == 429


def test_the_password_is_not_kept_with_the_failures(he):
    sign_in(Client(), "he", "说出去的密码")

    assert "说出去" not in repr(AccessAttempt.objects.values().get())


def test_a_second_factor_is_asked_and_a_code_works_once(lin):
    with_password(lin)
    first, second = Client(), Client()

    asked = sign_in(first, "lin")
    code = code_now()
    opened = first.post(asked["Location"], {"code": code})
    sign_in(second, "lin")
    repeated = second.post(asked["Location"], {"code": code})

    assert asked["Location"] == reverse("mfa_authenticate")
    assert (opened.status_code, first.get(HOME).status_code) == (302, 200)
    assert "验证码不正确" in text(repeated)
    assert second.get(HOME).status_code == 302


def test_wrong_codes_count_toward_the_lockout(lin):
    with_password(lin)
    browser = Client()
    sign_in(browser, "lin")

    for _ in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = browser.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert "之后再试" in text(answer)
    assert browser.get(HOME).status_code == 302


def test_a_role_that_needs_a_second_factor_sets_it_up_before_anything_else(client, lin):
    Authenticator.objects.all().delete()
    with_password(lin)
    sign_in(client, "lin")

    assert client.get(HOME)["Location"] == reverse("mfa_activate_totp")
    fragment = client.get(HOME, headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context["form"].secret)})

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(done["Location"]).status_code == 200
    assert client.get(HOME).status_code == 200
    assert page.context["form"].secret not in repr(list(Authenticator.objects.values()))


def test_a_required_second_factor_is_not_put_off_again(client, lin):
    with_password(lin)
    sign_in(client, "lin")
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=lin, type="totp").exists()


@override_settings(DEMO=True)
def test_the_demo_waives_the_second_factor_and_says_so_on_every_page(client, lin):
    Authenticator.objects.all().delete()
    with_password(lin)
    assert "演示环境" in text(client.get(LOGIN))
    sign_in(client, "lin")

    page = client.get(HOME)

    assert page.status_code == 200
    assert "已免除第二验证因素" in text(page)


def test_an_initial_password_is_changed_before_anything_else(client, he):
    Account.objects.update(must_change_password=True)
    sign_in(client, "he")
    change = reverse("account_change_password")
    assert client.get(HOME)["Location"] == change
    new = {"oldpassword": PASSWORD, "password1": "换成自己的一句话", "password2": "换成自己的一句话"}

    same = client.post(change, {**new, "password1": PASSWORD, "password2": PASSWORD})
    short = client.post(change, {**new, "password1": "太短", "password2": "太短"})
    client.post(change, {**new, "password1": "换成自己的一句话哦哦", "password2": "换成自己的一句话哦哦"})

    he.refresh_from_db()
    assert "不能与现在的密码相同" in text(same)
    assert "还差 8 个字符" in text(short)
    assert he.must_change_password is False
    assert client.get(HOME).status_code == 200
    assert sign_in(Client(), "he", "换成自己的一句话哦哦").status_code == 302
    assert "account.password_changed" in TrailEntry.objects.about(he).values_list("verb", flat=True)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "至少 10 个字符"),
        ("短短的", "还差 7 个字符"),
        ("1234567890", "最常被猜到"),
        ("hemin-hemin", "可以使用"),
        ("阳光照进新成路的早晨", "可以使用"),
        ("x" * 300, "不能超过 128"),
    ],
)
def test_the_hint_answers_while_one_types(client, he, typed, told):
    client.force_login(he)

    assert told in text(client.post(reverse("access:password_hint"), {"password1": typed}))


def test_a_password_like_ones_own_name_is_refused(places):
    account = make_account("zhouminxincheng", name="周敏")

    assert passwords.faults("zhouminxincheng1", account) == ["密码与您的用户名或姓名太接近，请换一个。"]
    assert passwords.faults("a password\x00 with null", account) == ["密码中含有无法使用的字符。"]


def test_a_session_ends_after_idling_and_after_its_longest_time(client, he):
    for changed in ({"seen_at": time.time() - 1801}, {"signed_in_at": time.time() - 12 * 3600 - 1}):
        client.force_login(he)
        session = client.session
        session.update(changed)
        session.save()

        assert client.get(HOME)["Location"].startswith(LOGIN)
        assert client.get(LOGIN).status_code == 200


def test_the_oldest_session_above_the_limit_ends(he):
    browsers = [Client() for _ in range(settings.SESSIONS_PER_ACCOUNT + 1)]
    for browser in browsers:
        sign_in(browser, "he")

    assert [browser.get(HOME).status_code for browser in browsers] == [302] + [200] * settings.SESSIONS_PER_ACCOUNT


OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0"


def test_people_see_their_sessions_and_end_one_but_nobody_elses(he, sun):
    here, there = Client(), Client()
    sign_in(here, "he", HTTP_USER_AGENT=OFFICE)
    sign_in(there, "he", HTTP_USER_AGENT=PHONE)
    page = text(here.get(reverse("access:my_account")))
    elsewhere = UserSession.objects.get(user_agent=PHONE)
    stranger = Client()
    stranger.force_login(sun)

    refused = stranger.post(reverse("access:end_session", args=[elsewhere.pk]))
    here.post(reverse("access:end_session", args=[elsewhere.pk]))

    assert "Chrome 浏览器 · Windows" in page
    assert "微信 · 安卓" in page
    assert refused.status_code == 404
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "socialaccount_signup", "usersessions_list"]
)
def test_there_is_no_signing_up_and_no_resetting_by_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_fragment_of_a_signed_out_browser_moves_the_whole_page(client, places):
    answer = client.get("/access/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/postings/"})

    assert answer["HX-Redirect"] == "/sign-in/?next=/postings/"


def test_the_sign_in_page_does_not_send_people_to_other_sites(client, he):
    answer = client.post(LOGIN, {"login": "he", "password": PASSWORD, "next": "https://evil.example/"})

    assert answer["Location"] == HOME


@pytest.mark.parametrize(
    ("values", "starts"),
    [
        ({"DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1,localhost"}, True),
        ({"DEMO": "1", "DEBUG": "1", "ALLOWED_HOSTS": "portal.example.cn"}, True),
        ({"DEMO": "1", "ALLOWED_HOSTS": "portal.example.cn"}, False),
        ({"DEMO": "1", "ALLOWED_HOSTS": "*"}, False),
        ({"DEMO": "1", "HTTPS": "1"}, False),
        ({"DEMO": "0", "HTTPS": "1", "ALLOWED_HOSTS": "portal.example.cn"}, True),
    ],
)
def test_production_refuses_to_start_as_a_demo(values, starts):
    outcome = subprocess.run(
        [sys.executable, "-c", "import governance.settings"],
        env={**os.environ, "DEBUG": "", **values},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (outcome.returncode == 0) is starts
    if not starts:
        assert "DEMO 只能用于演示" in outcome.stderr


@pytest.fixture
def real_places(places):
    make_area("310104003011", "永太居委会")


@override_settings(DEMO=True)
def test_the_demo_seats_sign_in_and_making_it_twice_changes_nothing(client, real_places):
    make_demo()
    before = (Account.objects.count(), Posting.objects.count(), ApiClient.objects.count())
    make_demo()

    assert (Account.objects.count(), Posting.objects.count(), ApiClient.objects.count()) == before
    assert {seat.role_code for seat in SEATS} | {"api_client"} == set(Posting.objects.values_list("role", flat=True))
    assert sign_in(client, SEATS[-2].username, SEATS[-2].password)["Location"] == HOME
    assert client.get(HOME).status_code == 200
    from governance.access import clients

    assert clients.authenticate(f"{CLIENT_KEY}.{CLIENT_SECRET}", "10.0.0.1", timezone.now()).key_id == CLIENT_KEY


@pytest.mark.parametrize("verb", ["return.review", "archive.destroy"])
@override_settings(DEMO=True)
def test_in_the_demo_two_people_of_the_district_can_do_what_one_may_not_do_alone(real_places, verb):
    make_demo()

    assert [one.username for one in Account.objects.order_by("pk") if one.holds(verb, JIADING)] == ["qugong", "fuhe"]


def test_the_table_of_the_demo_names_every_seat_with_its_password(capsys):
    lines = table().splitlines()

    assert len(lines) == len(SEATS) + 2
    assert all(seat.username in line and seat.password in line for seat, line in zip(SEATS, lines[1:], strict=False))


def test_without_the_demo_setting_there_are_no_public_passwords(real_places):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")

    assert not Account.objects.exists()


def test_the_first_administrator_is_made_once(client, places, capsys):
    call_command("first_administrator", username="root.cn", name="张管理")
    printed = capsys.readouterr().out
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("first_administrator", username="second", name="李管理")

    account = Account.objects.get()
    assert account.check_password(printed.strip().rsplit("：", 1)[1])
    assert account.must_change_password
    assert account.holds("account.manage", YINGYUAN)
    assert make_first_administrator.__doc__


def test_an_unlock_lets_a_name_in_at_once(he):
    for _ in range(5):
        sign_in(Client(), "he", "错的")

    assert lockout.is_name_locked("he")
    lockout.unlock("he")
    assert sign_in(Client(), "he").status_code == 302


def test_an_account_without_a_password_is_told_why_it_cannot_change_one(client, lin):
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get("/sign-in/password/", follow=True)

    assert "您的账号通过统一身份认证登录，没有本系统的密码。" in page.content.decode()


def test_second_factors_survive_a_change_of_keys(lin, settings, capsys):
    old = list(settings.SEALING_KEYS)
    settings.SEALING_KEYS = ["new1:" + base64.b64encode(bytes(range(16))).decode(), *old]
    assert second_factor.due_for_rotation().count() == 1

    call_command("rotate_keys")
    settings.SEALING_KEYS = settings.SEALING_KEYS[:1]

    assert not second_factor.due_for_rotation().exists()
    assert second_factor.accept_code(lin, code_now())
