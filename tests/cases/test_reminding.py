"""Reminding whoever holds a case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.docket.models import Case
from cases.parties.actions import Entry
from cases.reminding.actions import remind_holder
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.models import Notice
from tests.cases.factories import make_accepted


def told():
    return [(one.recipient.name, one.rung) for one in Notice.objects.filter(rung="case.reminded")]


def test_the_street_reminds_the_host_and_the_life_of_the_case_says_so(client, staff, lin, mediated_case):
    remind_holder(mediated_case, by=staff, text="本周内开第二次调解会。")

    assert told() == [("林晓", "case.reminded")]
    event = mediated_case.events.order_by("-seq").first()
    assert (event.verb, event.text, event.note) == ("reminded", "催办：林晓", "本周内开第二次调解会。")
    client.force_login(lin)
    assert f"周敏催办 {mediated_case}：本周内开第二次调解会。" in client.get("/notices/").content.decode()


def test_before_there_is_a_host_the_director_is_reminded_and_when_the_host_left_too(staff, zhao, lin, accepted_case):
    remind_holder(accepted_case, by=staff, text="请指派。")
    assert told() == [("赵国栋", "case.reminded")]

    Case.objects.filter(pk=accepted_case.pk).update(host=lin)
    lin.postings.update(ends_on=timezone.localdate())
    accepted_case.holder_reminders.update(sent_at=timezone.now() - timedelta(days=1))
    remind_holder(accepted_case, by=staff, text="请指派。")
    assert told() == [("赵国栋", "case.reminded")] * 2


def test_who_may_not_and_what_needs_no_reminder_is_refused(staff, lin, zhao, committee, mediated_case):
    same = tuple(Entry(party.side, person=party.person) for party in mediated_case.parties.all())
    accepted_case = make_accepted(lin, zhao, committee, entries=same)
    with pytest.raises(NotPermitted):
        remind_holder(mediated_case, by=lin, text="快办")
    with pytest.raises(Invalid):
        remind_holder(mediated_case, by=staff, text=" ")
    with pytest.raises(WrongState, match="由您本人承办"):
        remind_holder(accepted_case, by=zhao, text="快办")
    remind_holder(mediated_case, by=staff, text="快办")
    with pytest.raises(WrongState, match="今天已经催办过"):
        remind_holder(mediated_case, by=staff, text="快办")
    Case.objects.filter(pk=mediated_case.pk).update(procedure="rejected")
    with pytest.raises(WrongState, match="不需要催办"):
        remind_holder(mediated_case, by=zhao, text="快办")


def test_a_case_that_nobody_holds_says_so(staff, lin, zhao, mediated_case):
    for account in (lin, zhao):
        account.postings.update(ends_on=timezone.localdate())

    with pytest.raises(WrongState, match="没有在任的承办人"):
        remind_holder(mediated_case, by=staff, text="快办")


def test_the_form_reminds_once_and_is_not_there_for_a_mediator(client, staff, lin, mediated_case):
    client.force_login(staff)
    url = f"/cases/{mediated_case.pk}/remind/"
    page = client.get(url).content.decode()
    answer = client.post(url, {"text": "请抓紧。", "submission": "one"})

    assert "催办林晓" in page
    assert (answer.status_code, len(told())) == (302, 1)
    assert client.get(url).status_code == 302
    client.force_login(lin)
    assert client.get(url).status_code == 403
