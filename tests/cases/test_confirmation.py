"""Judicial confirmation: asked by all, in thirty days, of a court that is competent; what the court answered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.agreements.actions import agree_orally, draft_agreement
from cases.agreements.terms import Head
from cases.confirmation.actions import (
    apply_confirmation,
    decide_objection,
    record_acceptance,
    record_objection,
    record_outcome,
)
from cases.confirmation.checks import CODES, warnings
from cases.confirmation.courts import Court, courts_for
from cases.confirmation.tasks import note_expired_windows
from cases.docket.due.models import TimeLimit
from cases.docket.limits import begin
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.intake.models import Referral
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices import sweeping
from governance.notices.models import Notice
from tests.cases.agreements import make_draft, pay, side, soon, tick_all
from tests.cases.factories import at, make_committee
from tests.cases.performing import agreed
from tests.factories import TIANPING_FIRST, make_person

COURT = "上海市嘉定区人民法院"
DOCKET = "（2026）沪0114民特31号"


def ask(case, by, **more):
    values = {
        "court": COURT,
        "ground": "committee",
        "applied_on": timezone.localdate(),
        "joined": tuple(case.parties.standing()),
        "checked": CODES,
        **more,
    }
    return apply_confirmation(case, by=by, **values)


def window(case):
    return TimeLimit.objects.get(case=case, key="jc_apply")


def test_all_parties_ask_and_the_court_confirms(mediated_case, lin):
    agreed(mediated_case, lin)
    today = timezone.localdate()

    application = ask(mediated_case, lin)
    mediated_case.refresh_from_db()
    assert (mediated_case.confirmation, window(mediated_case).met_on) == ("applied", today)
    assert application.applicants == "刘桂珍、马俊"

    record_acceptance(application, by=lin, accepted_on=today, docket="(2026)沪0114民特31号")
    mediated_case.refresh_from_db()
    assert mediated_case.confirmation == "court_accepted"

    application = record_outcome(application, by=lin, outcome="confirmed", decided_on=today)
    mediated_case.refresh_from_db()
    assert (mediated_case.confirmation, application.docket, application.decided_on) == ("confirmed", DOCKET, today)


def test_one_side_alone_cannot_ask(mediated_case, lin):
    agreed(mediated_case, lin)

    with pytest.raises(Invalid, match="还缺：马俊") as refusal:
        ask(mediated_case, lin, joined=(side(mediated_case, "applicant"),))
    assert refusal.value.field == "joined"


def test_after_the_last_day_nobody_asks_and_the_track_says_so(mediated_case, lin):
    agreed(mediated_case, lin)
    yesterday = timezone.localdate() - timedelta(days=1)
    TimeLimit.objects.filter(case=mediated_case, key="jc_apply").update(due_on=yesterday)
    with pytest.raises(Invalid, match="届满"):
        ask(mediated_case, lin)

    note_expired_windows()
    note_expired_windows()

    mediated_case.refresh_from_db()
    assert mediated_case.confirmation == "expired"
    assert mediated_case.events.filter(verb="confirmation_expired").count() == 1
    with pytest.raises(WrongState, match="自新协议生效"):
        ask(mediated_case, lin)


@pytest.mark.parametrize(
    ("effective_on", "last_day"),
    [
        (date(2026, 1, 15), date(2026, 2, 14)),  # a Saturday that is worked: it stays
        (date(2026, 1, 16), date(2026, 2, 24)),  # within the Spring Festival: the first day after it
        (date(2026, 8, 21), date(2026, 9, 20)),  # a Sunday that is worked
    ],
)
def test_the_last_day_rolls_over_rest_days_and_stays_on_one_that_is_worked(effective_on, last_day, mediated_case):
    assert begin(mediated_case, "jc_apply", effective_on).due_on == last_day


def test_what_was_asked_in_time_does_not_expire(mediated_case, lin):
    agreed(mediated_case, lin)
    ask(mediated_case, lin)

    note_expired_windows(str(soon(60)))

    mediated_case.refresh_from_db()
    assert mediated_case.confirmation == "applied"


def test_an_oral_agreement_is_first_put_in_writing(mediated_case, lin):
    agreement = make_draft(mediated_case, lin, form="oral")
    pay(agreement, lin, timing="on_the_spot")
    agreement = tick_all(agreement, lin)
    agree_orally(agreement, by=lin, agreed_at=timezone.now(), is_writing_needless=True)

    with pytest.raises(WrongState, match="先转为书面协议"):
        ask(mediated_case, lin)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"court": ""}, "court"),
        ({"court": "法" * 61}, "court"),
        ({"ground": "sympathy"}, "court"),
        ({"applied_on": soon(1)}, "applied_on"),
        ({"applied_on": date(2020, 1, 1)}, "applied_on"),
        ({"checked": ("luck",)}, "checked"),
    ],
)
def test_an_application_that_cannot_be_is_refused_at_its_field(values, field, mediated_case, lin):
    agreed(mediated_case, lin)

    with pytest.raises(Invalid) as refusal:
        ask(mediated_case, lin, **values)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "docket", ["", "民特31号", "（26）沪0114民特31号", "（2026）号", "𠮷", "（2026）沪0114 民特31号"]
)
def test_a_docket_that_no_court_gives_is_refused(docket, mediated_case, lin):
    agreed(mediated_case, lin)
    application = ask(mediated_case, lin)

    with pytest.raises(Invalid) as refusal:
        record_acceptance(application, by=lin, accepted_on=timezone.localdate(), docket=docket)
    assert refusal.value.field == "docket"


def test_what_the_court_sends_back_may_be_asked_again_in_the_window(mediated_case, lin):
    agreed(mediated_case, lin)
    today = timezone.localdate()
    with pytest.raises(Invalid) as refusal:
        record_outcome(ask(mediated_case, lin), by=lin, outcome="not_accepted", decided_on=today)
    assert refusal.value.field == "why_not"
    sent_back = {"by": lin, "outcome": "not_accepted", "decided_on": today, "why_not": "other"}
    with pytest.raises(Invalid) as refusal:
        record_outcome(mediated_case.confirmations.get(), **sent_back)
    assert refusal.value.field == "reason"
    record_outcome(mediated_case.confirmations.get(), reason="材料不全", **sent_back)
    mediated_case.refresh_from_db()
    assert (mediated_case.confirmation, window(mediated_case).met_on) == ("not_accepted", None)

    ask(mediated_case, lin)

    mediated_case.refresh_from_db()
    assert mediated_case.confirmation == "applied"


def test_a_dismissal_ends_it_with_advice(client, mediated_case, lin):
    agreed(mediated_case, lin)
    today = timezone.localdate()
    record_outcome(
        ask(mediated_case, lin), by=lin, outcome="dismissed", decided_on=today, docket=DOCKET, why_not="unclear"
    )

    with pytest.raises(WrongState, match="驳回"):
        ask(mediated_case, lin)
    client.force_login(lin)
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert "变更原协议或者达成新的协议，也可以向人民法院起诉" in page


@pytest.mark.parametrize(("outcome", "why_not"), [("dismissed", "status"), ("not_accepted", "harm"), ("dismissed", "")])
def test_the_court_refuses_for_what_the_law_names_for_it(outcome, why_not, mediated_case, lin):
    agreed(mediated_case, lin)
    with pytest.raises(Invalid) as refusal:
        record_outcome(
            ask(mediated_case, lin), by=lin, outcome=outcome, decided_on=timezone.localdate(), why_not=why_not,
            docket=DOCKET, reason="法院的理由",
        )  # fmt: skip
    assert refusal.value.field == "why_not"


def test_without_a_number_of_each_person_the_court_is_not_asked(client, mediated_case, lin):
    agreed(mediated_case, lin)
    side(mediated_case, "respondent").person.identifiers.all().delete()

    with pytest.raises(Invalid, match="还缺：马俊。请先补登") as refusal:
        ask(mediated_case, lin)

    assert refusal.value.field == "joined"
    client.force_login(lin)
    assert "申请前请补登证件号码：马俊" in client.get(mediated_case.get_absolute_url()).content.decode()


def agent_of(case, by, matters, **more):
    party = side(case, "respondent")
    person = make_person(by, case.area_id, name="李明")
    return party.representations.create(
        kind="agent", person=person, name="李明", agent_kind="lawyer", authority="special", matters=matters, **more
    )


def test_an_agent_applies_only_by_a_power_of_attorney_that_says_so(mediated_case, lin):
    agreed(mediated_case, lin)
    agent = agent_of(mediated_case, lin, "参加调解，代为和解")
    with pytest.raises(Invalid, match="没有写明代为申请司法确认") as refusal:
        ask(mediated_case, lin, agents=(agent,))
    assert refusal.value.field == "agents"
    agent.matters, agent.until_on = "代为申请司法确认", timezone.localdate() - timedelta(days=1)
    agent.save()
    with pytest.raises(Invalid, match="委托期限已于"):
        ask(mediated_case, lin, agents=(agent,))
    agent.until_on = None
    agent.save()

    made = ask(mediated_case, lin, agents=(agent,), manner="oral")

    assert [str(one) for one in made.joined.all()] == ["刘桂珍", "马俊（委托代理人李明代）"]
    assert made.get_manner_display() == "口头申请（法院记入笔录）"


def test_who_needs_a_guardian_does_not_apply_alone(mediated_case, lin):
    agreed(mediated_case, lin)
    mediated_case.parties.filter(side="respondent").update(lacks_capacity=True)
    with pytest.raises(Invalid, match="马俊须由监护人代为申请"):
        ask(mediated_case, lin)


def confirmed(case, by):
    agreed(case, by)
    return record_outcome(ask(case, by), by=by, outcome="confirmed", decided_on=timezone.localdate(), docket=DOCKET)


def object_to(application, by, **more):
    today = timezone.localdate()
    facts = {"known_on": today, "filed_on": today, "grounds": "签字不是本人所签。", **more}
    return record_objection(application, by=by, **facts)


def test_a_party_has_fifteen_days_and_a_third_person_six_months_to_object(mediated_case, lin):
    application = confirmed(mediated_case, lin)
    today = timezone.localdate()

    first = object_to(application, lin, party=side(mediated_case, "respondent"))
    assert first.due_on >= today + timedelta(days=15)
    with pytest.raises(WrongState, match="正在审查"):
        object_to(application, lin, objector="王五")
    decide_objection(first, by=lin, result="rejected", decided_on=today)
    second = object_to(application, lin, objector="王五")

    assert second.due_on > today + timedelta(days=175)
    mediated_case.refresh_from_db()
    assert mediated_case.confirmation == "confirmed"


def test_an_objection_that_is_upheld_takes_the_confirmation_away(client, mediated_case, lin):
    application = confirmed(mediated_case, lin)
    client.force_login(lin)
    today = str(timezone.localdate())
    url = reverse("cases:object_to_confirmation", args=[application.pk])
    typed = {"objector": "王五", "known_on": today, "filed_on": today, "grounds": "损害本人权益。", "version": 2}
    assert client.post(url, {**typed, "grounds": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert "王五提出异议" in client.get(mediated_case.get_absolute_url()).content.decode()

    objection = application.objections.get()
    url = reverse("cases:decide_objection", args=[objection.pk])
    assert client.post(url, {"result": "upheld", "decided_on": today, "version": 1}).status_code == 302

    mediated_case.refresh_from_db()
    assert mediated_case.confirmation == "dismissed"
    with pytest.raises(WrongState, match="已有裁定"):
        decide_objection(objection, by=lin, result="rejected", decided_on=timezone.localdate())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"objector": ""}, "objector"),
        ({"grounds": " "}, "grounds"),
        ({"known_on": soon(1)}, "known_on"),
        ({"known_on": date(2020, 1, 1)}, "known_on"),
        ({"filed_on": date(2020, 1, 1)}, "filed_on"),
    ],
)
def test_an_objection_that_cannot_be_is_refused_at_its_field(values, field, mediated_case, lin):
    application = confirmed(mediated_case, lin)
    with pytest.raises(Invalid) as refusal:
        object_to(application, lin, **{"objector": "王五", **values})
    assert refusal.value.field == field


def test_only_a_ruling_that_confirms_is_objected_to(mediated_case, lin):
    agreed(mediated_case, lin)
    with pytest.raises(WrongState, match="只能对确认"):
        object_to(ask(mediated_case, lin), lin, objector="王五")


def test_where_several_committees_took_part_the_court_of_any_of_them_is_competent(mediated_case, lin, zhao):
    agreed(mediated_case, lin)
    far = make_committee(TIANPING_FIRST, "徐平", name="天平第一社区人民调解委员会")
    far.court = "上海市徐汇区人民法院"
    far.save()
    facts = {"reason": "跨区", "agreed_by": "主任", "joined_at": timezone.now(), "joined_by": zhao}
    mediated_case.assistances.create(committee=far, **facts)

    found = courts_for(mediated_case, on=timezone.localdate())

    assert Court("上海市徐汇区人民法院", ("committee",)) in found


def test_a_very_large_dispute_goes_to_the_intermediate_court(mediated_case, lin):
    agreed(mediated_case, lin)
    Case.objects.filter(pk=mediated_case.pk).update(claim_amount=Decimal("500000000"))
    mediated_case.refresh_from_db()

    found = courts_for(mediated_case, on=timezone.localdate())

    assert [(court.name, court.why) for court in found] == [("上海市第二中级人民法院", "金额达到中级人民法院一审标准")]


def test_the_committee_proves_that_it_hosted_the_mediation(mediated_case, lin):
    agreement = agreed(mediated_case, lin)
    made = produce_document(mediated_case, "F12.hosted", by=lin, about=f"agreement-{agreement.pk}")
    assert made.title == "主持调解证明"


def test_a_confirmed_agreement_is_not_varied_and_one_that_is_asked_about_first_withdrawn(mediated_case, lin):
    agreed(mediated_case, lin)
    application = ask(mediated_case, lin)
    with pytest.raises(WrongState, match="先撤回申请"):
        draft_agreement(mediated_case, by=lin, form="written", head=Head("改"))
    today = timezone.localdate()

    record_outcome(application, by=lin, outcome="confirmed", decided_on=today, docket=DOCKET)

    with pytest.raises(WrongState, match="已经法院裁定确认"):
        draft_agreement(mediated_case, by=lin, form="written", head=Head("改"))


def test_while_an_agreement_is_varied_the_old_one_is_not_asked_about(mediated_case, lin):
    agreed(mediated_case, lin)
    make_draft(mediated_case, lin)

    with pytest.raises(WrongState, match="正在变更协议"):
        ask(mediated_case, lin)


def test_an_answer_is_recorded_once(mediated_case, lin):
    agreed(mediated_case, lin)
    application = ask(mediated_case, lin)
    today = timezone.localdate()
    record_acceptance(application, by=lin, accepted_on=today, docket=DOCKET)
    with pytest.raises(WrongState):
        record_acceptance(application, by=lin, accepted_on=today, docket=DOCKET)
    record_outcome(application, by=lin, outcome="confirmed", decided_on=today)
    with pytest.raises(WrongState):
        record_outcome(application, by=lin, outcome="withdrawn", decided_on=today)


def test_who_does_not_follow_the_case_does_not_ask(mediated_case, lin, sun, member):
    agreed(mediated_case, lin)

    for who in (sun, member):
        with pytest.raises(NotPermitted):
            ask(mediated_case, who)


def test_the_courts_are_those_of_the_parties_the_object_and_the_committee(mediated_case, lin):
    agreed(mediated_case, lin)
    Case.objects.filter(pk=mediated_case.pk).update(place_area=TIANPING_FIRST)
    mediated_case.refresh_from_db()
    on = timezone.localdate()

    assert courts_for(mediated_case, on=on) == [
        Court(COURT, ("domicile", "committee")),
        Court("徐汇区人民法院", ("object",), is_known=False),
    ]


def test_the_court_that_invited_the_mediation_is_the_one(mediated_case, lin):
    Case.objects.filter(pk=mediated_case.pk).update(source="S31")
    Referral.objects.create(
        case=mediated_case, direction="in", organ="court", organ_name="上海市第二中级人民法院", court_mode="before"
    )
    mediated_case.refresh_from_db()

    assert courts_for(mediated_case, on=timezone.localdate()) == [Court("上海市第二中级人民法院", ("invited",))]


def test_what_the_court_will_not_confirm_is_warned_of(mediated_case, lin):
    agreement = agreed(mediated_case, lin)
    agreement.obligations.update(what="马俊名下房屋的所有权归刘桂珍")

    assert "确认权属" in warnings(mediated_case, agreement)[0]


def test_it_is_told_on_day_twenty_day_twenty_seven_and_the_last_day(mediated_case, lin):
    agreed(mediated_case, lin, (Decimal("9800"), soon(60)))
    limit = window(mediated_case)
    effective_on = limit.starts_on

    for day in range(18, 40):
        on = effective_on + timedelta(days=day)
        sweeping.settle(on, at(str(on), "10:00"))
        sweeping.sweep(on, at(str(on), "10:00"))

    told = Notice.objects.filter(rung__startswith="case.confirm", recipient=lin).order_by("falls_on")
    assert [(row.falls_on - effective_on).days for row in told] == [20, 27, (limit.due_on - effective_on).days]


def test_the_pages_ask_and_record_the_answer(client, lin, mediated_case):
    agreed(mediated_case, lin)
    client.force_login(lin)
    url = reverse("cases:apply_confirmation", args=[mediated_case.pk])
    page = client.get(url).content.decode()
    assert COURT in page
    today = str(timezone.localdate())
    sent = {"court": "0", "applied_on": today, "joined": [party.pk for party in mediated_case.parties.all()]}

    assert client.post(url, {**sent, "joined": []}).status_code == 422
    assert client.post(url, {**sent, "court": "other"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    application = mediated_case.confirmations.get()
    assert (application.court, application.ground) == (COURT, "domicile")
    accepted = reverse("cases:record_confirmation_acceptance", args=[application.pk])
    assert client.post(accepted, {"accepted_on": today, "docket": "x"}).status_code == 422
    assert client.post(accepted, {"accepted_on": today, "docket": DOCKET}).status_code == 302
    outcome = reverse("cases:record_confirmation_outcome", args=[application.pk])
    assert client.get(outcome).status_code == 200
    assert client.post(outcome, {"outcome": "confirmed", "decided_on": today}).status_code == 302
    shown = client.get(mediated_case.get_absolute_url()).content.decode()
    assert "裁定确认有效" in shown
    assert DOCKET in shown


def test_the_pages_of_next_door_are_not_there(client, sun, lin, mediated_case):
    agreed(mediated_case, lin)
    application = ask(mediated_case, lin)
    client.force_login(sun)

    for name, pk in (
        ("apply_confirmation", mediated_case.pk),
        ("record_confirmation_acceptance", application.pk),
        ("record_confirmation_outcome", application.pk),
    ):
        assert client.get(reverse(f"cases:{name}", args=[pk])).status_code == 404


def test_the_window_waits_on_the_work_home_in_its_last_ten_days(client, lin, mediated_case):
    agreed(mediated_case, lin)
    client.force_login(lin)
    assert "可共同申请司法确认的案件" not in client.get("/").content.decode()

    TimeLimit.objects.filter(case=mediated_case, key="jc_apply").update(due_on=soon(9))

    assert "可共同申请司法确认的案件" in client.get("/").content.decode()
