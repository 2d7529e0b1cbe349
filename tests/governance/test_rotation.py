"""Keys change while the portal serves: in batches, resumable, losing nobody's change."""

import base64
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from governance.lookup.actions import look_up
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.sealing import rotation
from governance.sealing.keys import SealingError
from governance.sealing.rotation import left_per_key, rotate, rotate_batch, sealed_tables
from tests.factories import CHEN_ID, CHEN_PHONE, ON, YINGYUAN, make_account, make_person, make_places


def key(key_id, letter):
    return f"{key_id}:{base64.b64encode(letter.encode() * 32).decode()}"


OLD, NEW = [key("old", "o")], [key("new", "n"), key("old", "o")]


@pytest.fixture
def old_keys(settings):
    settings.SEALING_KEYS = settings.INDEX_KEYS = OLD


@pytest.fixture
def turn(settings):
    def to(keys):
        settings.SEALING_KEYS = settings.INDEX_KEYS = keys

    return to


def table_of(model):
    return next(table for table in sealed_tables() if table.model is model)


def run(*arguments):
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_every_sealed_column_takes_part():
    found = {table.model.__name__: [one.name for one in table.fields] for table in sealed_tables()}

    assert found["Person"] == ["birth_on_sealed"]
    assert found["PersonIdentifier"] == ["number", "digest"]
    assert found["Phone"] == ["number", "digest"]


def test_after_a_rotation_the_old_key_can_be_dropped(old_keys, turn, lin):
    chen = make_person(lin, YINGYUAN)
    turn(NEW)
    assert look_up(CHEN_ID, by=lin, on=ON).persons == [chen]

    report = run()
    turn(NEW[:1])

    person = Person.objects.get()
    assert "governance_person：完成，换了 1 行。" in report
    assert (person.identifiers.get().number.open(), person.phones.get().number.open()) == (CHEN_ID, CHEN_PHONE)
    assert person.birth_on.isoformat() == "1978-03-14"
    assert look_up(CHEN_PHONE, by=lin, on=ON).persons == [chen]


def test_before_a_rotation_a_dropped_key_is_named(old_keys, turn, lin):
    make_person(lin, YINGYUAN)
    turn(NEW[:1])

    with pytest.raises(SealingError, match="“old”"):
        PersonIdentifier.objects.get().number.open()
    with pytest.raises(SealingError, match="“old”"):
        run()


def test_what_is_left_is_counted_per_key(old_keys, turn, lin):
    make_person(lin, YINGYUAN)
    turn(NEW)
    make_person(lin, YINGYUAN, name="何倩", number="31019919890722902X", phones=())

    left = [(one.column, one.key, one.is_current, one.count) for one in left_per_key(table_of(PersonIdentifier))]
    assert left == [
        ("governance_personidentifier.number", "sm4.new", True, 1),
        ("governance_personidentifier.number", "sm4.old", False, 1),
        ("governance_personidentifier.digest", "new", True, 1),
        ("governance_personidentifier.digest", "old", False, 1),
    ]
    with pytest.raises(SystemExit) as ended:
        run("--check")
    assert ended.value.code == 1
    run()
    with pytest.raises(SystemExit) as ended:
        run("--check")
    assert ended.value.code == 0


def test_another_cipher_is_a_rotation_too(old_keys, settings, lin):
    make_person(lin, YINGYUAN)
    settings.SEALING_CIPHER = "AES-256-GCM"
    run()

    number = PersonIdentifier.objects.get().number
    assert (number.token[:8], number.open()) == ("aes.old.", CHEN_ID)


def test_an_interrupted_run_goes_on_where_it_stopped(old_keys, turn, lin):
    for number in range(5):
        make_person(lin, YINGYUAN, kind="passport", number=f"EA123456{number}", phones=())
    turn(NEW)
    table = table_of(PersonIdentifier)

    steps = rotate(table, size=2)
    first = next(steps)
    steps.close()

    assert (first, table.due().count()) == (2, 3)
    assert list(rotate(table, size=2)) == [2, 1]
    assert not table.due().exists()


def test_a_rotation_changes_no_version_and_leaves_no_trail(old_keys, turn, lin):
    chen = make_person(lin, YINGYUAN)
    turn(NEW)
    run()

    chen.refresh_from_db()
    assert chen.version == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_passed_over_and_their_change_is_kept(settings, turn):
    settings.SEALING_KEYS = settings.INDEX_KEYS = OLD
    make_places()
    lin = make_account("lin", "mediator", YINGYUAN)
    held = make_person(lin, YINGYUAN, phones=("19900000101",)).phones.get()
    make_person(lin, YINGYUAN, number="EA1234567", kind="passport", phones=("19900000102",))
    turn(NEW)
    table, locked, release = table_of(Phone), threading.Event(), threading.Event()

    def writer():
        try:
            with transaction.atomic():
                phone = Phone.objects.select_for_update().get(pk=held.pk)
                locked.set()
                release.wait(20)
                phone.label = "家属"
                phone.number = "19900000999"
                phone.save()
        finally:
            connection.close()

    thread = threading.Thread(target=writer)
    thread.start()
    assert locked.wait(20)
    passed = rotate_batch(table, size=10)
    assert held.pk not in passed
    assert len(passed) == 1
    release.set()
    for _ in rotate(table, size=10):
        pass
    thread.join()

    held.refresh_from_db()
    assert (held.label, held.number.open(), held.number.key_id) == ("家属", "19900000999", "new")
    assert not table.due().exists()


@pytest.mark.django_db(transaction=True)
def test_writers_and_rotation_side_by_side_lose_nothing(settings, turn):
    settings.SEALING_KEYS = settings.INDEX_KEYS = OLD
    make_places()
    lin = make_account("lin", "mediator", YINGYUAN)
    phones = [
        make_person(lin, YINGYUAN, number=f"EA123456{n}", kind="passport", phones=(f"1990000020{n}",)).phones.get()
        for n in range(6)
    ]
    turn(NEW)
    done = threading.Event()

    def writer():
        try:
            for turn_number in range(5):
                for phone in phones:
                    with transaction.atomic():
                        row = Phone.objects.select_for_update().get(pk=phone.pk)
                        row.label = str(turn_number)
                        row.save()
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=writer)
    thread.start()
    for _ in rotate(table_of(Phone), size=2):
        pass
    thread.join()
    for _ in rotate(table_of(Phone), size=2):
        pass

    assert done.is_set()
    rows = Phone.objects.order_by("id")
    assert [(row.number.open(), row.label, row.number.key_id) for row in rows] == [
        (f"1990000020{n}", "4", "new") for n in range(6)
    ]


def test_a_batch_of_nothing_ends_at_once(db):
    assert list(rotate(table_of(Phone), size=5)) == []
    assert rotation.rotate_batch(table_of(Phone), size=5) == []
