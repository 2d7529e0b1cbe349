"""A case goes up the ladder or sideways: the receiver says yes or no, and it counts once (domain/mediation.md 2.7)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.docket.models import Case
from cases.intake.actions import Letter
from cases.ladder.actions import accept_transfer, ask_transfer, refuse_transfer, take_back_transfer
from cases.ladder.models import Transfer
from cases.ladder.needs import note_department
from cases.ladder.triggers import advice_for
from cases.mediation.actions import assign_mediators
from cases.mediation.endings.actions import fail_mediation
from cases.risk.actions import assess_risk, report_risk
from cases.risk.within import MEETS
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.models import Notice
from tests.cases.factories import ago, consent_all, make_accepted, make_case, make_committee, make_mediated
from tests.factories import CANGCHANG, XINCHENGLU, make_account

QUERIES = 7


@pytest.fixture
def street(places):
    """The street's committee, which zhou directs."""
    return make_committee(XINCHENGLU, "嘉新", name="新成路街道人民调解委员会", kind="mediation_street")


@pytest.fixture
def zhou(street):
    return make_account("zhou", "mediation_director", XINCHENGLU, name="周敏")


@pytest.fixture
def hu(next_door):
    """Directs the committee next door."""
    return make_account("hu", "mediation_director", CANGCHANG, name="胡建")


def ask(case, by, receiver, *, minutes=60, **more):
    facts = {"reason": "案情复杂，请街道调解", "asked_at": ago(minutes=minutes), **more}
    return ask_transfer(case, by=by, receiver=receiver, **facts)


def take(transfer, by, *, minutes=30, **more):
    return accept_transfer(transfer, by=by, accepted_at=ago(minutes=minutes), **more)


def now(case):
    return Case.objects.get(pk=case.pk)


def test_a_mediated_case_goes_up_and_counts_there_alone(zhao, zhou, street, mediated_case):
    new = take(ask(mediated_case, zhao, street), zhou)

    old = now(mediated_case)
    assert (old.procedure, old.result, old.result_on) == ("transferred", "51", timezone.localdate(ago(minutes=30)))
    assert old.limits.running().filter(key="mediate").count() == 0
    assert (new.procedure, new.committee, new.area_id) == ("accepted", street, XINCHENGLU)
    assert new.number == f"（{new.accepted_on.year}）嘉新人调字第1号"
    assert (new.source, new.received_at, new.earlier) == (old.source, old.received_at, old)
    assert new.limits.running().get(key="mediate").starts_on == new.accepted_on
    assert Case.objects.exclude(result__in=("51", "52")).filter(accepted_on__isnull=False).get() == new


def test_parties_consents_and_who_speaks_for_whom_come_along(zhao, zhou, street, mediated_case):
    new = take(ask(mediated_case, zhao, street), zhou)

    assert [(p.side, p.name) for p in new.parties.all()] == [("applicant", "刘桂珍"), ("respondent", "马俊")]
    assert new.contacts.count() == mediated_case.contacts.count()
    assert (new.people_count, new.title) == (2, mediated_case.title)


def test_sideways_ends_as_handed_to_another_organisation(zhao, hu, next_door, accepted_case):
    new = take(ask(accepted_case, zhao, next_door), hu)

    assert now(accepted_case).result == "52"
    assert new.number.startswith(f"（{new.accepted_on.year}）嘉仓")


def test_before_acceptance_it_leaves_without_a_number(lin, zhao, zhou, street, registered_case):
    consent_all(registered_case, lin)
    new = take(ask(registered_case, zhao, street), zhou)

    old = now(registered_case)
    assert (old.procedure, old.number, old.result, old.due_on) == ("referred", "", "", None)
    assert (new.procedure, bool(new.number)) == ("accepted", True)


def test_before_consents_are_there_the_receiver_registers_and_asks_on(zhao, zhou, street, registered_case):
    new = take(ask(registered_case, zhao, street), zhou)

    assert (new.procedure, new.number) == ("registered", "")
    assert now(registered_case).procedure == "referred"


def test_while_it_is_asked_it_goes_on_here_and_is_asked_once(lin, zhao, zhou, street, next_door, mediated_case):
    transfer = ask(mediated_case, zhao, street)
    assert now(mediated_case).procedure == "mediating"
    with pytest.raises(WrongState, match="正在等待"):
        ask(mediated_case, zhao, next_door)

    fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=40), told_by="face", remedies=("court",))
    with pytest.raises(WrongState, match="已失效"):
        take(transfer, zhou)
    assert Case.objects.count() == 1


def test_only_the_directors_of_both_sides_decide(lin, zhao, zhou, hu, justice, street, mediated_case):
    for who in (lin, zhou, hu, justice):
        with pytest.raises(NotPermitted):
            ask(mediated_case, who, street)
    transfer = ask(mediated_case, zhao, street)
    for who in (lin, zhao, hu, justice):
        with pytest.raises(NotPermitted):
            take(transfer, who)
        with pytest.raises(NotPermitted):
            refuse_transfer(transfer, by=who, reason="不行")
    with pytest.raises(NotPermitted):
        take_back_transfer(transfer, by=zhou, reason="不行")


def test_a_refusal_with_its_reason_leaves_it_where_it_is(zhao, zhou, street, mediated_case):
    transfer = ask(mediated_case, zhao, street)
    with pytest.raises(Invalid):
        refuse_transfer(transfer, by=zhou, reason=" ")
    refuse_transfer(transfer, by=zhou, reason="请先完成鉴定")

    case = now(mediated_case)
    assert (case.procedure, case.result) == ("mediating", "")
    assert case.referrals.get().reply == "不接收：请先完成鉴定"
    assert Notice.objects.get(rung="transfer.answered").recipient == zhao
    with pytest.raises(WrongState, match="不能再办理"):
        take(transfer, zhou)
    assert ask(mediated_case, zhao, street, minutes=10).is_asked


def test_a_request_may_be_taken_back(zhao, zhou, street, mediated_case):
    transfer = ask(mediated_case, zhao, street)
    take_back_transfer(transfer, by=zhao, reason="双方已缓和")

    assert Transfer.objects.get().state == "taken_back"
    assert not Notice.objects.filter(rung="transfer.asked").standing().exists()


def test_the_receiver_is_told_and_the_letter_is_numbered(zhao, zhou, street, mediated_case):
    transfer = ask(mediated_case, zhao, street)

    year = timezone.localdate().year
    assert transfer.letter.letter_no == f"嘉迎人调移字〔{year}〕1号"
    assert Notice.objects.get(rung="transfer.asked").recipient == zhou


def test_a_receiver_must_be_another_in_its_term(zhao, street, committee, mediated_case):
    with pytest.raises(Invalid, match="其他调委会"):
        ask(mediated_case, zhao, committee)
    street.term_ends_on = date(2026, 1, 1)
    street.save()
    with pytest.raises(Invalid, match="任期") as refused:
        ask(mediated_case, zhao, street)
    assert refused.value.field == "receiver"


def test_it_is_not_taken_over_before_it_was_asked(zhao, zhou, street, mediated_case):
    transfer = ask(mediated_case, zhao, street)
    with pytest.raises(Invalid, match="不能早于提出移交"):
        take(transfer, zhou, minutes=90)


def test_danger_does_not_fall_by_being_handed_over(lin, zhao, zhou, justice, street, mediated_case):
    facts = {"narrative": "扬言伤害。", "measures": "分别走访。"}
    assess_risk(mediated_case, by=lin, assessed_at=ago(minutes=70), level=3, **facts)
    with pytest.raises(WrongState, match="公安机关"):
        ask(mediated_case, zhao, street)
    told = {"organ": "police", "organ_name": "派出所", "person": "民警", "channel": "phone", "text": "扬言伤害。"}
    report_risk(mediated_case, by=lin, reported_at=ago(minutes=65), **told)

    new = take(ask(mediated_case, zhao, street), zhou)

    assert (new.risk_level, new.risk_assessments.get().measures) == (3, "分别走访。")
    assert now(mediated_case).risk_level == 3
    assert [(report.organ, report.assessment.case_id) for report in new.risk_reports.all()] == [("police", new.pk)]
    waits = {case.pk: list(case.limits.running().filter(key__in=MEETS)) for case in (new, mediated_case)}
    assert {pk: [limit.key for limit in limits] for pk, limits in waits.items()} == {
        new.pk: ["centre_report"],
        mediated_case.pk: [],
    }
    assert Notice.objects.filter(rung="risk.red", subject_id=new.pk, recipient=justice).exists()


def test_the_organ_is_answered_by_the_receiver(lin, zhao, zhou, street, committee):
    letter = Letter(organ="police", organ_name="新成路派出所", letter_no="9号", received_at=ago(hours=5))
    case = make_mediated(lin, zhao, committee, source="S33", source_form="", letter=letter)
    new = take(ask(case, zhao, street), zhou)
    host = assign_mediators(new, by=zhou, assigned_at=ago(minutes=20), host=zhou, told_by="face")
    ended = fail_mediation(host, by=zhou, happened_at=ago(minutes=10), told_by="face", remedies=("court",))

    assert ended.is_entrusted
    assert ended.referrals.get().organ_name == "新成路派出所"
    assert ended.limits.running().filter(key="feedback").exists()
    assert not now(case).limits.running().filter(key="feedback").exists()


def test_the_old_committee_keeps_its_own_case_and_does_not_see_the_new_one(
    client, lin, zhao, zhou, hu, sun, next_door, mediated_case
):
    new = take(ask(mediated_case, zhao, next_door), hu)
    sees = {}
    for who in (lin, zhao, hu, sun):
        client.force_login(who)
        sees[who.username] = tuple(client.get(case.get_absolute_url()).status_code for case in (mediated_case, new))

    assert sees == {"lin": (200, 404), "zhao": (200, 404), "hu": (404, 200), "sun": (404, 200)}


def test_the_receiver_reads_what_went_before(client, zhao, hu, next_door, mediated_case):
    transfer = ask(mediated_case, zhao, next_door)
    client.force_login(hu)
    sheet = client.get(transfer.get_absolute_url()).content.decode()
    assert "楼上卫生间渗水" in sheet
    assert "案情复杂，请街道调解" in sheet

    new = take(transfer, hu)
    text = client.get(new.get_absolute_url()).content.decode()
    assert "移交前的办案过程" in text
    assert "主持调解员林晓" in text
    assert "看原案" not in text


def test_the_sheet_is_for_both_sides_and_nobody_else(client, lin, zhao, hu, next_door, far, mediated_case):
    transfer = ask(mediated_case, zhao, next_door)
    found = {}
    for who in (zhao, hu, far):
        client.force_login(who)
        found[who.username] = client.get(transfer.get_absolute_url()).status_code
    assert found == {"zhao": 200, "hu": 200, "far": 404}


def test_the_pages_ask_take_and_refuse(client, zhao, zhou, street, mediated_case):
    client.force_login(zhao)
    url = reverse("cases:ask_transfer", args=[mediated_case.pk])
    form = client.get(url).context["form"]
    moment = form["asked_at"].value().strftime("%Y-%m-%dT%H:%M")
    typed = {"receiver": street.pk, "asked_at": moment, "version": mediated_case.version}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "reason": "疑难复杂"}).status_code == 302

    transfer = Transfer.objects.get()
    client.force_login(zhou)
    assert transfer.get_absolute_url() in client.get("/").content.decode()
    url = reverse("cases:accept_transfer", args=[transfer.pk])
    moment = client.get(url).context["form"]["accepted_at"].value().strftime("%Y-%m-%dT%H:%M")
    assert client.post(url, {"accepted_at": moment}).status_code == 302
    transfer.refresh_from_db()
    assert transfer.taken_as.number
    assert client.get(url).status_code == 302


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    client, zhao, zhou, street, mediated_case, django_assert_num_queries
):
    ask(mediated_case, zhao, street)
    client.force_login(zhao)
    url = reverse("cases:transfers")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for minutes in (40, 20):
        take_back_transfer(Transfer.objects.asked().get(), by=zhao, reason="再议")
        ask(mediated_case, zhao, street, minutes=minutes)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    assert "共 1 条" in client.get(f"{url}?state=asked").content.decode()


# --- advice


def reasons(case, days=0):
    return advice_for(now(case), on=timezone.localdate() + timedelta(days=days))


def test_a_case_without_a_reason_is_not_advised_upward(mediated_case):
    assert reasons(mediated_case) == []
    assert reasons(mediated_case, days=15) == []


def test_each_trigger_says_its_reason(lin, mediated_case):
    Case.objects.filter(pk=mediated_case.pk).update(
        claim_amount=Decimal(50_000), people_count=10, place_area=CANGCHANG, risk_level=2
    )

    assert reasons(mediated_case, days=16) == [
        "受理已 16 天（超过 15 天），没有达成协议。",
        "涉及 10 人。",
        "请求金额 50,000.00 元。",
        "发生地不在本调委会的区域内。",
        "评估为橙色风险。",
    ]


def test_the_street_is_not_advised_upward_and_ended_cases_neither(lin, zhao, zhou, street):
    case = make_case(zhou, street, claim_amount=Decimal(900_000))
    assert reasons(case) == []
    Case.objects.filter(pk=case.pk).update(procedure="failed")
    assert reasons(case) == []


def test_the_page_shows_advice_to_who_reads_the_file(client, zhao, staff, mediated_case):
    Case.objects.filter(pk=mediated_case.pk).update(people_count=12)
    shown = {}
    for who in (zhao, staff):
        client.force_login(who)
        shown[who.username] = "涉及 12 人。" in client.get(mediated_case.get_absolute_url()).content.decode()
    assert shown == {"zhao": True, "staff": False}


# --- where it was settled


@pytest.mark.parametrize(
    ("area", "level"), [("310114001001", "community"), ("310114001000", "street"), ("310114000000", "district")]
)
def test_settlements_are_told_apart_by_level(area, level, lin, zhao, committee, client, officer):
    case = make_accepted(lin, zhao, committee)
    Case.objects.filter(pk=case.pk).update(
        area_id=area, result="10", result_on=timezone.localdate(), procedure="agreed"
    )

    assert now(case).settled_level == level
    found = {each: Case.objects.settled_at(each).count() for each in ("community", "street", "district")}
    assert found == {**dict.fromkeys(found, 0), level: 1}
    client.force_login(officer)
    assert "共 1 条" in client.get(reverse("cases:cases"), {"settled": level}).content.decode()


def test_without_an_agreement_nothing_was_settled(mediated_case):
    assert mediated_case.settled_level == ""


def need(case, by, **more):
    facts = {"department": "区房管局", "reason": "认定违法搭建", "noted_at": ago(minutes=5), **more}
    return note_department(case, by=by, **facts)


def test_a_dispute_that_needs_a_department_is_advised_to_move_up(client, lin, zhao, sun, mediated_case):
    need(mediated_case, lin)
    assert advice_for(now(mediated_case)) == ["需要区房管局的职权：认定违法搭建。"]
    with pytest.raises(Invalid, match="已登记需要区房管局"):
        need(now(mediated_case), lin)
    with pytest.raises(NotPermitted):
        need(now(mediated_case), sun)

    client.force_login(zhao)
    assert "需要区房管局的职权" in client.get(mediated_case.get_absolute_url()).content.decode()
    url = reverse("cases:need_department", args=[mediated_case.pk])
    assert client.post(url, {"department": " ", "reason": "x"}).status_code == 422
    typed = {"department": "街道办事处", "reason": "协调绿化带", "version": now(mediated_case).version}
    typed["noted_at"] = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    answer = client.post(url, typed)
    assert answer.status_code == 302, answer.context["form"].errors

    for one in mediated_case.department_needs.all():
        client.post(reverse("cases:end_department_need", args=[one.pk]))
    assert advice_for(now(mediated_case)) == []


def test_a_party_who_lives_in_another_community_makes_it_cross_community(mediated_case):
    person = mediated_case.parties.get(side="respondent").person
    person.address_area_id = CANGCHANG
    person.save()

    assert advice_for(now(mediated_case)) == ["跨社区：马俊的住所地不在本调委会的区域内。"]
