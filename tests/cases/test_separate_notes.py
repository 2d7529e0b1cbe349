"""What one side says alone stays with the mediators of the case: on pages, in search, in the trail, in a dump."""

import logging

import pytest
from django.db import connection
from django.urls import reverse

from cases.docket.events.models import CaseEvent
from cases.mediation.actions import add_mediator, replace_mediator
from cases.mediation.separate.actions import read_note, write_note
from cases.mediation.separate.models import SeparateNote
from governance.audit.models import TrailDetail, TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago, make_committee, make_mediated
from tests.factories import YINGYUAN, make_account, make_places
from tests.governance.test_no_identifier_at_rest import pg_dump

SECRET = "底线是六千元但不想让对方知道"


def write(case, by, text=SECRET, **more):
    values = {"party": case.parties.get(side="applicant"), "met_at": ago(minutes=30), **more}
    return write_note(case, by=by, text=text, **values)


@pytest.fixture
def qian(places):
    return make_account("qian", "mediator", YINGYUAN, name="钱卫东")


def test_the_host_writes_and_reads_and_each_reading_is_in_the_trail(lin, mediated_case):
    note = write(mediated_case, lin)

    assert read_note(note, by=lin) == SECRET
    assert read_note(note, by=lin) == SECRET
    verbs = [(entry.verb, entry.account) for entry in TrailEntry.objects.about(note).order_by("id")]
    assert verbs == [("separate_note.written", lin), ("separate_note.read", lin), ("separate_note.read", lin)]


def test_nobody_else_writes_reads_or_finds_it(
    lin, zhao, justice, supervisor, officer, auditor, administrator, staff, sun, member, qian, mediated_case
):
    """zhao directs the committee and records in this very case."""
    note = write(mediated_case, lin)

    for other in (zhao, justice, supervisor, officer, auditor, administrator, staff, sun, member, qian):
        assert not SeparateNote.objects.visible_to(other).exists()
        with pytest.raises(NotPermitted):
            read_note(note, by=other)
        with pytest.raises(NotPermitted):
            write(mediated_case, other)
    assert SeparateNote.objects.visible_to(lin).get() == note


def test_the_mediators_of_now_read_it_and_those_replaced_no_longer(lin, zhao, qian, mediated_case):
    note = write(mediated_case, lin)
    host = mediated_case.assignments.get(role="host")
    replace_mediator(host, by=zhao, successor=qian, replaced_at=ago(minutes=20), reason="illness")

    assert read_note(note, by=qian) == SECRET
    with pytest.raises(NotPermitted):
        read_note(note, by=lin)
    add_mediator(mediated_case, by=zhao, account=lin, role="co", starts_at=ago(minutes=10))
    assert read_note(note, by=lin) == SECRET


def test_a_mediator_whose_posting_ended_no_longer_reads_it(lin, mediated_case):
    note = write(mediated_case, lin)
    lin.postings.update(ends_on="2026-02-01")
    lin.forget_postings()

    assert not SeparateNote.objects.visible_to(lin).exists()
    with pytest.raises(NotPermitted):
        read_note(note, by=lin)


@pytest.mark.parametrize("text", [" ", "长" * 10_001, "一\x00二"])
def test_an_empty_or_endless_note_is_refused(lin, mediated_case, text):
    with pytest.raises(Invalid) as refusal:
        write(mediated_case, lin, text=text)
    assert refusal.value.field == "text"


def test_a_note_is_of_the_time_of_the_mediation_and_of_a_party_of_the_case(lin, zhao, committee, mediated_case):
    with pytest.raises(Invalid, match="受理"):
        write(mediated_case, lin, met_at=ago(hours=4))
    with pytest.raises(Invalid, match="哪一方"):
        write(mediated_case, lin, party=None)
    type(mediated_case).objects.filter(pk=mediated_case.pk).update(procedure="failed")
    with pytest.raises(WrongState):
        write(mediated_case, lin)


# --- pages


def test_only_the_mediators_see_that_there_are_notes_at_all(
    client, lin, zhao, justice, staff, auditor, administrator, mediated_case
):
    note = write(mediated_case, lin)

    for who in (zhao, justice, staff, auditor, administrator):
        client.force_login(who)
        text = client.get(mediated_case.get_absolute_url()).content.decode()
        assert "单独谈话笔记" not in text
        assert client.get(note.get_absolute_url()).status_code == 404
    client.force_login(lin)
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert ("单独谈话笔记" in page, SECRET in page) == (True, False)
    shown = client.get(note.get_absolute_url())
    assert SECRET in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]


def test_neither_history_nor_search_nor_list_nor_interface_has_a_word_of_it(client, lin, zhao, mediated_case):
    write(mediated_case, lin)
    index = f"SELECT head || ' ' || file FROM cases_casetext WHERE case_id = {mediated_case.pk}"
    with connection.cursor() as cursor:
        cursor.execute(index)
        indexed = cursor.fetchone()[0]
    told = " ".join(f"{event.text} {event.note}" for event in CaseEvent.objects.all())

    assert SECRET not in indexed + told
    assert not CaseEvent.objects.filter(verb__contains="separate").exists()
    for who in (lin, zhao):
        client.force_login(who)
        for url in (reverse("cases:cases"), f"/api/v1/cases/{mediated_case.pk}/"):
            assert SECRET not in client.get(url, {"text": SECRET[:4]}).content.decode()


def test_the_director_is_led_back_from_the_form(client, zhao, mediated_case):
    client.force_login(zhao)
    answer = client.get(f"/cases/{mediated_case.pk}/separate-notes/write/", follow=True)

    assert "只由本案主持、协办调解员" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_neither_dump_nor_log_nor_trail_holds_a_word_of_it(client, caplog, capfd):
    make_places()
    lin = make_account("lin", "mediator", YINGYUAN, name="林晓")
    zhao = make_account("zhao", "mediation_director", YINGYUAN, name="赵国栋")
    case = make_mediated(lin, zhao, make_committee())
    client.force_login(lin)

    with caplog.at_level(logging.DEBUG):
        typed = {"party": case.parties.get(side="applicant").pk, "text": SECRET, "submission": "separate-0001"}
        moment = {"met_at": f"{ago(minutes=30).astimezone():%Y-%m-%dT%H:%M}"}
        client.post(f"/cases/{case.pk}/separate-notes/write/", typed)  # refused: no time
        assert client.post(f"/cases/{case.pk}/separate-notes/write/", {**typed, **moment}).status_code == 302
        assert SECRET in client.get(SeparateNote.objects.get().get_absolute_url()).content.decode()

    dump, logs = pg_dump().decode(), caplog.text + "".join(capfd.readouterr())
    trail = "\n".join(str(detail.body) for detail in TrailDetail.objects.all())
    assert case.number in dump
    assert "separate-notes/write" in logs
    for text in (dump, logs, trail):
        assert SECRET not in text
        assert "六千元" not in text
