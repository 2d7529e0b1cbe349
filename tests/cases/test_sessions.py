"""Sessions: planned, held, recorded, signed; who came, and what stands in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.intake.actions import log_contact
from cases.mediation.actions import ask_replacement
from cases.mediation.endings.actions import record_death
from cases.mediation.sessions.actions import (
    Presence,
    absences_of,
    call_off_session,
    correct_record,
    edit_record,
    hold_session,
    invite_participant,
    plan_session,
    sign_record,
)
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.cases.factories import ago


def hold(case, by, **more):
    everybody = Presence(parties=tuple(case.parties.standing()))
    values = {
        "starts_at": ago(minutes=90),
        "ends_at": ago(minutes=30),
        "place": "调解室",
        "presence": everybody,
        "result": "continue",
        "text": "马俊对渗水原因有异议，双方同意做闭水试验。",
        **more,
    }
    return hold_session(case, by=by, **values)


def plan(case, by, **more):
    values = {"planned_at": timezone.now() + timedelta(days=2), "place": "调解室", **more}
    return plan_session(case, by=by, **values)


def test_a_session_is_planned_told_to_all_and_held(lin, mediated_case):
    planned = plan(mediated_case, lin, told_by="phone")

    held = hold(mediated_case, lin, session=planned)

    assert (held.pk, held.seq, held.state, held.result) == (planned.pk, 1, "held", "continue")
    assert (held.host, held.recorder.username) == (lin, "zhao")
    assert sorted(each.taken_by for each in planned.given_notices.all()) == ["刘桂珍", "马俊"]
    assert [each.verb for each in mediated_case.events.order_by("-seq")[:2]] == ["session_held", "session_planned"]


def test_no_session_is_held_before_acceptance_or_before_somebody_mediates(lin, registered_case):
    with pytest.raises(WrongState, match="尚未受理"):
        hold(registered_case, lin)


def test_a_session_that_began_before_acceptance_is_refused(lin, mediated_case):
    with pytest.raises(Invalid, match="受理") as refusal:
        hold(mediated_case, lin, starts_at=ago(hours=4), ends_at=ago(hours=2))
    assert refusal.value.field == "happened_at"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends_at": ago(hours=2)}, "ends_at"),
        ({"ends_at": timezone.now() + timedelta(hours=1)}, "ends_at"),
        ({"result": "won"}, "result"),
        ({"methods": ()}, "methods"),
        ({"methods": ("magic",)}, "methods"),
        ({"place": " "}, "place"),
        ({"presence": Presence(others=("王大妈",))}, "parties"),
    ],
)
def test_a_session_needs_times_a_place_a_result_and_somebody_there(lin, mediated_case, more, field):
    with pytest.raises(Invalid) as refusal:
        hold(mediated_case, lin, **more)
    assert refusal.value.field == field


def test_only_a_mediator_of_the_case_holds_its_sessions(sun, staff, justice, lin, mediated_case):
    for other in (sun, staff, justice):
        with pytest.raises(NotPermitted):
            hold(mediated_case, other)


def test_who_stays_away_is_counted_and_a_party_spoken_for_is_not(lin, mediated_case):
    applicant, respondent = mediated_case.parties.get(side="applicant"), mediated_case.parties.get(side="respondent")
    speaker = respondent.representations.create(
        kind="agent", person=applicant.person, name="何倩", agent_kind="lawyer", authority="special"
    )

    alone = hold(mediated_case, lin, presence=Presence(parties=(applicant,)))
    hold(mediated_case, lin, presence=Presence(parties=(applicant,), speakers=(speaker,)))

    assert absences_of(mediated_case) == {respondent.pk: 1}
    assert mediated_case.events.filter(step="T9").first().text == f"{alone}：有待继续；马俊未到场"


def test_an_open_session_is_refused_once_a_party_objected(lin, mediated_case):
    hold(mediated_case, lin, closed_reason="objection")

    with pytest.raises(Invalid, match="不同意公开") as refusal:
        plan(mediated_case, lin, is_open=True)

    assert refusal.value.field == "is_open"


def test_a_consent_taken_back_an_hour_after_acceptance_stops_the_mediation(lin, mediated_case):
    party = mediated_case.parties.get(side="respondent")
    log_contact(mediated_case, by=lin, party=party, happened_at=ago(hours=1), channel="phone", answer="refused")

    for act in (hold, plan):
        with pytest.raises(WrongState, match="马俊已明确表示不同意继续调解：请终止调解"):
            act(mediated_case, lin)


def test_the_death_of_a_party_stops_the_mediation(lin, mediated_case):
    party = mediated_case.parties.get(side="respondent")
    record_death(mediated_case, by=lin, party=party, died_on=timezone.localdate())

    with pytest.raises(WrongState, match="继承人参加"):
        hold(mediated_case, lin)
    with pytest.raises(WrongState, match="已登记"):
        record_death(mediated_case, by=lin, party=party, died_on=timezone.localdate())


def test_the_host_whom_a_party_asked_to_stand_aside_holds_no_session(lin, mediated_case):
    party = mediated_case.parties.get(side="respondent")
    host = mediated_case.assignments.get(role="host")
    ask_replacement(host, by=lin, reason="party_request", party=party, asked_at=ago(hours=1))

    with pytest.raises(WrongState, match="先更换"):
        hold(mediated_case, lin)


def test_a_record_is_written_until_it_is_signed_and_then_only_corrected(lin, mediated_case):
    held = hold(mediated_case, lin, text="")
    with pytest.raises(WrongState, match="先填写"):
        sign_record(held, by=lin, signed_at=timezone.now(), signed_by="刘桂珍、马俊")
    with pytest.raises(WrongState, match="尚未签名"):
        correct_record(held, by=lin, text="应为 18500 元", reason="笔误")

    edit_record(held, by=lin, text="双方陈述。")
    signed = sign_record(held, by=lin, signed_at=timezone.now(), signed_by="刘桂珍、马俊")
    with pytest.raises(WrongState, match="补正"):
        edit_record(held, by=lin, text="改过的陈述。")
    correct_record(held, by=lin, text="渗水日期应为 1 月 5 日。", reason="笔误")

    signed.refresh_from_db()
    assert (signed.text, signed.corrections.get().reason) == ("双方陈述。", "笔误")


def test_two_who_write_one_record_do_not_overwrite_each_other(lin, zhao, mediated_case):
    held = hold(mediated_case, lin, text="初稿。")
    edit_record(held, by=zhao, text="主任补充。", version=held.version)

    with pytest.raises(Stale):
        edit_record(held, by=lin, text="林晓补充。", version=held.version)


def test_a_planned_session_is_called_off_with_a_reason(lin, mediated_case):
    planned = plan(mediated_case, lin)
    with pytest.raises(Invalid):
        call_off_session(planned, by=lin, reason=" ")

    off = call_off_session(planned, by=lin, reason="马俊出差")

    assert (off.state, off.called_off_reason) == ("called_off", "马俊出差")
    with pytest.raises(WrongState):
        hold(mediated_case, lin, session=off)


def test_an_invited_expert_comes_with_the_consent_of_the_parties(lin, mediated_case):
    with pytest.raises(Invalid) as refusal:
        invite_participant(mediated_case, by=lin, role="expert", name="王工", agreed_by="")
    expert = invite_participant(mediated_case, by=lin, role="expert", name="王工", agreed_by="三方当面同意")

    held = hold(mediated_case, lin, presence=Presence(tuple(mediated_case.parties.all()), (), (expert,), ("楼组长",)))

    assert refusal.value.field == "agreed_by"
    assert [each.name for each in held.presences.all()][-2:] == ["王工", "楼组长"]


# --- pages


def test_the_record_is_read_by_those_of_the_file_alone_and_each_reading_is_noted(
    client, lin, zhao, justice, staff, sun, mediated_case
):
    held = hold(mediated_case, lin, text="马俊承认曾经渗水。")

    status = {}
    for who in (lin, zhao, justice, staff, sun):
        client.force_login(who)
        answer = client.get(held.get_absolute_url())
        status[who.username] = (answer.status_code, "马俊承认" in answer.content.decode())

    yes, no = (200, True), (404, False)
    assert status == {"lin": yes, "zhao": yes, "justice": yes, "staff": no, "sun": no}
    assert TrailEntry.objects.about(held).filter(verb="session.read").count() == 3


def test_a_session_is_held_by_its_form_and_a_rest_day_is_told(client, lin, mediated_case):
    client.force_login(lin)
    page = client.get(f"/cases/{mediated_case.pk}/sessions/plan/")
    saturday = timezone.localtime() + timedelta(days=(5 - timezone.localtime().weekday()) % 7 + 7)

    answer = client.post(
        f"/cases/{mediated_case.pk}/sessions/plan/",
        {
            "planned_at": f"{saturday:%Y-%m-%d}T19:00",
            "place": "居委会二楼",
            "openness": "",
            "version": mediated_case.version,
        },
        follow=True,
    )

    assert page.status_code == 200
    assert mediated_case.sessions.get().place == "居委会二楼"
    assert "是休息日，可以调解" in answer.content.decode()


def test_a_session_form_keeps_what_was_typed_beside_what_is_wrong(client, lin, mediated_case):
    client.force_login(lin)
    answer = client.post(
        f"/cases/{mediated_case.pk}/sessions/hold/",
        {
            "starts_at": "2026-11-99T10:00",
            "ends_at": "",
            "place": "调解室𠮷",
            "text": "说了很多。",
            "result": "continue",
        },
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("说了很多。" in text, "开始时间：" in text) == (True, True)


def test_a_mediator_of_another_case_is_led_back_to_the_page_with_the_reason(client, places, mediated_case):
    from tests.factories import YINGYUAN, make_account

    client.force_login(make_account("qian", "mediator", YINGYUAN, name="钱卫东"))
    answer = client.get(f"/cases/{mediated_case.pk}/sessions/hold/", follow=True)

    assert answer.redirect_chain == [(mediated_case.get_absolute_url(), 302)]
    assert "须由本案调解员办理" in answer.content.decode()
