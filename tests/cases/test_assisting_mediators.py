"""Mediators of a committee that assists: told, with what waits for them at home, finding the cases they mediate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.mediation.actions import answer_assignment
from cases.mediation.models import Assignment
from cases.mediation.sessions.actions import plan_session
from cases.search.models import CaseText
from governance.notices.models import Notice
from governance.notices.sweeping import sweep
from tests.cases.test_joint_mediation import add, join, leave
from tests.factories import CANGCHANG, make_account


@pytest.fixture
def joined(zhao, next_door, mediated_case):
    return join(mediated_case, zhao, next_door)


@pytest.fixture
def helper(zhao, sun, joined, mediated_case):
    """sun, of the committee next door, mediates too."""
    add(mediated_case, zhao, sun)
    return sun


def home(client, who):
    client.force_login(who)
    return client.get("/").content.decode()


def told(who):
    return set(Notice.objects.filter(recipient=who).values_list("rung", flat=True))


def found(text, who):
    return set(CaseText.objects.matching(text, who).values_list("case_id", flat=True))


def test_the_director_of_a_committee_that_assists_is_told_when_it_joins_and_leaves(
    client, zhao, next_door, mediated_case
):
    director = make_account("mei", "mediation_director", CANGCHANG)
    joined = join(mediated_case, zhao, next_door)
    assert told(director) == {"assistance.joined"}
    client.force_login(director)
    assert f"请本调委会参加联合调解：{mediated_case}" in client.get("/notices/").content.decode()

    leave(joined, zhao)
    page = client.get("/notices/").content.decode()
    assert told(director) == {"assistance.joined", "assistance.left"}
    assert mediated_case.title not in page


def test_who_helps_is_told_of_the_case_and_answers_from_home(client, helper, mediated_case):
    assert told(helper) == {"case.assigned"}
    client.force_login(helper)
    assert mediated_case.title in client.get("/notices/").content.decode()
    assert "待您答复的指派" in home(client, helper)

    answer_assignment(Assignment.objects.get(account=helper), by=helper, accepts=True)
    page = home(client, helper)
    assert ("待您答复的指派" in page, "参加联合调解的案件" in page) == (False, True)


def test_who_helps_is_told_of_the_session_of_today_and_has_it_at_home(client, lin, helper, mediated_case):
    plan_session(
        mediated_case, by=lin, planned_at=timezone.now() + timedelta(minutes=1), place="调解室", told_by="phone"
    )
    sweep(timezone.localdate())

    assert "session.today" in told(helper)
    assert "今天和已过的调解会" in home(client, helper)


def test_search_finds_the_case_for_the_committee_and_its_file_for_who_is_assigned(zhao, sun, helper, mediated_case):
    other = make_account("other", "mediator", CANGCHANG)
    clerk = make_account("clerk", "committee_member", CANGCHANG)
    head, file = "刘桂珍", "卫生间渗水"

    assert [found(head, who) for who in (sun, other, clerk)] == [{mediated_case.pk}, {mediated_case.pk}, set()]
    assert [found(file, who) for who in (sun, other, clerk)] == [{mediated_case.pk}, set(), set()]


def test_it_ends_when_the_committee_leaves(client, zhao, joined, helper, mediated_case):
    leave(joined, zhao)
    sweep(timezone.localdate())

    assert found("刘桂珍", helper) == set()
    assert mediated_case.title not in home(client, helper)
    client.force_login(helper)
    assert mediated_case.title not in client.get("/notices/").content.decode()


def test_who_helps_from_next_door_has_not_left_office(client, zhao, helper):
    assert "离任调解员的在办案件" not in home(client, zhao)
