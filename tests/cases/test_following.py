"""What was agreed is followed to its end, also after closing: until then no volume is bound, and none is due."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.agreements.models import Obligation
from cases.agreements.performance import Duty
from cases.archive.actions import require_bindable
from cases.closing.actions import approve_closing, propose_closing, reopen_case
from cases.closing.routes import routes_of
from cases.confirmation.actions import record_outcome
from cases.confirmation.tasks import note_expired_windows
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.performance.actions import may_confirm, withdraw_performance
from cases.performance.courts.actions import end_recourse, note_recourse
from cases.performance.following import is_followed, still_followed
from cases.performance.tasks import note_overdue
from cases.performance.urging import Urged, next_from, unasked
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.agreements import make_draft, pay, side, sign_all, soon, tick_all
from tests.cases.factories import ago, at
from tests.cases.performing import agreed, first, late, overdue, perform, urge
from tests.cases.test_closing import WORDS
from tests.cases.test_confirmation import ask
from tests.cases.test_visits import visit

TODAY = date(2026, 5, 10)
DUE = date(2026, 5, 1)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def closed_early(case, lin, zhao, route="later"):
    case = fresh(case)
    report = propose_closing(case, by=lin, proposed_at=timezone.now(), open_route=route, **WORDS)
    return approve_closing(report, by=zhao, approved_at=timezone.now())


def running(case, key):
    return TimeLimit.objects.running().filter(case=case, key=key).first()


def suit(case, by, kind="sued", **more):
    facts = {"party": side(case, "applicant"), "begun_on": timezone.localdate(), **more}
    return note_recourse(case, by=by, kind=kind, **facts)


def end(recourse, by, outcome):
    return end_recourse(recourse, by=by, ended_on=timezone.localdate(), outcome=outcome, result="见裁判文书")


@pytest.mark.parametrize(
    ("duty", "told_on", "is_with_court", "followed"),
    [
        (Duty(DUE, date(2026, 4, 30)), None, False, False),
        (Duty(date(2026, 6, 1), None), None, False, True),
        (Duty(date(2026, 6, 1), None), None, True, True),
        (Duty(None, None), date(2026, 5, 2), False, True),
        (Duty(DUE, None), None, False, True),
        (Duty(DUE, None), None, True, False),
        (Duty(DUE, None), date(2026, 5, 2), False, False),
        (Duty(DUE, None), date(2026, 4, 2), False, True),
        (Duty(date(2026, 6, 1), None, is_refused=True), date(2026, 4, 2), False, False),
        (Duty(date(2026, 6, 1), None, is_refused=True), None, False, True),
    ],
)
def test_a_duty_is_followed_until_it_is_done_or_the_parties_know_where_else_to_turn(
    duty, told_on, is_with_court, followed
):
    assert is_followed(duty, TODAY, told_on=told_on, is_with_court=is_with_court) is followed


def test_what_was_closed_early_is_followed_and_its_volume_is_due_from_the_last_visit(lin, zhao, client, mediated_case):
    obligation = first(agreed(mediated_case, lin))
    case = closed_early(mediated_case, lin, zhao)
    assert (running(case, "archive"), case.due_key) == (None, "visit_agreement")
    with pytest.raises(WrongState, match="第1项尚未履行完毕"):
        require_bindable(case, lin)
    client.force_login(lin)
    assert "本案仍在跟进，不能归档" in client.get(case.get_absolute_url()).content.decode()
    assert "待整理归档的案卷" not in client.get("/").content.decode()

    with time_machine.travel(at(str(soon(20)), "10:00")):
        perform(obligation, lin, performed_at=timezone.now())
        assert still_followed(fresh(case), timezone.localdate())[0].startswith("回访尚未完成")
        visit(case, lin, visited_at=timezone.now())

    limit, last = running(case, "archive"), soon(20)
    assert (limit.starts_on, fresh(case).due_key) == (last, "archive")
    assert "结案后的跟进（履行、司法确认、回访）结束" in limit.steps[0].text
    require_bindable(fresh(case), lin)
    assert "待整理归档的案卷" in client.get("/").content.decode()


def test_what_is_taken_back_after_closing_is_followed_again(lin, zhao, mediated_case):
    record = perform(first(agreed(mediated_case, lin)), lin)
    visit(mediated_case, lin)
    case = closed_early(mediated_case, lin, zhao, route="")
    assert running(case, "archive").starts_on == case.closed_on

    withdraw_performance(record, by=lin, reason="登错")

    assert running(case, "archive") is None
    assert fresh(case).due_key == ""


def test_no_reminder_leads_to_an_act_that_an_archived_or_reopened_case_refuses(lin, mediated_case):
    agreed(mediated_case, lin)
    told = {}
    for procedure in ("agreed", "closed", "mediating", "archived"):
        Case.objects.filter(pk=mediated_case.pk).update(procedure=procedure)
        told[procedure] = Obligation.objects.unperformed().exists()

    assert told == {"agreed": True, "closed": True, "mediating": False, "archived": False}


def test_an_open_suit_holds_the_volume_and_its_judgment_lets_it_go(lin, mediated_case):
    overdue(mediated_case, lin)
    visit(mediated_case, lin, performance="overdue")
    made = suit(mediated_case, lin)
    assert "还没有结果" in still_followed(fresh(mediated_case), timezone.localdate())[0]

    end(made, lin, "title")

    assert still_followed(fresh(mediated_case), timezone.localdate()) == []


def test_a_suit_that_was_withdrawn_leaves_the_duty_to_the_committee(lin, mediated_case):
    overdue(mediated_case, lin)
    visit(mediated_case, lin, performance="overdue")

    end(suit(mediated_case, lin), lin, "withdrawn")

    assert "第1项尚未履行完毕" in still_followed(fresh(mediated_case), timezone.localdate())[0]


def test_an_application_holds_the_volume_and_so_does_the_window_that_is_left_after_it(lin, zhao, mediated_case):
    perform(first(agreed(mediated_case, lin)), lin)
    visit(mediated_case, lin)
    application = ask(mediated_case, lin)
    assert still_followed(fresh(mediated_case), timezone.localdate()) == [
        "司法确认申请还没有结果：请先登记法院的受理和裁定。"
    ]
    case = closed_early(mediated_case, lin, zhao, route="")
    record_outcome(application, by=lin, outcome="not_accepted", decided_on=timezone.localdate(), why_not="other_court")
    assert "再次申请司法确认" in still_followed(fresh(case), timezone.localdate())[0]
    assert running(case, "archive") is None

    note_expired_windows(str(soon(60)))

    assert running(case, "archive").starts_on == soon(60)


def test_a_window_that_nobody_used_holds_nothing_and_ends_on_its_day_also_of_an_archived_case(lin, mediated_case):
    perform(first(agreed(mediated_case, lin)), lin)
    visit(mediated_case, lin)
    assert still_followed(fresh(mediated_case), timezone.localdate()) == []
    Case.objects.filter(pk=mediated_case.pk).update(procedure="archived")

    note_expired_windows(str(soon(60)))

    assert fresh(mediated_case).confirmation == "expired"


def test_a_late_payment_recorded_in_error_is_late_again_once_it_is_withdrawn(lin, mediated_case):
    agreement = overdue(mediated_case, lin)
    record = perform(first(agreement), lin)
    assert running(mediated_case, "urge") is None

    case = withdraw_performance(record, by=lin, reason="登错了案件")

    assert (case.performance, fresh(case).performance) == ("overdue", "overdue")
    assert running(case, "urge").starts_on == timezone.localdate() - timedelta(days=1)
    assert running(case, "visit") is not None


def test_a_suit_is_about_its_own_agreement_and_not_about_the_variation(lin, mediated_case):
    overdue(mediated_case, lin)
    suit(mediated_case, lin)
    new = make_draft(fresh(mediated_case), lin)
    new.obligations.all().delete()
    pay(new, lin, "5000", due_on=soon(40))
    tick_all(new, lin)
    sign_all(new, lin, signed_at=timezone.now())
    assert fresh(mediated_case).performance == "not_due"

    perform(first(new), lin, "1000")

    assert fresh(mediated_case).performance == "partial"


PATIENCE = timedelta(days=15)


@pytest.mark.parametrize(
    ("urged", "again_from"),
    [
        (Urged(TODAY), date(2026, 5, 25)),
        (Urged(TODAY, promised_on=date(2026, 5, 14)), date(2026, 5, 14)),
        (Urged(TODAY, is_performing=True), TODAY),
        (Urged(TODAY, has_told=True), None),
    ],
)
def test_who_was_urged_and_stays_late_is_asked_again(urged, again_from):
    assert urged.again_from(PATIENCE) == again_from


def test_urging_is_done_once_everybody_who_is_late_was_asked_and_due_again_for_the_first_of_them():
    urged = {1: Urged(TODAY), 2: Urged(DUE, promised_on=date(2026, 5, 12))}

    assert unasked([1, 2, 3], urged, since=date(2026, 5, 5)) == [2, 3]
    assert unasked([1, 2], urged, since=DUE) == []
    assert unasked([1], {1: Urged(TODAY, is_performing=True)}, since=DUE) == [1]
    assert next_from([1, 2], urged, PATIENCE) == date(2026, 5, 12)
    assert next_from([], urged, PATIENCE) is None


@pytest.mark.parametrize("outcome", ["noted", "disputed", "refused"])
def test_an_answer_that_is_no_payment_is_asked_after_until_the_parties_are_told(outcome, lin, mediated_case):
    overdue(mediated_case, lin)
    visit(mediated_case, lin, performance="overdue")
    debtor = side(mediated_case, "respondent")

    urge(mediated_case, lin, debtor, outcome=outcome)
    assert running(mediated_case, "urge").starts_on == soon(15)

    urge(mediated_case, lin, debtor, outcome=outcome, has_told=True)
    assert running(mediated_case, "urge") is None
    assert still_followed(fresh(mediated_case), timezone.localdate()) == []
    assert mediated_case.events.last().text.endswith("已告知救济途径")


def test_nobody_is_told_of_courts_before_anything_is_late(lin, mediated_case):
    agreed(mediated_case, lin)

    with pytest.raises(Invalid) as refusal:
        urge(mediated_case, lin, side(mediated_case, "respondent"), has_told=True)
    assert refusal.value.field == "has_told"


def test_only_who_is_owed_says_that_it_was_performed(lin, mediated_case):
    one = first(agreed(mediated_case, lin))
    creditor = side(mediated_case, "applicant")
    names = [party.name for party in may_confirm(mediated_case, one)]
    Obligation.objects.filter(pk=one.pk).update(creditor=None)
    to_all = [party.name for party in may_confirm(mediated_case, Obligation.objects.get(pk=one.pk))]
    mediated_case.parties.filter(pk=creditor.pk).update(side="third")
    by_none = list(may_confirm(mediated_case, Obligation.objects.get(pk=one.pk)))

    assert (names, to_all, by_none) == ([creditor.name], [creditor.name], [])


@pytest.mark.parametrize("outcome", ["dismissed", "withdrawn"])
def test_a_suit_that_came_to_nothing_enforces_nothing(outcome, lin, mediated_case):
    overdue(mediated_case, lin)
    end(suit(mediated_case, lin), lin, outcome)

    with pytest.raises(Invalid, match="不能申请强制执行"):
        suit(mediated_case, lin, "enforcement")


def test_a_court_that_dismissed_does_not_end_an_enforcement(lin, mediated_case):
    overdue(mediated_case, lin)
    end(suit(mediated_case, lin), lin, "title")
    made = suit(mediated_case, lin, "enforcement")

    with pytest.raises(Invalid) as refusal:
        end(made, lin, "dismissed")
    assert refusal.value.field == "outcome"


def test_the_way_that_is_left_is_one_that_the_tracks_bear_out(lin, zhao, mediated_case):
    overdue(mediated_case, lin)
    case = fresh(mediated_case)
    assert routes_of(case) == []
    with pytest.raises(WrongState, match="请先督促"):
        closed_early(case, lin, zhao, route="told")
    urge(case, lin, side(case, "respondent"), has_told=True)
    assert routes_of(fresh(case)) == ["told"]
    for route in ("confirmed", "sued", "enforced", "later"):
        with pytest.raises(Invalid, match="可以选择：“已督促并告知可以起诉”") as refusal:
            closed_early(case, lin, zhao, route=route)
        assert refusal.value.field == "open_route"
    suit(case, lin)
    assert routes_of(fresh(case)) == ["sued", "told"]

    assert closed_early(case, lin, zhao, route="sued").procedure == "closed"


def test_the_director_does_not_approve_a_way_that_no_longer_holds(lin, zhao, mediated_case):
    agreement = agreed(mediated_case, lin)
    report = propose_closing(fresh(mediated_case), by=lin, proposed_at=timezone.now(), open_route="later", **WORDS)
    late(agreement, timezone.localdate() - timedelta(days=1))
    note_overdue()
    urge(mediated_case, lin, side(mediated_case, "respondent"), has_told=True)

    with pytest.raises(WrongState, match="与目前的履行情况不符"):
        approve_closing(report, by=zhao, approved_at=timezone.now())


def again(case, by, **more):
    facts = {"ground": "unfit", "reason": "漏水又起", "channel": "face", "reopened_at": timezone.now(), **more}
    return reopen_case(fresh(case), by=by, consented=tuple(case.parties.all()), **facts)


def test_what_was_performed_is_not_taken_up_again_as_unperformed(client, lin, zhao, mediated_case):
    perform(first(agreed(mediated_case, lin)), lin)
    case = closed_early(mediated_case, lin, zhao, route="")
    with pytest.raises(Invalid, match="已经履行完毕") as refusal:
        again(case, zhao, ground="not_performed")
    assert refusal.value.field == "ground"
    with pytest.raises(Invalid, match="不能早于批准结案") as refusal:
        again(case, zhao, reopened_at=ago(minutes=30))
    assert refusal.value.field == "reopened_at"
    client.force_login(zhao)
    page = client.get(reverse("cases:reopen", args=[case.pk])).content.decode()
    assert ("协议未履行" in page, "协议不适当" in page) == (False, True)

    assert again(case, zhao).procedure == "mediating"


def test_taking_a_case_up_again_ends_its_window_and_waits_for_a_court(lin, zhao, mediated_case):
    agreed(mediated_case, lin)
    application = ask(mediated_case, lin)
    case = closed_early(mediated_case, lin, zhao)
    with pytest.raises(WrongState, match="司法确认申请还没有结果"):
        again(case, zhao)
    record_outcome(application, by=lin, outcome="withdrawn", decided_on=timezone.localdate())
    assert running(case, "jc_apply") is not None

    case = again(case, zhao)

    assert (running(case, "jc_apply"), case.confirmation) == (None, "na")


def test_who_registers_at_the_committee_urges_and_visits_and_does_not_record_payments(lin, member, mediated_case):
    agreement = overdue(mediated_case, lin)

    urge(mediated_case, member, side(mediated_case, "respondent"))
    visit(mediated_case, member, performance="overdue")
    with pytest.raises(NotPermitted, match="本案调解员或者调委会主任"):
        perform(first(agreement), member)


@pytest.mark.parametrize("who", ["justice", "officer", "supervisor", "staff"])
def test_the_offices_above_look_on(who, client, lin, mediated_case, request):
    agreement, other = overdue(mediated_case, lin), request.getfixturevalue(who)

    for act in (
        lambda: urge(mediated_case, other, side(mediated_case, "respondent")),
        lambda: visit(mediated_case, other, performance="overdue"),
        lambda: suit(mediated_case, other),
        lambda: perform(first(agreement), other),
    ):
        with pytest.raises(NotPermitted):
            act()
    client.force_login(other)
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert reverse("cases:urge", args=[mediated_case.pk]) not in page
    assert reverse("cases:visit", args=[mediated_case.pk]) not in page


def test_what_a_court_did_some_days_ago_says_why_it_comes_late(lin, mediated_case):
    agreed(mediated_case, lin, (Decimal("9800"), None))
    back = timezone.localdate() - timedelta(days=9)
    mediated_case.agreements.update(effective_on=back, agreed_at=ago(days=9))

    with pytest.raises(Invalid, match="补录") as refusal:
        suit(mediated_case, lin, begun_on=back)
    assert refusal.value.field == "late_reason"
    suit(mediated_case, lin, begun_on=back, late_reason="当事人今天才告知")
    assert mediated_case.events.last().late_reason == "当事人今天才告知"
    with pytest.raises(Invalid, match="补录"):
        ask(mediated_case, lin, applied_on=back)
