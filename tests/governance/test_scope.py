"""Scope: what a posting covers, no more and no less."""

from datetime import date

from governance.people.models import Account, Posting
from tests.factories import YINGYUAN, make_posting


def test_a_posting_shows_what_lies_in_its_place_and_nothing_next_door(lin, sun, staff):
    seen = Posting.objects.visible_to(staff)

    assert set(seen) == set(lin.postings.all()) | set(sun.postings.all()) | set(staff.postings.all())
    assert not Posting.objects.visible_to(sun).exists()


def test_an_ended_posting_shows_nothing_on_the_next_request(staff, lin):
    Posting.objects.filter(account=staff).update(ends_on=date(2026, 2, 1))

    assert not Posting.objects.visible_to(Account.objects.get(pk=staff.pk)).exists()


def test_a_person_with_two_postings_sees_both_places_once(lin, staff, officer):
    make_posting(officer, "street_staff", "310114001000")

    assert list(officer.scope("posting.view").places) == ["310114000000"]
    assert officer.holds("person.view", YINGYUAN)
