"""Who mediates: appointed, checked for conflicts, answering, asked to stand aside, replaced, leaving."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.docket.actions import take_step
from cases.mediation.actions import (
    add_mediator,
    answer_assignment,
    ask_replacement,
    assign_mediators,
    replace_mediator,
)
from cases.mediation.checking import check_all
from cases.mediation.conflicts import Candidate, Concerned, Tie, conflicts_of
from cases.mediation.mediators.models import MediatorProfile
from cases.mediation.models import DeclaredTie
from cases.mediation.sessions.actions import plan_session
from cases.parties.actions import Entry
from governance.committees.models import Body
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago, make_accepted, make_case
from tests.factories import YINGYUAN, make_account, make_organisation, make_person

KEYS = frozenset({"person:1"})


def concerned(**values):
    return Concerned(**{"name": "马俊", "role": "被申请人", "keys": KEYS, **values})


def codes(candidate, *others):
    return [(found.code, found.is_blocking) for found in conflicts_of(candidate, others)]


def assign(case, zhao, host, **more):
    values = {"assigned_at": ago(hours=2), "told_by": "face", **more}
    return assign_mediators(case, by=zhao, host=host, **values)


@pytest.fixture
def qian(places):
    return make_account("qian", "mediator", YINGYUAN, name="钱卫东")


# --- conflicts, pure


def test_who_is_a_party_or_speaks_for_one_does_not_mediate():
    assert codes(Candidate("林晓", keys=KEYS), concerned()) == [("same", True)]


@pytest.mark.parametrize(("kind", "blocks"), [("kin", True), ("household", True), ("agent", True), ("employer", False)])
def test_a_declared_tie_to_a_party_blocks_but_employment_is_for_the_parties_to_judge(kind, blocks):
    assert codes(Candidate("林晓", ties=(Tie(kind, KEYS),)), concerned()) == [(kind, blocks)]


def test_a_shared_address_and_a_shared_name_ask_to_be_looked_into():
    same_home = Candidate("林晓", keys=frozenset({"person:9"}), address="梧桐里7幢301室")

    assert codes(same_home, concerned(address="梧桐里7幢301室")) == [("address", False)]
    assert codes(Candidate("马俊"), concerned()) == [("same_name", False)]
    assert codes(Candidate("马俊", keys=frozenset({"person:9"})), concerned()) == []


def test_who_stood_aside_takes_no_part_and_the_blocking_findings_come_first():
    candidate = Candidate("林晓", address="七幢", stood_aside=True)

    assert codes(candidate, concerned(address="七幢")) == [("stood_aside", True), ("address", False)]


# --- the check as it reads the case


def test_the_check_finds_a_party_by_the_number_of_another_entry(lin, zhao, committee, accepted_case):
    party = accepted_case.parties.get(side="respondent")
    other = make_person(lin, YINGYUAN, name="马俊", number="31019919820511903 7", another_because="分户登记", phones=())
    MediatorProfile.objects.create(account=lin, area_id=YINGYUAN, person=other)

    found = check_all(accepted_case, [lin, zhao], on=date(2026, 11, 22))

    assert other != party.person
    assert ([each.code for each in found[lin.pk]], found[zhao.pk]) == (["same"], [])


def test_an_agent_of_the_earlier_case_does_not_mediate_the_later_one(lin, zhao, committee):
    agent = make_person(lin, YINGYUAN, name="林晓", number="", phones=())
    first = make_case(lin, committee)
    first.parties.get(side="applicant").representations.create(
        kind="agent", person=agent, name="林晓", agent_kind="citizen", authority="general"
    )
    again = tuple(Entry(party.side, person=party.person) for party in first.parties.all())
    later = make_accepted(lin, zhao, committee, entries=again, earlier=first)
    MediatorProfile.objects.create(account=lin, area_id=YINGYUAN, person=agent)

    with pytest.raises(Invalid, match="前案委托代理人") as refusal:
        assign(later, zhao, lin)

    assert refusal.value.field == "host"


def test_the_committee_whose_founder_is_a_party_refers_to_the_street(lin, zhao, committee):
    name = "迎园社区居民委员会"
    Body.objects.create(kind="residents_committee", name=name, area_id=YINGYUAN, established_on=date(2020, 1, 1))
    founder = make_organisation(
        lin, YINGYUAN, name=name, credit_code="", kind="unincorporated", legal_representative="何敏"
    )
    applicant = make_person(lin, YINGYUAN)
    case = make_accepted(
        lin, zhao, committee, entries=(Entry("applicant", person=applicant), Entry("respondent", organisation=founder))
    )

    with pytest.raises(Invalid, match="移交街道"):
        assign(case, zhao, lin)


# --- assigning


def test_the_director_appoints_and_the_mediation_begins_with_rights_told_to_all(lin, zhao, accepted_case):
    case = assign(accepted_case, zhao, lin, recorder=zhao)

    assert (case.procedure, case.host, case.event_count) == ("mediating", lin, 5)
    assert [(each.role, each.account) for each in case.assignments.all()] == [("host", lin), ("recorder", zhao)]
    assert sorted(each.taken_by for each in case.given_notices.filter(what="rights")) == ["刘桂珍", "马俊"]


def test_mediation_does_not_begin_before_the_rights_were_told(lin, zhao, accepted_case):
    with pytest.raises(Invalid, match="刘桂珍、马俊") as refusal:
        assign(accepted_case, zhao, lin, told_by="")

    assert refusal.value.field == "told_by"


def test_only_who_is_in_office_at_the_committee_is_appointed_and_only_by_its_director(lin, zhao, sun, accepted_case):
    with pytest.raises(Invalid, match="孙丽不是"):
        assign(accepted_case, zhao, sun)
    with pytest.raises(NotPermitted):
        assign(accepted_case, lin, lin)


def test_a_finding_that_does_not_block_wants_a_word_of_what_was_found_out(lin, zhao, accepted_case):
    party = accepted_case.parties.get(side="respondent").person
    DeclaredTie.objects.create(account=lin, person=party, kind="employer", declared_on=date(2026, 1, 1))

    with pytest.raises(Invalid, match="任职") as refusal:
        assign(accepted_case, zhao, lin)
    case = assign(accepted_case, zhao, lin, conflict_note="各方均表示接受")

    assert refusal.value.field == "conflict_note"
    assert case.events.get(step="T8").note == "各方均表示接受"


def test_nobody_holds_two_roles(lin, zhao, accepted_case):
    with pytest.raises(Invalid, match="一种身份"):
        assign(accepted_case, zhao, lin, recorder=lin)


# --- answering, standing aside, replacing


def test_a_mediator_who_declines_says_why_and_waits_to_be_replaced(lin, zhao, mediated_case):
    assignment = mediated_case.assignments.get(role="host")
    with pytest.raises(NotPermitted):
        answer_assignment(assignment, by=zhao, accepts=True)
    with pytest.raises(Invalid):
        answer_assignment(assignment, by=lin, accepts=False)

    answer_assignment(assignment, by=lin, accepts=False, reason="与一方相熟")

    wish = mediated_case.replacement_requests.get()
    assert (wish.reason, wish.note, wish.party) == ("own_recusal", "与一方相熟", None)
    with pytest.raises(WrongState):
        answer_assignment(assignment, by=lin, accepts=True)


def test_a_party_gets_another_mediator_without_proof_by_the_next_working_day(lin, zhao, qian, mediated_case):
    """S2 events 4 and 5."""
    old, party = mediated_case.assignments.get(role="host"), mediated_case.parties.get(side="respondent")

    wish = ask_replacement(old, by=lin, reason="party_request", party=party, asked_at=ago(hours=1), channel="face")
    new = replace_mediator(old, by=zhao, successor=qian, replaced_at=ago(minutes=30))

    mediated_case.refresh_from_db()
    old.refresh_from_db()
    wish.refresh_from_db()
    assert (mediated_case.host, new.role, old.end_reason) == (qian, "host", "party_request")
    assert wish.granted_at is not None
    assert wish.due_on > wish.asked_at.date()
    assert mediated_case.assignments.count() == 3  # the old host stays visible


def test_who_was_replaced_is_never_host_of_this_case_again(lin, zhao, qian, mediated_case):
    first = mediated_case.assignments.get(role="host")
    second = replace_mediator(first, by=zhao, successor=qian, replaced_at=ago(minutes=50), reason="illness")

    with pytest.raises(Invalid, match="不能再主持") as refusal:
        replace_mediator(second, by=zhao, successor=lin, replaced_at=ago(minutes=40), reason="workload")
    added = add_mediator(mediated_case, by=zhao, account=lin, role="co", starts_at=ago(minutes=30))

    assert (refusal.value.field, added.role) == ("successor", "co")


def test_who_was_asked_to_stand_aside_takes_no_part_at_all(lin, zhao, qian, mediated_case):
    old, party = mediated_case.assignments.get(role="host"), mediated_case.parties.get(side="respondent")
    replace_mediator(old, by=zhao, successor=qian, replaced_at=ago(minutes=50), reason="party_request", party=party)

    with pytest.raises(Invalid, match="已在本案回避"):
        add_mediator(mediated_case, by=zhao, account=lin, role="recorder", starts_at=ago(minutes=30))
    assert mediated_case.replacement_requests.get().party == party


def test_a_wish_of_a_party_names_the_party(lin, mediated_case):
    with pytest.raises(Invalid) as refusal:
        ask_replacement(
            mediated_case.assignments.get(role="host"), by=lin, reason="party_request", asked_at=ago(hours=1)
        )
    assert refusal.value.field == "party"


def test_the_successor_who_was_recorder_holds_one_role_after_it(lin, zhao, mediated_case):
    old = mediated_case.assignments.get(role="host")

    replace_mediator(old, by=zhao, successor=zhao, replaced_at=ago(minutes=50), reason="workload")

    assert [each.role for each in mediated_case.assignments.standing().filter(account=zhao)] == ["host"]


def test_a_wish_begins_the_time_to_replace_and_a_replacement_meets_it(lin, zhao, qian, mediated_case):
    host, party = mediated_case.assignments.get(role="host"), mediated_case.parties.get(side="respondent")
    wish = ask_replacement(host, by=lin, reason="party_request", party=party, asked_at=ago(hours=1))
    running = mediated_case.limits.running().get(key="replace")
    mediated_case.refresh_from_db()

    assert (running.due_on, mediated_case.due_key) == (wish.due_on, "replace")
    replace_mediator(host, by=zhao, successor=qian, replaced_at=ago(minutes=30))

    mediated_case.refresh_from_db()
    assert (mediated_case.limits.running().filter(key="replace").exists(), mediated_case.due_key) == (False, "mediate")


def test_nothing_is_changed_in_a_case_that_has_ended(lin, zhao, mediated_case):
    type(mediated_case).objects.filter(pk=mediated_case.pk).update(procedure="failed")

    with pytest.raises(WrongState, match="请结案"):
        add_mediator(mediated_case, by=zhao, account=zhao, role="co", starts_at=ago(hours=1))
    with pytest.raises(WrongState):
        ask_replacement(mediated_case.assignments.get(role="host"), by=lin, reason="illness", asked_at=ago(hours=1))


def test_rights_told_to_each_before_are_not_asked_again(client, lin, zhao, accepted_case):
    client.force_login(lin)
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    for party in accepted_case.parties.all():
        told = {"party": party.pk, "channel": "face", "told_at": now}
        assert client.post(f"/cases/{accepted_case.pk}/told/", told).status_code == 302
    page = client.get(accepted_case.get_absolute_url()).content.decode()

    case = assign(accepted_case, zhao, lin, assigned_at=timezone.now(), told_by="")

    assert ("权利义务告知：马俊" in page, "尚未告知" in page, case.procedure) == (True, False, "mediating")


def test_the_assignment_page_shows_findings_and_offers_only_who_is_fit(client, zhao, lin, accepted_case):
    party = accepted_case.parties.get(side="respondent").person
    DeclaredTie.objects.create(account=lin, person=party, kind="kin", declared_on=date(2026, 1, 1))
    client.force_login(zhao)
    page = client.get(f"/cases/{accepted_case.pk}/assign/").content.decode()

    assert "林晓申报与被申请人马俊是近亲属，不能调解本案。" in page
    assert "赵国栋（在办 0 件）" in page
    assert "林晓（在办" not in page


def test_an_assignment_by_the_form_keeps_what_is_typed_and_begins_the_mediation(client, zhao, lin, accepted_case):
    client.force_login(zhao)
    typed = {"mode": "chosen", "co_mediators": [], "told_by": "face", "version": accepted_case.version}
    empty = client.post(f"/cases/{accepted_case.pk}/assign/", typed)
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    answer = client.post(f"/cases/{accepted_case.pk}/assign/", {**typed, "host": lin.pk, "assigned_at": now})

    accepted_case.refresh_from_db()
    assert (empty.status_code, answer.status_code) == (422, 302)
    assert (accepted_case.procedure, accepted_case.assignments.get().mode) == ("mediating", "chosen")


def test_nothing_of_a_case_that_reached_an_agreement_waits(lin, zhao, mediated_case):
    host, party = mediated_case.assignments.get(role="host"), mediated_case.parties.get(side="respondent")
    plan_session(mediated_case, by=lin, planned_at=timezone.now() + timedelta(days=1), place="调解室")
    ask_replacement(host, by=lin, reason="party_request", party=party, asked_at=ago(minutes=5))
    case = type(mediated_case).objects.get(pk=mediated_case.pk)

    take_step(case, "T15", by=lin, happened_at=ago(minutes=1))

    assert not mediated_case.sessions.planned().exists()
    assert not mediated_case.replacement_requests.waiting().exists()
    assert not mediated_case.limits.running().filter(key="replace").exists()
