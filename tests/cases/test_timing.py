"""More time by agreement of all, time that stands still; the dates of S2 (domain/mediation-scenarios.md)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.intake.actions import accept_case
from cases.mediation.actions import assign_mediators
from cases.mediation.sessions.actions import plan_session
from cases.mediation.timing.actions import (
    approve_extension,
    drop_extension,
    propose_extension,
    record_extension_answer,
    resume_mediation,
    suspend_mediation,
)
from cases.parties.actions import Entry, Speaker
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import APPLICANT_ID, ago, at, consent_all, make_case
from tests.factories import YINGYUAN, make_person

LATE = {"late_reason": "纸质卷宗补录"}
CHILD_ID, MOTHER_ID = "31019920140615903X", "310199198609039025"


@pytest.fixture
def leak(lin, zhao, committee):
    """S2: accepted on 2026-01-31, due on 2026-02-28, a make-up working Saturday."""
    return begin(lin, zhao, make_case(lin, committee, received_at=at("2026-01-31", "10:05"), **LATE))


def begin(lin, zhao, case):
    consent_all(case, lin, happened_at=at("2026-01-31", "10:30"), **LATE)
    case = accept_case(case, by=zhao, accepted_at=at("2026-01-31", "11:00"), **LATE)
    moment = at("2026-02-02")
    return assign_mediators(case, by=zhao, assigned_at=moment, host=lin, told_by="face", **LATE)


def propose(case, by, to="2026-03-20", on="2026-02-27", **more):
    values = {"to_on": date.fromisoformat(to), "reason": "等待闭水试验结果", "proposed_at": at(on), **LATE, **more}
    return propose_extension(case, by=by, **values)


def say(extension, by, side, agrees=True, on="2026-02-27", **more):
    party = extension.case.parties.get(side=side)
    facts = {"agrees": agrees, "said_at": at(on, "10:00"), "channel": "face", **LATE, **more}
    return record_extension_answer(extension, by=by, party=party, **facts)


def approve(extension, by, on="2026-02-27"):
    return approve_extension(extension, by=by, approved_at=at(on, "16:00"), **LATE)


def test_all_parties_and_the_director_move_the_date(lin, zhao, leak):
    assert leak.due_on == date(2026, 2, 28)
    extension = propose(leak, lin)
    for side in ("applicant", "respondent"):
        say(extension, lin, side)

    case = approve(extension, zhao)

    assert (case.due_on, case.procedure) == (date(2026, 3, 20), "mediating")
    assert case.limits.running().get(key="mediate").due_on == date(2026, 3, 20)
    assert case.events.get(step="T12").text == "经各方同意，期限由 2026-02-28 延长至 2026-03-20"


def test_one_party_short_nothing_is_extended(lin, zhao, leak):
    extension = propose(leak, lin)
    say(extension, lin, "applicant")
    with pytest.raises(WrongState, match="尚未取得马俊的同意"):
        approve(extension, zhao)

    say(extension, lin, "respondent", agrees=False)
    with pytest.raises(WrongState, match="马俊"):
        approve(extension, zhao)


def test_the_last_word_of_a_party_counts(lin, zhao, leak):
    extension = propose(leak, lin)
    say(extension, lin, "applicant")
    say(extension, lin, "respondent", agrees=False)
    say(extension, lin, "respondent", on="2026-02-28")

    assert approve(extension, zhao, on="2026-02-28").due_on == date(2026, 3, 20)


def test_after_the_last_day_nothing_is_proposed_said_or_approved(lin, zhao, leak):
    with pytest.raises(WrongState, match="届满后不能延长"):
        propose(leak, lin, on="2026-03-01")
    extension = propose(leak, lin)
    with pytest.raises(WrongState, match="届满"):
        say(extension, lin, "applicant", on="2026-03-01")
    for side in ("applicant", "respondent"):
        say(extension, lin, side)
    with pytest.raises(WrongState, match="届满"):
        approve(extension, zhao, on="2026-03-01")


@pytest.mark.parametrize(("to", "says"), [("2026-02-28", "晚于现在的到期日"), ("2026-03-31", "不能晚于 2026-03-30")])
def test_a_date_lies_beyond_the_last_day_and_within_the_rule(lin, leak, to, says):
    with pytest.raises(Invalid, match=says) as refusal:
        propose(leak, lin, to=to)
    assert refusal.value.field == "to_on"


def test_time_is_extended_once(lin, zhao, leak):
    extension = propose(leak, lin)
    with pytest.raises(WrongState, match="正在征求"):
        propose(leak, lin)
    for side in ("applicant", "respondent"):
        say(extension, lin, side)
    approve(extension, zhao)

    with pytest.raises(WrongState, match="最多延长 1 次"):
        propose(leak, lin, to="2026-04-01", on="2026-03-01")


def test_an_extension_that_is_given_up_makes_room_for_another(lin, zhao, leak):
    drop_extension(propose(leak, lin), by=lin, reason="马俊不同意")

    assert propose(leak, lin, to="2026-03-10").to_on == date(2026, 3, 10)


def test_the_host_proposes_and_the_director_decides(lin, sun, justice, leak):
    for other in (sun, justice):
        with pytest.raises(NotPermitted):
            propose(leak, other)
    extension = propose(leak, lin)
    for side in ("applicant", "respondent"):
        say(extension, lin, side)
    with pytest.raises(NotPermitted, match="主任"):
        approve(extension, lin)


def test_an_agent_without_special_authority_agrees_to_no_extension(lin, leak):
    extension, party = propose(leak, lin), leak.parties.get(side="respondent")
    agent = {"kind": "agent", "person": leak.parties.get(side="applicant").person, "agent_kind": "lawyer"}
    general = party.representations.create(name="何倩", authority="general", **agent)
    special = party.representations.create(name="何倩", authority="special", **agent)

    with pytest.raises(Invalid, match="一般授权") as refusal:
        say(extension, lin, "respondent", representation=general)
    with pytest.raises(Invalid, match="不代表刘桂珍"):
        say(extension, lin, "applicant", representation=special)

    assert refusal.value.field == "representation"
    assert say(extension, lin, "respondent", representation=special).said_by == "何倩"


def test_the_guardian_speaks_for_a_minor(lin, zhao, committee):
    child = make_person(lin, YINGYUAN, name="黄子轩", number=CHILD_ID, phones=())
    mother = make_person(lin, YINGYUAN, name="罗敏", number=MOTHER_ID, phones=())
    widow = make_person(lin, YINGYUAN, name="沈玉兰", number=APPLICANT_ID, phones=())
    entries = (
        Entry("applicant", person=widow),
        Entry("respondent", person=child, speakers=(Speaker(mother, "guardian", relation="母亲"),)),
    )
    case = begin(lin, zhao, make_case(lin, committee, received_at=at("2026-01-31"), entries=entries, **LATE))
    extension = propose(case, lin)

    with pytest.raises(Invalid, match="应由监护人表态"):
        say(extension, lin, "respondent")
    consent = say(
        extension, lin, "respondent", representation=case.parties.get(side="respondent").representations.get()
    )

    assert consent.said_by == "罗敏"
    assert [each.taken_by for each in case.given_notices.order_by("id")] == ["沈玉兰", "罗敏"]


def test_a_stop_moves_the_last_day_by_its_days(lin, zhao, leak):
    case = suspend_mediation(leak, by=zhao, stopped_at=at("2026-02-10"), reason="appraisal", **LATE)
    assert (case.procedure, case.due_on) == ("suspended", None)

    case = resume_mediation(case, by=zhao, resumed_at=at("2026-02-20"), **LATE)

    assert (case.procedure, case.due_on) == ("mediating", date(2026, 3, 10))
    assert case.suspensions.get().resumed_at == at("2026-02-20")


def test_a_stop_needs_a_reason_and_takes_planned_sessions_off(lin, zhao, mediated_case):
    planned = plan_session(mediated_case, by=lin, planned_at=timezone.now() + timedelta(days=1), place="调解室")
    for reason, field in (("", "reason"), ("other", "note")):
        with pytest.raises(Invalid) as refusal:
            suspend_mediation(mediated_case, by=zhao, stopped_at=ago(minutes=5), reason=reason)
        assert refusal.value.field == field

    suspend_mediation(mediated_case, by=zhao, stopped_at=ago(minutes=5), reason="heir")

    planned.refresh_from_db()
    assert (planned.state, planned.called_off_reason) == ("called_off", "本案中止")
    with pytest.raises(WrongState, match="先恢复"):
        plan_session(mediated_case, by=lin, planned_at=timezone.now() + timedelta(days=1), place="调解室")


def test_only_the_director_stops_and_resumes(lin, zhao, mediated_case):
    with pytest.raises(NotPermitted):
        suspend_mediation(mediated_case, by=lin, stopped_at=ago(minutes=5), reason="illness")
    stopped = suspend_mediation(mediated_case, by=zhao, stopped_at=ago(minutes=5), reason="illness")
    with pytest.raises(NotPermitted):
        resume_mediation(stopped, by=lin, resumed_at=ago(minutes=1))
    with pytest.raises(Invalid, match="早于中止"):
        resume_mediation(stopped, by=zhao, resumed_at=ago(minutes=10))


# --- pages


def test_the_case_page_leads_through_an_extension(client, lin, zhao, mediated_case):
    mediated_case.refresh_from_db()
    to_on = mediated_case.due_on + timedelta(days=10)
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    client.force_login(lin)
    answer = client.post(
        f"/cases/{mediated_case.pk}/extend/", {"to_on": to_on, "reason": "等待鉴定", "proposed_at": now}
    )
    assert answer.status_code == 302
    extension = mediated_case.extensions.get()
    for party in mediated_case.parties.all():
        page = client.get(mediated_case.get_absolute_url()).content.decode()
        assert f"尚缺：{party.name}" in page or f"、{party.name}" in page
        said = {"party": party.pk, "agrees": "yes", "channel": "phone", "said_at": now}
        assert client.post(f"/cases/extensions/{extension.pk}/answer/", said).status_code == 302

    client.force_login(zhao)
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert f'href="/cases/extensions/{extension.pk}/approve/"' in page
    client.post(f"/cases/extensions/{extension.pk}/approve/", {"approved_at": now})

    extension.refresh_from_db()
    assert extension.state == "approved"


def test_next_door_finds_no_extension(client, sun, lin, mediated_case):
    client.force_login(sun)

    assert client.get(f"/cases/{mediated_case.pk}/extend/").status_code == 404
