"""The client pages: what a district officer gives a machine, and takes away again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.access import clients
from governance.access.api_clients import actions
from governance.areas.models import Area
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotAuthenticated, NotPermitted, Stale, WrongState
from governance.people.models import ApiClient, Posting
from governance.rules.actions import set_rule_value
from tests.factories import JIADING, XINCHENGLU, XUHUI, YINGYUAN, confirm_identity, make_client

NOW = timezone.now()


def create(by, area=JIADING, **changes):
    values = {"verbs": ["place.view"], "networks": [], "rate_per_minute": 60, "expires_at": NOW + timedelta(days=90)}
    return actions.create_client(name="同步", area=Area.objects.get(pk=area), by=by, now=NOW, **{**values, **changes})


def test_a_client_is_made_with_a_posting_and_a_secret_that_is_kept_as_a_digest(officer):
    client, issued = create(officer)

    entry = TrailEntry.objects.about(client).get()
    assert clients.authenticate(issued.bearer, "10.0.0.1", NOW) == client
    assert client.holds("place.view", YINGYUAN)
    assert not client.holds("person.view", YINGYUAN)
    assert issued.secret not in repr(ApiClient.objects.values().get()) + repr(entry.detail.body)
    assert entry.verb == "client.created"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"verbs": ["person.reveal"]}, "verbs"),
        ({"networks": ["10.0.0.0/33"]}, "networks"),
        ({"networks": ["办公室"]}, "networks"),
        ({"networks": [f"10.0.{n}.0/24" for n in range(21)]}, "networks"),
        ({"rate_per_minute": 0}, "rate_per_minute"),
        ({"rate_per_minute": 6001}, "rate_per_minute"),
        ({"expires_at": NOW}, "expires_at"),
        ({"expires_at": NOW + timedelta(days=400)}, "expires_at"),
    ],
)
def test_what_a_client_may_not_have_is_refused_at_its_field(officer, changes, field):
    with pytest.raises(Invalid) as refusal:
        create(officer, **changes)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("key", "field", "changes"),
    [
        ("client.longest", "expires_at", lambda number: {"expires_at": NOW + timedelta(days=number)}),
        ("client.networks", "networks", lambda number: {"networks": [f"10.0.{n}.0/24" for n in range(number)]}),
        ("client.rate", "rate_per_minute", lambda number: {"rate_per_minute": number}),
    ],
)
def test_a_district_sets_how_much_a_client_may_have(officer, key, field, changes):
    day = timezone.localdate(NOW)
    set_rule_value(key=key, area_code=JIADING, starts_on=day, value=3, reason="区里规定", by=officer)

    with pytest.raises(Invalid) as refusal:
        create(officer, **changes(4))
    assert refusal.value.field == field
    assert create(officer, **changes(3))


def test_nobody_gives_a_client_more_than_they_hold(officer, supervisor):
    with pytest.raises(NotPermitted):
        create(officer, area=XUHUI)
    with pytest.raises(NotPermitted):
        create(supervisor, area=XINCHENGLU)


def test_a_client_does_not_outlast_its_makers_posting(officer):
    officer.postings.update(ends_on=timezone.localdate(NOW) + timedelta(days=30))

    with pytest.raises(Invalid):
        create(officer)


def test_networks_are_put_into_one_form():
    assert actions.clean_networks(["10.1.2.3/16", " 192.0.2.7 ", "10.1.0.0/16"]) == ["10.1.0.0/16", "192.0.2.7/32"]


def test_a_rotation_keeps_the_old_secret_for_the_overlap_or_not_at_all(officer):
    client, old = create(officer)
    client, new = actions.rotate_secret(client, overlap=timedelta(hours=1), by=officer, now=NOW)

    assert clients.authenticate(old.bearer, "10.0.0.1", NOW + timedelta(minutes=59)) == client
    assert clients.authenticate(new.bearer, "10.0.0.1", NOW) == client

    actions.rotate_secret(client, overlap=timedelta(0), by=officer, now=NOW)
    for dead in (old, new):
        with pytest.raises(NotAuthenticated):
            clients.authenticate(dead.bearer, "10.0.0.1", NOW)


def test_a_revoked_client_is_out_at_once_and_for_good(officer):
    client, issued = create(officer)

    actions.revoke_client(client, reason="项目结束", by=officer, now=NOW)

    with pytest.raises(NotAuthenticated):
        clients.authenticate(issued.bearer, "10.0.0.1", NOW)
    assert not client.postings.active().exists()
    with pytest.raises(WrongState):
        actions.rotate_secret(client, overlap=timedelta(0), by=officer, now=NOW)


def test_the_second_of_two_editors_is_told(officer):
    client, _ = create(officer)
    actions.rotate_secret(client, overlap=timedelta(0), by=officer, now=NOW, version=1)

    with pytest.raises(Stale):
        actions.revoke_client(client, reason="x", by=officer, now=NOW, version=1)


TYPED = {
    "name": "同步",
    "area": JIADING,
    "verbs": ["place.view"],
    "networks": "10.20.0.0/16",
    "rate_per_minute": "60",
    "expires_on": f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}",
    "submission": "b" * 32,
}


def test_the_page_makes_one_client_however_often_it_is_sent_and_shows_the_secret_once(client, officer):
    confirm_identity(client, officer)

    first = client.post(reverse("clients:create"), TYPED)
    second = client.post(reverse("clients:create"), TYPED)

    made = ApiClient.objects.get()
    bearer = first.context["bearer"]
    assert clients.authenticate(bearer, "10.20.1.1", NOW) == made
    assert second["Location"] == made.get_absolute_url()
    assert bearer.split(".")[1] not in client.get(made.get_absolute_url()).content.decode()


def test_the_page_keeps_what_was_typed_when_it_refuses(client, officer):
    confirm_identity(client, officer)

    page = client.post(reverse("clients:create"), {**TYPED, "networks": "10.20.0.0/16\n隔壁"})

    assert page.status_code == 422
    assert "“隔壁”不是网段" in page.content.decode()
    assert not ApiClient.objects.exists()


def test_the_pages_change_rotate_and_revoke(client, officer):
    confirm_identity(client, officer)
    made, _ = create(officer)

    changed = client.post(reverse("clients:change", args=[made.pk]), {**TYPED, "name": "新名", "version": "1"})
    rotated = client.post(reverse("clients:rotate", args=[made.pk]), {"hours": "24", "version": "2"})
    revoked = client.post(reverse("clients:revoke", args=[made.pk]), {"reason": "项目结束", "version": "3"})

    page = client.get(made.get_absolute_url()).content.decode()
    assert [changed.status_code, rotated.status_code, revoked.status_code] == [302, 200, 302]
    assert clients.KEY.fullmatch(rotated.context["bearer"].split(".")[0])
    assert "新名" in page
    assert "已吊销" in page
    assert "更换密钥</h2>" not in page


@pytest.mark.parametrize("route", ["client", "change", "rotate", "revoke"])
@pytest.mark.parametrize("who", ["sun", "supervisor", "xu"])
def test_others_do_not_find_the_clients_of_a_district(client, request, officer, route, who):
    made = make_client("puller", JIADING, by=officer)
    confirm_identity(client, request.getfixturevalue(who))
    url = reverse(f"clients:{route}", args=[made.pk])

    assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}


def test_the_auditor_sees_a_client_and_changes_nothing(client, auditor, officer):
    made = make_client("puller", JIADING, by=officer)
    confirm_identity(client, auditor)

    page = client.get(made.get_absolute_url())
    acts = [
        client.post(reverse(f"clients:{act}", args=[made.pk])).status_code for act in ("change", "rotate", "revoke")
    ]

    assert page.status_code == 200
    assert "更换密钥" not in page.content.decode()
    assert acts == [403, 403, 403]
    assert client.get(reverse("clients:create")).status_code == 404


def test_street_staff_do_not_see_what_a_client_of_their_street_holds(officer, staff, auditor):
    puller = make_client("puller", XINCHENGLU, by=officer, verbs=["posting.view"])

    assert not Posting.objects.visible_to(staff).filter(client__isnull=False).exists()
    assert Posting.objects.visible_to(auditor, "matrix.view").filter(client=puller).exists()
    assert Posting.objects.visible_to(puller).filter(client=puller).exists()


def test_every_act_asks_for_step_up(client, officer):
    made = make_client("puller", JIADING, by=officer)
    client.force_login(officer)

    for url in (
        reverse("clients:create"),
        *(reverse(f"clients:{act}", args=[made.pk]) for act in ("rotate", "revoke")),
    ):
        assert "请再次确认身份" in client.post(url, {"reason": "x"}).content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, officer):
    client.force_login(officer)
    counts = []
    for number in range(3):
        make_client(f"puller{number}", JIADING, by=officer)
        with CaptureQueriesContext(connection) as context:
            client.get(reverse("clients:clients"))
        counts.append(len(context))

    assert counts[0] == counts[2]
