"""API clients at the door: a good secret, from the right network, while it is valid; every refusal sounds alike."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.access import clients
from governance.errors import NotAuthenticated, NotPermitted
from governance.people.models import ApiClient
from tests.factories import CLIENT_SECRET, JIADING, make_client

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def puller(officer):
    return make_client("puller", JIADING, by=officer, expires_at=NOW + timedelta(days=1))


def enter(credentials=f"puller.{CLIENT_SECRET}", address="10.1.2.3", at=NOW):
    return clients.authenticate(credentials, address, at)


def test_the_right_secret_is_the_client(puller):
    assert enter() == puller


@pytest.mark.parametrize("credentials", ["puller.wrong", "nobody.x", "puller", "", "pul\x00ler.x", "的.x", "a" * 999])
def test_a_wrong_secret_and_an_unknown_key_are_refused_in_the_same_words(puller, credentials):
    with pytest.raises(NotAuthenticated, match="接口密钥无效、已过期或已吊销。"):
        enter(credentials)


def test_an_expired_and_a_revoked_client_are_refused(puller):
    with pytest.raises(NotAuthenticated):
        enter(at=NOW + timedelta(days=1))

    ApiClient.objects.update(revoked_at=NOW - timedelta(seconds=1))
    with pytest.raises(NotAuthenticated):
        enter()


def test_a_good_secret_from_another_network_is_refused(puller):
    ApiClient.objects.update(networks=["10.1.0.0/16", "2001:db8::/32"])

    assert enter(address="10.1.255.1") == puller
    assert enter(address="2001:db8::7") == puller
    for elsewhere in ("10.2.0.1", "2001:db9::1", None):
        with pytest.raises(NotPermitted):
            enter(address=elsewhere)


def test_after_a_rotation_both_secrets_work_until_the_overlap_ends(puller):
    issued = clients.issue("puller")
    ApiClient.objects.update(
        previous_digest=puller.secret_digest, previous_until=NOW + timedelta(hours=1), secret_digest=issued.digest
    )

    assert enter(issued.bearer) == enter() == puller
    with pytest.raises(NotAuthenticated):
        enter(at=NOW + timedelta(hours=1))


def test_the_last_use_is_written_at_most_once_a_minute(puller, django_assert_num_queries):
    enter()
    with django_assert_num_queries(1):
        enter(at=NOW + timedelta(seconds=59))
    with django_assert_num_queries(2):
        enter(at=NOW + timedelta(seconds=60))

    puller.refresh_from_db()
    assert (puller.last_used_at, puller.last_used_from) == (NOW + timedelta(seconds=60), "10.1.2.3")


def test_only_a_salted_digest_is_kept(puller):
    first, second = clients.issue(), clients.issue()

    assert first.secret not in first.digest
    assert clients.digest(first.secret, "a") != clients.digest(first.secret, "b")
    assert len(second.secret) >= 43
    assert clients.matches(first.secret, first.digest)
    assert not clients.matches(second.secret, first.digest)
