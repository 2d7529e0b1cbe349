"""What a case reminds of: each limit to whom it binds, on its days, once; sessions; what is handed over."""

from datetime import date, timedelta

from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.due.models import TimeLimit
from cases.docket.limits import extend, time_to_mediate
from cases.intake.filings import Letter
from cases.mediation.sessions.models import MediationSession
from governance.notices import sweeping
from governance.notices.models import Notice, Withdrawn
from governance.notices.telling import tell
from tests.cases.factories import at, make_accepted, make_mediated


def sweep(day):
    now = at(str(day), "10:00")
    sweeping.settle(day, now)
    sweeping.sweep(day, now)


def told(rung):
    """(days from the due date, who) of each notice of a rung that was ever told."""
    rows = Notice.objects.filter(rung=rung).order_by("falls_on", "recipient__username")
    return [((row.falls_on - row.due_on).days, row.recipient.username) for row in rows]


def limit(case, key):
    return case.limits.running().get(key=key)


def test_the_time_to_mediate_is_told_to_the_host_and_once_passed_to_the_director(mediated_case, zhao):
    due_on = limit(mediated_case, "mediate").due_on

    for left in range(10, -4, -1):
        sweep(due_on - timedelta(days=left))

    assert told("case.due") == [(-7, "lin"), (-3, "lin"), (0, "lin"), (1, "lin"), (1, "zhao")]
    standing = Notice.objects.filter(rung="case.due").standing()
    assert sorted(standing.values_list("recipient__username", "occasion")) == [
        ("lin", f"{due_on}+1"),
        ("zhao", f"{due_on}+1"),
    ]


def test_the_day_that_a_letter_names_is_told_to_host_and_director(lin, zhao, committee):
    due_on = timezone.localdate() + timedelta(days=9)
    letter = Letter("police", "新成路派出所", letter_no="新派调移〔2026〕9号", due_on=due_on)
    make_mediated(lin, zhao, committee, source="S33", source_form="", letter=letter)

    for left in range(8, -3, -1):
        sweep(due_on - timedelta(days=left))

    assert told("case.organ_due") == [(days, who) for days in (-7, -3, 0, 1) for who in ("lin", "zhao")]


def test_an_extension_takes_the_old_dates_notices_back_and_tells_of_the_new_one(mediated_case):
    case = mediated_case
    due_on = limit(case, "mediate").due_on
    sweep(due_on - timedelta(days=3))

    extend(case, to=due_on + timedelta(days=20), agreed_on=due_on - timedelta(days=3))
    new = time_to_mediate(case)
    sweep(due_on)
    assert set(Notice.objects.filter(rung="case.due").values_list("withdrawn_because", flat=True)) == {Withdrawn.MOVED}

    sweep(new.due_on - timedelta(days=7))
    (standing,) = Notice.objects.filter(rung="case.due").standing()
    assert (standing.due_on, standing.subject_id) == (new.due_on, new.pk)


def test_whether_to_accept_is_the_directors_to_decide_in_time(registered_case, zhao, lin):
    decide, contact = limit(registered_case, "accept_decide").due_on, limit(registered_case, "contact").due_on

    for day in range(8):
        sweep(timezone.localdate() + timedelta(days=day))

    assert {who for _, who in told("case.accept_due")} == {"zhao"}
    assert {days for days, _ in told("case.accept_due")} <= {-1, 0, 1}
    assert (0, "zhao") in told("case.contact_due")
    assert decide >= contact


def test_when_it_is_decided_nothing_more_waits(registered_case, zhao):
    decide = limit(registered_case, "accept_decide")
    sweep(decide.due_on)
    assert Notice.objects.filter(rung="case.accept_due").standing().exists()

    TimeLimit.objects.filter(pk=decide.pk).update(met_on=decide.due_on)
    sweep(decide.due_on)

    assert not Notice.objects.filter(rung="case.accept_due").standing().exists()


def test_a_case_that_nobody_has_after_three_working_days_is_told_to_the_director(lin, zhao, committee):
    case = make_accepted(lin, zhao, committee)
    due_on = limit(case, "assign").due_on

    sweep(due_on - timedelta(days=1))
    assert told("case.assign_due") == []
    sweep(due_on)
    sweep(due_on + timedelta(days=1))
    assert told("case.assign_due") == [(0, "zhao"), (1, "zhao")]


def test_a_case_is_told_to_whom_it_is_given_but_not_to_who_gave_it(mediated_case, lin, zhao):
    assert list(Notice.objects.filter(rung="case.assigned").values_list("recipient__username", flat=True)) == ["lin"]
    (notice,) = tell(Notice.objects.filter(rung="case.assigned"), lin)
    assert str(mediated_case) in notice.text
    assert notice.target == mediated_case.get_absolute_url()


def test_a_session_is_told_the_day_before_and_on_its_day(mediated_case, lin):
    day = timezone.localdate() + timedelta(days=3)
    session = MediationSession.objects.create(
        case=mediated_case, seq=1, state="planned", planned_at=at(str(day), "14:00"), place="居委会二楼", host=lin
    )

    for before in range(3, -1, -1):
        sweep(day - timedelta(days=before))

    assert told("session.today") == [(-1, "lin"), (0, "lin")]
    (notice,) = tell(Notice.objects.filter(rung="session.today").standing(), lin)
    assert "14:00 第1次调解" in notice.text
    MediationSession.objects.filter(pk=session.pk).update(state="called_off")
    sweep(day)
    assert not Notice.objects.filter(rung="session.today").standing().exists()


def test_the_end_of_a_committees_term_is_told_90_and_30_days_before(committee, zhao, justice):
    ends_on = date(2027, 9, 1)
    MediationCommittee.objects.update(term_ends_on=ends_on)

    for left in (91, 90, 30):
        sweep(ends_on - timedelta(days=left))

    assert told("committee.term_ending") == [(-90, "justice"), (-90, "zhao"), (-30, "justice"), (-30, "zhao")]


def test_next_door_and_the_other_district_are_told_nothing(mediated_case, sun, far, member, staff):
    due_on = limit(mediated_case, "mediate").due_on
    for left in (7, 3, 0, -1):
        sweep(due_on - timedelta(days=left))

    assert not Notice.objects.filter(recipient__in=[sun, far, member, staff]).exists()


def test_what_is_told_names_no_words_of_the_file(lin, zhao, committee):
    case = make_mediated(lin, zhao, committee)
    due_on = limit(case, "mediate").due_on
    sweep(due_on)

    for notice in tell(Notice.objects.all(), lin):
        assert "天花板" not in notice.text
