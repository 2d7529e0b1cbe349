"""The life of a case as one table, its numbers, and who may take which step."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from cases.docket.actions import take_step, void_number
from cases.docket.models import Case
from cases.docket.states import TRANSITIONS, Procedure, require_transition
from cases.intake.actions import accept_case
from cases.numbers.actions import NumberKind, number_text
from cases.numbers.models import IssuedNumber
from cases.parties.actions import Entry
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.persons.models import Person
from tests.cases.factories import ago, consent_all, make_accepted, make_case, same_parties

EVERY_PAIR = [(state, code) for state in Procedure.values for code in TRANSITIONS]


@pytest.mark.parametrize(("state", "code"), EVERY_PAIR)
def test_a_step_is_allowed_from_the_states_of_its_row_and_from_no_other(state, code):
    if state in TRANSITIONS[code].before:
        assert require_transition(state, code).after == TRANSITIONS[code].after
    else:
        with pytest.raises(WrongState, match="。"):
            require_transition(state, code)


@pytest.mark.parametrize(
    ("state", "instead"), [("registered", "用“移送”"), ("consent", "用“移送”"), ("suspended", "先恢复调解，再移交")]
)
def test_a_transfer_that_cannot_be_is_refused_with_what_to_do_instead(state, instead):
    with pytest.raises(WrongState, match=instead):
        require_transition(state, "T19")


def test_the_table_reaches_every_state_and_leaves_every_state_that_is_not_the_end():
    reached = {step.after for step in TRANSITIONS.values()}
    left = {state for step in TRANSITIONS.values() for state in step.before if step.after != state}

    assert reached == set(Procedure.values)
    assert set(Procedure.values) - left == {"rejected", "referred", "archived"}


def test_a_number_reads_as_the_field_writes_it():
    assert number_text("云梧", NumberKind.MEDIATION, 2026, 8) == "（2026）云梧人调字第8号"
    assert number_text("云梧", NumberKind.TRANSFER, 2026, 3) == "云梧人调移字〔2026〕3号"


def test_a_refused_acceptance_leaves_no_gap_in_the_numbers(lin, zhao, committee):
    first = make_accepted(lin, zhao, committee)
    waiting = make_case(lin, committee, entries=same_parties(first))
    with pytest.raises(WrongState, match="马俊"):
        accept_case(waiting, by=zhao, accepted_at=ago(hours=1))
    consent_all(waiting, lin)

    second = accept_case(waiting, by=zhao, accepted_at=ago(hours=1))

    assert [first.number[-3:], second.number[-3:]] == ["第1号", "第2号"]


@pytest.mark.django_db(transaction=True)
def test_twenty_who_accept_at_once_get_twenty_numbers_without_a_gap(lin, zhao, committee):
    first = make_case(lin, committee)
    entries = same_parties(first)
    cases = [first, *(make_case(lin, committee, entries=entries) for _ in range(19))]
    for case in cases:
        consent_all(case, lin)

    def accept(case):
        try:
            return accept_case(case, by=zhao, accepted_at=ago(hours=1)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(accept, cases))

    assert len(numbers) == 20
    assert list(IssuedNumber.objects.order_by("n").values_list("n", flat=True)) == list(range(1, 21))


def test_a_void_number_is_listed_and_never_given_again(lin, zhao, officer, committee, accepted_case):
    with pytest.raises(NotPermitted):
        void_number(accepted_case, by=zhao, reason="重复编号")
    with pytest.raises(Invalid):
        void_number(accepted_case, by=officer, reason=" ")

    void = void_number(accepted_case, by=officer, reason="重复编号")
    later = make_case(lin, committee, entries=same_parties(void))
    consent_all(later, lin)
    later = accept_case(later, by=zhao, accepted_at=ago(hours=1))

    assert (void.result, void.numbers.get().void_reason) == ("62", "重复编号")
    assert later.number.endswith("第2号")
    with pytest.raises(WrongState, match="作废"):
        take_step(void, "T8", by=zhao, happened_at=ago(hours=1))


def test_who_saw_an_older_version_is_shown_the_newer_one(zhao, lin, registered_case):
    consent_all(registered_case, lin)

    with pytest.raises(Stale) as refusal:
        accept_case(registered_case, by=zhao, accepted_at=ago(hours=1), version=registered_case.version)

    assert refusal.value.current.procedure == Procedure.CONSENT


def test_a_step_is_told_once_in_the_life_and_once_in_the_trail(lin, registered_case):
    event = registered_case.events.get()

    assert (event.seq, event.step, event.before, event.after, event.account) == (1, "T3", "", "registered", lin)
    assert event.posting.role == "mediator"
    assert TrailEntry.objects.about(registered_case).get().verb == "case.registered"


def test_what_is_recorded_over_three_days_late_says_why(lin, committee):
    with pytest.raises(Invalid) as refusal:
        make_case(lin, committee, received_at=ago(days=5))
    assert refusal.value.field == "late_reason"

    case = make_case(lin, committee, received_at=ago(days=5), late_reason="纸质登记后补录", entries=_entries_left())

    assert case.events.get().late_reason == "纸质登记后补录"


def test_a_case_is_seen_from_its_committee_its_street_and_its_district_alone(
    lin, sun, staff, officer, xu, far, registered_case
):
    seen = {who.username for who in (lin, sun, staff, officer, xu, far) if Case.objects.visible_to(who).exists()}

    assert seen == {"lin", "staff", "officer"}


def test_a_street_does_not_decide_for_a_committee_below_it(justice, supervisor, registered_case, lin):
    consent_all(registered_case, lin)

    for above in (justice, supervisor, lin):
        with pytest.raises(NotPermitted, match="主任"):
            accept_case(registered_case, by=above, accepted_at=ago(hours=1))


def test_the_database_keeps_a_number_and_its_date_together(registered_case):
    with pytest.raises(IntegrityError, match="case_accepted_with_number"), transaction.atomic():
        Case.objects.filter(pk=registered_case.pk).update(number="（2026）嘉迎人调字第9号")


def _entries_left():
    applicant, respondent = Person.objects.order_by("id")[:2]
    return Entry("applicant", person=applicant), Entry("respondent", person=respondent)
