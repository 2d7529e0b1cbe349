"""Accounts: opened, closed and reset by those who hold all that the account holds."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.areas.models import Area
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.people.accounts import actions
from governance.people.models import Account
from governance.people.postings.actions import LastAdministrator
from tests.factories import JIADING, PASSWORD, XINCHENGLU, YINGYUAN, confirm_identity, make_account, make_posting

ACTS = ["deactivate", "reactivate", "reset_password", "reset_second_factor", "unlock"]


def opened(by, username="zhoumin", area=YINGYUAN):
    return actions.open_account(username=username, name="周敏", area=Area.objects.get(pk=area), by=by)


def signed_in(account):
    account.set_password(PASSWORD)
    account.save()
    Authenticator.objects.filter(user=account).delete()
    browser = Client()
    browser.post("/sign-in/", {"login": account.username, "password": PASSWORD})
    return browser


def test_an_opened_account_can_sign_in_and_do_nothing(supervisor):
    account, password = opened(supervisor)

    entry = TrailEntry.objects.about(account).get()
    assert account.check_password(password)
    assert account.must_change_password
    assert (entry.verb, entry.account, entry.area_id) == ("account.opened", supervisor, YINGYUAN)
    assert password not in repr(entry.detail.body)
    assert not account.scope("place.view")


@pytest.mark.parametrize("username", ["zh", "周敏", "zhou min", "-zhou", "z" * 31, "zhou\x00min", "zhou@x"])
def test_usernames_are_plain(supervisor, username):
    with pytest.raises(Invalid) as refusal:
        opened(supervisor, username)

    assert refusal.value.field == "username"


def test_a_taken_username_is_refused_whatever_its_case(supervisor, lin):
    with pytest.raises(Invalid, match="已被使用"):
        opened(supervisor, "LIN")


def test_accounts_are_opened_for_ones_own_places_only(supervisor, staff):
    with pytest.raises(NotPermitted):
        opened(supervisor, area=JIADING)
    with pytest.raises(NotPermitted):
        opened(staff)


def test_an_account_without_a_posting_is_seen_where_it_was_opened_until_it_has_one(supervisor, officer, xu):
    account, _ = opened(officer, area=XINCHENGLU)
    assert account in Account.objects.visible_to(supervisor)
    assert account not in Account.objects.visible_to(xu)

    make_posting(account, "committee_member", "310114003001")

    assert account not in Account.objects.visible_to(supervisor)
    assert account in Account.objects.visible_to(officer)


def test_a_closed_account_is_out_at_the_next_request_and_comes_back(supervisor, lin, settings):
    settings.DEMO = True
    browser = signed_in(lin)
    assert browser.get("/").status_code == 200

    actions.deactivate_account(lin, reason="调离", by=supervisor, on=timezone.localdate())
    assert browser.get("/").status_code == 302
    assert not UserSession.objects.filter(user=lin).exists()
    with pytest.raises(WrongState):
        actions.deactivate_account(lin, reason="调离", by=supervisor, on=timezone.localdate())

    actions.reactivate_account(lin, reason="返岗", by=supervisor)
    assert Account.objects.get(pk=lin.pk).is_active
    verbs = list(TrailEntry.objects.about(lin).order_by("id").values_list("verb", flat=True))
    assert verbs == ["account.signed_in", "account.deactivated", "account.reactivated"]


def test_a_manager_must_hold_everything_that_the_account_holds_everywhere(supervisor, officer, lin):
    make_posting(lin, "district_officer", JIADING)

    with pytest.raises(NotPermitted):
        actions.reset_password(lin, by=supervisor)
    assert actions.reset_password(lin, by=officer)[1]


def test_a_posting_still_to_come_counts_too(supervisor, lin):
    make_posting(lin, "auditor", JIADING, starts_on=date(2099, 1, 1))

    with pytest.raises(NotPermitted):
        actions.deactivate_account(lin, reason="调离", by=supervisor, on=timezone.localdate())


def test_nobody_manages_their_own_account(officer):
    with pytest.raises(NotPermitted, match="自己"):
        actions.reset_second_factor(officer, reason="换手机", by=officer)


def test_the_last_administrator_is_not_closed(administrator):
    gone = make_account("gone", "administrator", "000000000000")
    actions.deactivate_account(gone, reason="离职", by=administrator, on=timezone.localdate())

    with pytest.raises(LastAdministrator):
        actions.deactivate_account(administrator, reason="离职", by=gone, on=timezone.localdate())


def test_a_reset_password_ends_the_sessions_and_must_be_changed(supervisor, lin, settings):
    settings.DEMO = True
    browser = signed_in(lin)

    account, password = actions.reset_password(lin, by=supervisor)

    assert browser.get("/").status_code == 302
    assert Account.objects.get(pk=lin.pk).check_password(password)
    assert account.must_change_password


def test_a_reset_second_factor_must_be_set_up_anew(supervisor, lin):
    actions.reset_second_factor(lin, reason="换手机", by=supervisor)

    assert not Authenticator.objects.filter(user=lin).exists()
    with pytest.raises(WrongState):
        actions.reset_second_factor(lin, reason="换手机", by=supervisor)


def test_the_second_of_two_managers_is_told(supervisor, lin):
    actions.deactivate_account(lin, reason="调离", by=supervisor, on=timezone.localdate(), version=1)

    with pytest.raises(Stale):
        actions.reactivate_account(lin, reason="返岗", by=supervisor, version=1)


def test_the_page_opens_an_account_once_and_shows_its_password_once(client, supervisor):
    confirm_identity(client, supervisor)
    typed = {"name": "周敏", "username": "zhoumin", "area": YINGYUAN, "submission": "a" * 32}

    first = client.post(reverse("accounts:open_account"), typed)
    second = client.post(reverse("accounts:open_account"), typed)

    account = Account.objects.get(username="zhoumin")
    shown = first.context["password"]
    assert account.check_password(shown)
    assert (second.status_code, second["Location"]) == (302, account.get_absolute_url())
    assert shown not in client.get(account.get_absolute_url()).content.decode()


def test_the_page_keeps_what_was_typed_when_it_refuses(client, supervisor, lin):
    confirm_identity(client, supervisor)

    page = client.post(reverse("accounts:open_account"), {"name": "𠮷野", "username": "lin", "area": YINGYUAN})

    assert page.status_code == 422
    assert "这个用户名已被使用" in page.content.decode()
    assert 'value="𠮷野"' in page.content.decode()


def test_the_page_closes_an_account_with_a_reason(client, supervisor, lin):
    confirm_identity(client, supervisor)
    url = reverse("accounts:deactivate", args=[lin.pk])

    missing = client.post(url, {"reason": "", "version": "1"})
    done = client.post(url, {"reason": "调离", "version": "1"})
    stale = client.post(url, {"reason": "调离", "version": "1"})

    assert [missing.status_code, done.status_code, stale.status_code] == [422, 302, 412]
    assert "调离" in client.get(lin.get_absolute_url()).content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_sun_finds_no_account_of_next_door(client, sun, lin, act):
    confirm_identity(client, sun)

    assert client.get(reverse("accounts:account", args=[lin.pk])).status_code == 404
    assert client.post(reverse(f"accounts:{act}", args=[lin.pk])).status_code == 404
    assert client.get(reverse("accounts:accounts")).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_who_sees_and_does_not_manage_is_told_so(client, auditor, lin, act):
    confirm_identity(client, auditor)

    assert client.post(reverse(f"accounts:{act}", args=[lin.pk])).status_code == 403
    assert "停用账号" not in client.get(lin.get_absolute_url()).content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_an_account_asks_for_step_up(client, officer, lin, act):
    client.force_login(officer)

    answer = client.post(reverse(f"accounts:{act}", args=[lin.pk]), {"reason": "x"})

    assert "请再次确认身份" in answer.content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, officer):
    client.force_login(officer)
    counts = []
    for number in range(3):
        make_account(f"more{number}", "committee_member", YINGYUAN)
        with CaptureQueriesContext(connection) as context:
            client.get(reverse("accounts:accounts"))
        counts.append(len(context))

    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    ("query", "status"),
    [("q=林", 200), ("role=mediator", 200), (f"area={YINGYUAN}", 200), ("is_active=False", 200), ("nothing=1", 400)],
)
def test_the_list_filters_and_refuses_what_it_does_not_know(client, officer, lin, query, status):
    client.force_login(officer)

    assert client.get(reverse("accounts:accounts") + f"?{query}").status_code == status
