"""One person entered twice: asked when both are in view, noticed in silence when not, decided by who sees both."""

import threading

import pytest
from django.db import connection

from governance.audit.models import TrailEntry
from governance.duplicates.actions import AlreadyKnown, decide_duplicate
from governance.duplicates.models import DuplicateSuspicion
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.persons.actions import add_identifier
from governance.persons.models import Person
from tests.factories import CANGCHANG, CHEN_ID, ON, TIANPING_FIRST, YINGYUAN, make_account, make_person, make_places


@pytest.fixture
def across(lin, sun):
    """陈志远 registered by lin, then by sun next door, who cannot see the first."""
    return make_person(lin, YINGYUAN), make_person(sun, CANGCHANG, name="陈致远")


def test_a_known_person_in_view_is_shown_and_asked_about(lin, zhao):
    known = make_person(lin, YINGYUAN)

    with pytest.raises(AlreadyKnown) as refusal:
        make_person(zhao, YINGYUAN)

    assert refusal.value.known == [known]
    assert Person.objects.count() == 1


def test_the_fifteen_digits_of_imported_history_are_the_same_person(lin):
    make_person(lin, YINGYUAN)

    with pytest.raises(AlreadyKnown):
        make_person(lin, YINGYUAN, number="310199780314903", imported=True)


def test_another_person_with_a_reason_is_registered_and_stays_a_suspicion(lin, zhao):
    known = make_person(lin, YINGYUAN)
    other = make_person(zhao, YINGYUAN, name="陈建", another_because="历史重号，见派出所证明")

    suspicion = DuplicateSuspicion.objects.get()
    assert (suspicion.earlier, suspicion.later, suspicion.reason) == (known, other, "历史重号，见派出所证明")


def test_whoever_has_the_number_out_of_view_is_not_told_of(lin, sun, across, django_assert_num_queries):
    suspicions = DuplicateSuspicion.objects

    assert suspicions.count() == 1
    assert not suspicions.visible_to(lin).exists()
    assert not suspicions.visible_to(sun).exists()
    with django_assert_num_queries(1):
        suspicions.notice(across[1], "gb11643:nobody has this")


def test_registering_takes_the_same_queries_with_and_without_a_hidden_namesake(lin, sun, django_assert_max_num_queries):
    make_person(sun, CANGCHANG, name="预热", number="310199196108309024", phones=())
    with django_assert_max_num_queries(1000) as alone:
        make_person(sun, CANGCHANG, name="何倩", number="31019919890722902X", phones=())
    make_person(lin, YINGYUAN, phones=())
    with django_assert_max_num_queries(1000) as beside:
        make_person(sun, CANGCHANG, phones=())

    assert len(beside) == len(alone)
    assert DuplicateSuspicion.objects.count() == 1


def test_those_who_see_both_find_the_suspicion_and_decide(staff, across):
    suspicion = DuplicateSuspicion.objects.visible_to(staff).get()
    decide_duplicate(suspicion, by=staff, verdict="same", note="电话核实", version=1)

    kept, later = Person.objects.order_by("id")
    assert (kept.same_as, later.same_as) == (None, kept)
    assert list(Person.objects.filter(same_as=None)) == [kept]
    entry = TrailEntry.objects.about(suspicion).get()
    assert (entry.verb, entry.area_id, entry.detail.body) == (
        "duplicate.decided",
        "310114001000",
        {"verdict": "同一人", "reason": "电话核实"},
    )
    assert TrailEntry.objects.about(later).latest("id").verb == "person.compared"


def test_different_leaves_both_as_they_are(staff, across):
    decide_duplicate(DuplicateSuspicion.objects.get(), by=staff, verdict="different", note="重号", version=1)

    assert Person.objects.filter(same_as=None).count() == 2
    assert not DuplicateSuspicion.objects.open().exists()


def test_only_those_who_register_at_both_places_decide_and_only_once(lin, auditor, staff, across):
    suspicion = DuplicateSuspicion.objects.get()

    for outsider in (lin, auditor):
        with pytest.raises(NotPermitted):
            decide_duplicate(suspicion, by=outsider, verdict="same", note="核实", version=1)
    with pytest.raises(Invalid):
        decide_duplicate(suspicion, by=staff, verdict="open", note="核实", version=1)
    with pytest.raises(Invalid):
        decide_duplicate(suspicion, by=staff, verdict="same", note="", version=1)
    decide_duplicate(suspicion, by=staff, verdict="different", note="核实", version=1)
    with pytest.raises(Stale):
        decide_duplicate(suspicion, by=staff, verdict="same", note="核实", version=1)
    with pytest.raises(WrongState):
        decide_duplicate(suspicion, by=staff, verdict="same", note="核实", version=2)


def test_three_entries_all_point_at_the_first(lin, sun, far, administrator):
    first = make_person(lin, YINGYUAN)
    make_person(sun, CANGCHANG)
    make_person(far, TIANPING_FIRST)
    for suspicion in DuplicateSuspicion.objects.order_by("-id"):
        suspicion.refresh_from_db()
        decide_duplicate(suspicion, by=administrator, verdict="same", note="核实", version=suspicion.version)

    assert list(Person.objects.filter(same_as=None)) == [first]
    assert set(Person.objects.exclude(pk=first.pk).values_list("same_as", flat=True)) == {first.pk}


def test_a_number_added_later_is_noticed_too(lin, sun):
    make_person(lin, YINGYUAN)
    nameless = make_person(sun, CANGCHANG, number="")
    add_identifier(nameless, by=sun, on=ON, version=1, kind="resident_id", number=CHEN_ID)

    assert DuplicateSuspicion.objects.get().later == nameless


@pytest.mark.django_db(transaction=True)
def test_two_registrars_at_the_same_moment_make_one_person():
    make_places()
    accounts = [make_account(f"clerk{number}", "mediator", YINGYUAN) for number in range(4)]
    starting, outcomes = threading.Barrier(len(accounts)), []

    def register(account):
        starting.wait()
        try:
            outcomes.append(make_person(account, YINGYUAN))
        except AlreadyKnown as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(account,)) for account in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    person = Person.objects.get()
    assert [one for one in outcomes if isinstance(one, Person)] == [person]
    assert [one.known for one in outcomes if isinstance(one, AlreadyKnown)] == [[person]] * 3
