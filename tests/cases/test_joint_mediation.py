"""Joint mediation: one number, one count; the people of a committee that assists see the case while it does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.docket.models import Case
from cases.ladder.joint import join_committee, leave_committee
from cases.ladder.models import Assistance
from cases.mediation.actions import add_mediator
from cases.mediation.sessions.models import MediationSession
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago, make_mediated
from tests.factories import CANGCHANG, make_account


def join(case, by, committee, *, minutes=60, **more):
    facts = {"joined_at": ago(minutes=minutes), "reason": "当事人分住两个社区", "agreed_by": "仓场主任", **more}
    return join_committee(case, by=by, committee=committee, **facts)


def leave(joined, by, *, minutes=10, reason="已分清责任"):
    return leave_committee(joined, by=by, left_at=ago(minutes=minutes), reason=reason)


def add(case, by, account, role="co", *, minutes=40):
    return add_mediator(case, by=by, account=account, role=role, starts_at=ago(minutes=minutes))


def sees(client, who, case):
    client.force_login(who)
    return client.get(case.get_absolute_url()).status_code == 200


def test_who_mediates_at_the_committee_that_assists_sees_the_case_and_the_rest_does_not(
    client, zhao, sun, next_door, mediated_case
):
    clerk = make_account("clerk", "committee_member", CANGCHANG)
    assert not sees(client, sun, mediated_case)
    join(mediated_case, zhao, next_door)

    assert sees(client, sun, mediated_case)
    assert not sees(client, clerk, mediated_case)
    assert mediated_case in Case.objects.visible_to(sun)
    assert mediated_case.events.first() in mediated_case.events.model.objects.visible_to(sun)


def test_the_number_and_the_count_stay_with_the_committee_that_leads(zhao, next_door, committee, mediated_case):
    number = mediated_case.number
    join(mediated_case, zhao, next_door)

    case = Case.objects.get()
    assert (case.number, case.committee, case.area_id) == (number, committee, committee.area_id)


def test_the_file_opens_to_who_is_assigned_and_not_to_the_others_there(client, zhao, sun, next_door, mediated_case):
    other = make_account("other", "mediator", CANGCHANG)
    join(mediated_case, zhao, next_door)
    with pytest.raises(Invalid, match="在任人员，不能指派"):
        add(mediated_case, zhao, make_account("clerk", "committee_member", CANGCHANG))
    add(mediated_case, zhao, sun)

    reads = {}
    for who in (sun, other):
        client.force_login(who)
        reads[who.username] = "楼上卫生间渗水" in client.get(mediated_case.get_absolute_url()).content.decode()
    assert reads == {"sun": True, "other": False}
    client.force_login(sun)
    assert client.get(reverse("cases:hold_session", args=[mediated_case.pk])).status_code == 200


def test_nobody_is_added_from_a_committee_that_does_not_assist(zhao, sun, next_door, mediated_case):
    with pytest.raises(Invalid, match="在任人员，不能指派"):
        add(mediated_case, zhao, sun)


def test_who_helps_reads_the_records_and_decides_nothing(zhao, sun, next_door, mediated_case):
    join(mediated_case, zhao, next_door)
    add(mediated_case, zhao, sun)
    facts = {"starts_at": ago(minutes=30), "ends_at": ago(minutes=20), "result": "continue", "text": "各说各话"}
    session = MediationSession.objects.create(case=mediated_case, seq=1, state="held", place="调解室", **facts)

    assert session in MediationSession.objects.visible_to(sun)
    with pytest.raises(NotPermitted):
        join(mediated_case, sun, next_door, minutes=5)


def test_when_it_leaves_its_people_see_nothing_and_mediate_no_longer(client, zhao, sun, next_door, mediated_case):
    joined = join(mediated_case, zhao, next_door)
    added = add(mediated_case, zhao, sun)
    leave(joined, zhao)

    added.refresh_from_db()
    assert (added.end_reason, added.end_note) == ("other", "仓场社区人民调解委员会退出联合调解")
    assert not sees(client, sun, mediated_case)
    assert mediated_case.assignments.standing().filter(role="host").count() == 1
    with pytest.raises(WrongState, match="已经退出"):
        leave(joined, zhao)


def test_it_joins_once_and_again_after_it_left(zhao, next_door, committee, mediated_case):
    joined = join(mediated_case, zhao, next_door)
    with pytest.raises(Invalid, match="已经参加"):
        join(mediated_case, zhao, next_door, minutes=50)
    with pytest.raises(Invalid, match="其他调委会"):
        join(mediated_case, zhao, committee, minutes=50)
    leave(joined, zhao)
    join(mediated_case, zhao, next_door, minutes=5)

    assert Assistance.objects.standing().count() == 1


def test_only_the_director_that_leads_lets_join_and_only_while_it_is_under_way(
    lin, zhao, sun, justice, next_door, mediated_case
):
    for who in (lin, sun, justice):
        with pytest.raises(NotPermitted):
            join(mediated_case, who, next_door)
    Case.objects.filter(pk=mediated_case.pk).update(procedure="failed")
    with pytest.raises(WrongState):
        join(mediated_case, zhao, next_door)


def test_the_list_of_who_assists_shows_the_case_in_as_many_queries(client, lin, zhao, sun, committee, next_door):
    client.force_login(sun)
    url = reverse("cases:cases")
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    join(make_mediated(lin, zhao, committee), zhao, next_door)
    with CaptureQueriesContext(connection) as after:
        text = client.get(url).content.decode()

    assert "刘桂珍与马俊漏水纠纷" in text
    assert len(after) <= len(before) + 1  # the rows that a list without any does not ask for


def test_the_pages_let_join_and_leave(client, zhao, next_door, mediated_case):
    client.force_login(zhao)
    url = reverse("cases:join_committee", args=[mediated_case.pk])
    form = client.get(url).context["form"]
    moment = form["joined_at"].value().strftime("%Y-%m-%dT%H:%M")
    typed = {"committee": next_door.pk, "joined_at": moment, "version": mediated_case.version, "reason": "跨社区"}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "agreed_by": "主任"}).status_code == 302
    assert "联合调解" in client.get(mediated_case.get_absolute_url()).content.decode()

    url = reverse("cases:leave_committee", args=[Assistance.objects.get().pk])
    moment = client.get(url).context["form"]["left_at"].value().strftime("%Y-%m-%dT%H:%M")
    version = Case.objects.get().version
    assert client.post(url, {"left_at": moment, "reason": "已分清", "version": version}).status_code == 302
    assert Assistance.objects.standing().count() == 0
