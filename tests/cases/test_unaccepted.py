"""What never became a case is not kept for ever: its term ends, and it goes by a list and two people's word."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archive.disposal import actions, unaccepted
from cases.archive.disposal.models import Destruction
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.intake.actions import record_clue, reject_case
from cases.rights.actions import erase_person
from cases.rights.gathering import why_kept
from governance.errors import NotPermitted, WrongState
from governance.jobs import running
from governance.jobs.models import Job
from governance.persons.models import Person
from tests.cases.factories import ago, make_case, make_filing
from tests.factories import JIADING, make_account


def years_ago(case, years):
    """As if all of it had happened then."""
    then = timezone.now() - timedelta(days=366 * years)
    CaseEvent.objects.filter(case=case).update(happened_at=then)
    Case.objects.filter(pk=case.pk).update(received_at=then)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def rejected(zhao, registered_case):
    return reject_case(registered_case, by=zhao, happened_at=ago(minutes=5), reason="R04")


def test_the_term_counts_from_the_january_after_the_last_act(rejected):
    this_year = timezone.localdate().year
    assert unaccepted.unaccepted_until(rejected).isoformat() == f"{this_year + 5}-12-31"
    assert unaccepted.unaccepted_until(years_ago(rejected, 6)).year < this_year


def test_a_case_that_goes_on_has_no_such_term(accepted_case):
    assert unaccepted.unaccepted_until(accepted_case) is None
    assert "案卷尚在保管" in why_kept(accepted_case.parties.first().person)


def test_what_is_over_goes_among_the_volumes_once_and_by_the_bureau_alone(zhao, officer, rejected):
    with pytest.raises(NotPermitted):
        unaccepted.shelve_unaccepted(by=zhao)
    with pytest.raises(WrongState, match="没有保管期满"):
        unaccepted.shelve_unaccepted(by=officer)
    case = years_ago(rejected, 7)
    assert "保管至" in why_kept(case.parties.first().person)

    assert unaccepted.shelve_unaccepted(by=officer) == 1
    volume = case.volumes.get()
    assert (volume.state, volume.term_reason, volume.pages) == ("archived", "未受理事项", 0)
    with pytest.raises(WrongState):
        unaccepted.shelve_unaccepted(by=officer)


def test_a_clue_that_led_nowhere_and_a_void_number_count_too(lin, officer, committee, accepted_case):
    facts = {"dispute_type": "D02", "facts": "楼道堆物，邻里争吵，有升级可能。"}
    clue = years_ago(record_clue(committee, by=lin, happened_at=ago(hours=1), filing=make_filing(**facts)), 7)
    Case.objects.filter(pk=accepted_case.pk).update(voided_at=timezone.now(), void_reason="重复编号")
    void = years_ago(accepted_case, 7)
    Case.objects.filter(pk=void.pk).update(voided_at=void.received_at)

    assert {case.pk for case in unaccepted.term_over(officer, timezone.localdate())} == {clue.pk, void.pk}


def test_after_the_list_nothing_keeps_its_people(client, officer, rejected):
    case = years_ago(rejected, 7)
    person = case.parties.get(side="respondent").person
    client.force_login(officer)
    assert "1 件" in client.get(reverse("cases:shelve_unaccepted")).content.decode()
    client.post(reverse("cases:shelve_unaccepted"), {"submission": "1"})
    made = actions.propose_destruction(by=officer, volumes=[case.volumes.get()], reason="保管期满")
    second = make_account("second", "district_officer", JIADING, name="顾岚")
    for by in (officer, second):
        made = actions.approve_destruction(made, by=by)
    running.run(Job.objects.get(kind="archive.destroy").pk)

    assert Destruction.objects.get().items.get().outcome.startswith("已销毁")
    assert Case.objects.get(pk=case.pk).archive == "destroyed"
    assert why_kept(person) == ""
    assert erase_person(Person.objects.get(pk=person.pk), by=officer, reason="本人申请").name == "（已删除）"


def test_a_list_of_nothing_is_not_made(lin, committee, officer):
    make_case(lin, committee)
    assert list(unaccepted.term_over(officer, timezone.localdate())) == []
