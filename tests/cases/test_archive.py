"""A volume is bound from what the case has, checked, archived; from then on nothing in it changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archive import actions
from cases.archive.models import Volume
from cases.closing.actions import reopen_case
from cases.docket.models import Case
from cases.documents.actions import produce_document, sign_document, void_document
from cases.intake.actions import log_contact
from cases.risk.actions import assess_risk
from governance.errors import Invalid, NotPermitted, WrongState
from governance.jobs.models import Job
from governance.rules.actions import set_rule_value
from tests.cases.archived import bound, check, now, ready, submitted
from tests.cases.factories import ago
from tests.cases.test_closing import propose
from tests.factories import JIADING

QUERIES = 7


def test_a_passed_check_archives_and_locks(lin, zhao, justice, closed_case):
    volume = submitted(closed_case, lin, zhao)
    found = check(volume, justice, lost={"binding": 5})

    case = Case.objects.get(pk=closed_case.pk)
    assert (found.score, found.has_passed) == (95, True)
    assert (case.procedure, case.archive, case.due_on) == ("archived", "archived", None)
    assert case.events.last().text == "案卷评查 95 分，归档，保管期限短期"
    assert case.limits.get(key="archive").met_on == timezone.localdate()


def test_a_failed_check_sends_back_with_what_is_wrong_and_it_is_bound_anew(lin, zhao, justice, closed_case):
    volume = submitted(closed_case, lin, zhao)
    lost = {"complete": 20, "forms": 10}
    with pytest.raises(Invalid) as refused:
        check(volume, justice, lost=lost, defects="缺送达回证")
    assert refused.value.field == "rectify_by"
    check(volume, justice, lost=lost, defects="缺送达回证", rectify_by=timezone.localdate() + timedelta(days=7))
    case = Case.objects.get(pk=closed_case.pk)
    assert (case.procedure, case.archive) == ("closed", "returned")

    again = bound(case, lin)
    assert [each.state for each in Volume.objects.order_by("id")] == ["replaced", "bound"]
    check(actions.submit_volume(again, by=zhao, submitted_at=timezone.now()), justice)
    assert Case.objects.get(pk=case.pk).procedure == "archived"


def test_who_handed_a_volume_in_does_not_check_it_unless_the_rule_lets_them(client, lin, zhao, officer, closed_case):
    volume = submitted(closed_case, lin, zhao)
    with pytest.raises(NotPermitted, match="由您报送，须由另一个人评查"):
        check(volume, zhao)
    client.force_login(zhao)
    assert "等待另一个人评查" in client.get(volume.get_absolute_url()).content.decode()
    assert str(volume) not in client.get("/").content.decode()

    place = {"area_code": JIADING, "starts_on": timezone.localdate()}
    set_rule_value(key="archive.check.another", value=False, reason="本区试行", by=officer, **place)
    assert check(volume, zhao).has_passed


def test_who_may_bind_submit_and_check(lin, zhao, justice, staff, sun, auditor, closed_case):
    for outsider in (sun, auditor):
        with pytest.raises(NotPermitted):
            bound(closed_case, outsider)
    volume = ready(closed_case, lin)
    with pytest.raises(NotPermitted):
        actions.submit_volume(volume, by=lin, submitted_at=timezone.now())
    volume = actions.submit_volume(volume, by=zhao, submitted_at=timezone.now())
    for other in (lin, staff, sun):
        with pytest.raises(NotPermitted):
            check(volume, other)
    with pytest.raises(WrongState, match="已经报送"):
        bound(closed_case, lin)


def test_an_archived_case_refuses_every_edit_with_a_sentence(lin, zhao, archived_case):
    case = archived_case
    party = case.parties.first()
    edits = (
        lambda: log_contact(case, by=lin, party=party, happened_at=ago(minutes=1), channel="phone", answer="agreed"),
        lambda: assess_risk(case, by=zhao, assessed_at=ago(minutes=1), level=1, narrative="x", measures="y"),
        lambda: produce_document(case, "F01.oral", by=lin),
        lambda: void_document(case.documents.standing().first(), by=lin, reason="错误"),
        lambda: propose(case, lin, minutes=0),
        lambda: bound(case, lin),
        lambda: reopen_case(
            case, by=zhao, reopened_at=timezone.now(), ground="unfit", reason="重新协商", consented=(), channel="face"
        ),
    )
    for edit in edits:
        with pytest.raises(WrongState, match="已归档，案卷不再变动"):
            edit()


def test_a_signed_document_of_an_archived_case_is_corrected_beside_it(client, lin, zhao, justice, closed_case):
    made = produce_document(closed_case, "F02", by=lin)
    sign_document(made, by=lin, signed_by="刘桂珍", signed_at=timezone.now())
    check(submitted(closed_case, lin, zhao), justice)
    case = Case.objects.get(pk=closed_case.pk)
    case.parties.filter(side="applicant").update(occupation="退休教师")

    correction = produce_document(case, "F02", by=lin, correction_reason="职业漏填")

    assert correction.corrects == made
    client.force_login(zhao)
    assert "归档后更正" in client.get(case.get_absolute_url()).content.decode()


def test_only_a_simple_oral_case_goes_into_the_register(lin, zhao, closed_case):
    with pytest.raises(WrongState, match="难易程度为简易、达成口头协议"):
        actions.enter_register(closed_case, by=lin, filed_at=timezone.now(), register="2026-11 口头", page=4)


def ask(volume, by, **more):
    values = {"kind": "read", "who": "某律师", "purpose": "核对", "given": "协议", "happened_at": timezone.now()}
    return actions.record_access(volume, by=by, **{**values, **more})


def test_reading_lending_and_refusing_are_recorded(lin, zhao, justice, archived_case):
    volume = archived_case.volumes.current().get()
    ask(volume, justice)
    ask(volume, zhao, kind="copy", who="黄静的律师", given="", refused="其他当事人的陈述：须凭法院调取文书")
    with pytest.raises(Invalid) as refused:
        ask(volume, zhao, kind="lend")
    assert refused.value.field == "due_on"
    lent = ask(volume, zhao, kind="lend", due_on=timezone.localdate() + timedelta(days=7))
    with pytest.raises(WrongState, match="已经借出"):
        ask(volume, zhao, kind="lend", due_on=timezone.localdate())
    with pytest.raises(NotPermitted):
        ask(volume, lin)

    actions.return_lent(lent, by=zhao, returned_on=timezone.localdate())
    assert [each.is_out for each in volume.accesses.all()] == [False, False, False]
    with pytest.raises(Invalid):
        ask(volume, zhao, given="", refused="")


def test_the_pages_lead_from_closed_to_archived(client, lin, zhao, justice, sun, closed_case):
    client.force_login(lin)
    page = client.get(closed_case.get_absolute_url()).content.decode()
    assert reverse("cases:bind_volume", args=[closed_case.pk]) in page
    assert "归档还缺" in page
    sent = client.post(reverse("cases:bind_volume", args=[closed_case.pk]), {"statement": ""})
    assert sent.url == Job.objects.get(kind="archive.volume").get_absolute_url()

    volume = ready(closed_case, lin)
    client.force_login(zhao)
    client.post(reverse("cases:submit_volume", args=[volume.pk]), {"submitted_at": now()})
    client.force_login(justice)
    assert str(volume) in client.get("/").content.decode()
    points = dict.fromkeys(("lawful", "complete", "forms", "evidence", "agreement", "visit", "binding"), "0")
    sent = client.post(reverse("cases:check_volume", args=[volume.pk]), {**points, "checked_at": now()})
    assert sent.status_code == 302, sent.content.decode()
    assert "已归档" in client.get(volume.get_absolute_url()).content.decode()
    client.force_login(sun)
    assert client.get(volume.get_absolute_url()).status_code == 404
    assert client.get(volume.pdf.get_absolute_url()).status_code == 404


def test_the_list_takes_as_many_queries_for_three_volumes_as_for_one(
    client, lin, justice, closed_case, django_assert_num_queries
):
    client.force_login(justice)
    first = bound(closed_case, lin)
    client.get(reverse("cases:volumes"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("cases:volumes"))
    for place in (1, 2):
        other = Case.objects.get(pk=closed_case.pk)
        other.pk, other.number = None, f"（2026）嘉迎人调字第{90 + place}号"
        other.save()
        Volume.objects.create(
            case=other, name="又一卷", number=other.number, term="permanent", account=lin, filed_at=first.filed_at
        )
    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("cases:volumes"))

    assert answer.content.decode().count("又一卷") == 2
