"""Danger: it rises at once, falls for a reason, is told to who must know, and holds a case open (人民调解法 25)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.docket.actions import take_step
from cases.docket.guards import held_back
from cases.docket.models import Case
from cases.mediation.actions import assign_mediators
from cases.mediation.endings.actions import fail_mediation
from cases.mediation.sessions.actions import Presence, hold_session
from cases.risk.actions import confirm_prevention
from cases.risk.codes import Sign, level_of
from cases.risk.models import RiskAssessment, RiskReport
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.rungs import find_rung
from tests.cases.endangered import FACTS, REPORT, assess, level, report, told
from tests.cases.factories import ago, make_accepted, make_case, same_parties

QUERIES = 11


@pytest.mark.parametrize(
    ("signs", "least"),
    [((), 0), (("quarrels",), 1), (("quarrels", "alcohol"), 2), (("threats", "weapon"), 3)],
)
def test_the_worst_sign_calls_for_the_level(signs, least):
    assert level_of(signs) == least


def test_every_sign_belongs_to_one_level():
    assert all(level_of([sign]) > 0 for sign in Sign.values)


def test_an_assessment_raises_the_level_at_once_and_says_when_to_look_again(lin, mediated_case):
    found = assess(mediated_case, lin, 2, signs=("threats", "alcohol"))

    assert (level(mediated_case), found.before, found.is_current) == (2, 0, True)
    assert found.next_review_on == timezone.localdate(found.assessed_at) + timedelta(days=7)
    assert mediated_case.events.last().text == "风险评估：橙色（此前无风险）"
    assert "扬言" not in mediated_case.events.last().text


def test_orange_tells_director_and_street_and_not_who_found_it(lin, zhao, justice, supervisor, staff, mediated_case):
    assess(mediated_case, lin, 2)

    assert told("risk.orange") == sorted(each.username for each in (zhao, justice, supervisor))
    assert told("risk.red") == []


def test_red_tells_them_at_once_whatever_the_hour(lin, zhao, justice, supervisor, mediated_case):
    assess(mediated_case, lin, 3)

    assert told("risk.red") == sorted(each.username for each in (zhao, justice, supervisor))
    assert not find_rung("risk.red").holds_outside_hours
    assert not find_rung("risk.police_report_due").holds_outside_hours
    assert find_rung("risk.orange").holds_outside_hours


def test_looking_again_at_the_same_level_tells_nobody_twice(lin, zhao, mediated_case):
    assess(mediated_case, lin, 2)
    assess(mediated_case, lin, 2, minutes=30)

    assert told("risk.orange").count("zhao") == 1
    assert mediated_case.events.last().text == "风险评估：橙色（复评）"


def test_a_mediator_raises_and_does_not_let_fall(lin, mediated_case):
    assess(mediated_case, lin, 2)

    with pytest.raises(NotPermitted, match="主任或者司法所"):
        assess(mediated_case, lin, 1, minutes=30, reason="双方冷静")
    assert level(mediated_case) == 2


@pytest.mark.parametrize("who", ["zhao", "justice"])
def test_director_and_justice_office_let_it_fall_with_a_reason(who, lin, mediated_case, request):
    by = request.getfixturevalue(who)
    assess(mediated_case, lin, 2)

    with pytest.raises(Invalid, match="请写明理由"):
        assess(mediated_case, by, 1, minutes=30)
    found = assess(mediated_case, by, 1, minutes=30, reason="双方冷静，跑步机已移走")

    assert (level(mediated_case), found.before) == (1, 2)
    assert list(mediated_case.risk_assessments.values_list("level", "is_current")) == [(2, False), (1, True)]


def test_the_street_sees_and_does_not_let_fall(lin, staff, mediated_case):
    assess(mediated_case, lin, 2)
    with pytest.raises(NotPermitted):
        assess(mediated_case, staff, 0, minutes=30, reason="没有风险")


def test_a_level_below_what_the_signs_call_for_needs_a_reason(lin, mediated_case):
    with pytest.raises(Invalid, match="所选征兆通常为红色") as refused:
        assess(mediated_case, lin, 2, signs=("weapon",))
    assert refused.value.field == "reason"

    assert assess(mediated_case, lin, 2, signs=("weapon",), reason="水果刀，当场交出").level == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measures": " "}, "measures"),
        ({"narrative": ""}, "narrative"),
        ({"signs": ("nonsense",)}, "signs"),
        ({"forecast": "9"}, "forecast"),
        ({"next_review_on": date(2020, 1, 1)}, "next_review_on"),
        ({"next_review_on": date(2099, 1, 1)}, "next_review_on"),
        ({"narrative": "电话 13912345678"}, "narrative"),
        ({"narrative": "空\x00字符"}, "narrative"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_at_its_field(change, field, lin, mediated_case):
    with pytest.raises(Invalid) as refused:
        assess(mediated_case, lin, 2, **change)
    assert refused.value.field == field


def test_a_level_that_is_none_is_refused(lin, mediated_case):
    with pytest.raises(Invalid, match="请选择风险等级"):
        assess(mediated_case, lin, 4)


def test_an_assessment_does_not_go_before_the_last(lin, mediated_case):
    assess(mediated_case, lin, 1, minutes=30)
    with pytest.raises(Invalid, match="不能早于上一次"):
        assess(mediated_case, lin, 2, minutes=60)


def test_next_door_neither_assesses_nor_sees(lin, sun, client, mediated_case):
    assess(mediated_case, lin, 2)
    with pytest.raises(NotPermitted):
        assess(mediated_case, sun, 3, minutes=20)

    client.force_login(sun)
    assert client.get(reverse("cases:assess_risk", args=[mediated_case.pk])).status_code == 404
    assert "刘桂珍" not in client.get(reverse("cases:risks")).content.decode()


def test_orange_takes_two_mediators(lin, zhao, committee):
    case = make_accepted(lin, zhao, committee)
    assess(case, lin, 2)
    moment = ago(minutes=30)
    with pytest.raises(WrongState, match="两名调解员"):
        assign_mediators(case, by=zhao, assigned_at=moment, host=lin, recorder=zhao, told_by="face")

    case = assign_mediators(case, by=zhao, assigned_at=moment, host=lin, co_mediators=(zhao,), told_by="face")
    assert case.procedure == "mediating"


def session(case, by, *, minutes):
    return hold_session(
        Case.objects.get(pk=case.pk),
        by=by,
        starts_at=ago(minutes=minutes),
        ends_at=ago(minutes=minutes - 5),
        place="调解室",
        presence=Presence(parties=tuple(case.parties.all())),
        result="continue",
    )


def test_the_danger_is_looked_at_again_at_each_session(lin, mediated_case):
    found = assess(mediated_case, lin, 1, minutes=90)
    session(mediated_case, lin, minutes=60)
    found.refresh_from_db()
    assert found.next_review_on == timezone.localdate(ago(minutes=60))

    again = assess(mediated_case, lin, 1, minutes=30)
    session(mediated_case, lin, minutes=40)
    again.refresh_from_db()
    assert again.next_review_on > timezone.localdate()


def test_from_orange_on_one_mediator_alone_neither_mediates_nor_comes_to_an_agreement(lin, mediated_case):
    mediated_case.assignments.exclude(account=lin).update(role="recorder")
    assess(mediated_case, lin, 2, minutes=60)

    with pytest.raises(WrongState, match="两名调解员"):
        session(mediated_case, lin, minutes=30)
    session(mediated_case, lin, minutes=75)  # before anybody knew
    assert [bool(held_back(Case.objects.get(pk=mediated_case.pk), code)) for code in ("T14", "T15", "T16")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("who", ["officer", "staff", "member"])
def test_the_district_the_street_and_who_only_registers_do_not_say_how_dangerous_it_is(
    who, client, lin, mediated_case, request
):
    other = request.getfixturevalue(who)
    with pytest.raises(NotPermitted, match="须由本调委会的调解员、主任或者司法所评估"):
        assess(mediated_case, other, 2)
    client.force_login(other)
    url = reverse("cases:assess_risk", args=[mediated_case.pk])
    assert url not in client.get(mediated_case.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize(("found", "is_held"), [(1, False), (2, True), (3, True)])
def test_a_dangerous_case_is_not_closed(found, is_held, lin, zhao, mediated_case):
    assess(mediated_case, lin, found)
    if found == 3:
        report(mediated_case, lin)
        report(mediated_case, lin, organ="centre", organ_name="街道综治中心")
    facts = {"happened_at": ago(minutes=20), "told_by": "face", "remedies": ("court",)}
    case = fail_mediation(mediated_case, by=lin, **facts)

    assert [bool("不能结案" in said) for said in held_back(case, "T20")] == [True] * is_held
    if is_held:
        with transaction.atomic(), pytest.raises(WrongState, match="不能结案"):
            take_step(Case.objects.locked(case.pk), "T20", by=zhao, happened_at=ago(minutes=10))


def test_the_director_confirms_what_was_prevented_once_a_kind(lin, zhao, mediated_case):
    facts = {"confirmed_at": ago(minutes=10), "kind": "2", "people": 2, "evidence": "两次回访均平静。"}
    with pytest.raises(WrongState, match="没有风险评估"):
        confirm_prevention(mediated_case, by=zhao, **facts)
    assess(mediated_case, lin, 2)
    with pytest.raises(NotPermitted):
        confirm_prevention(mediated_case, by=lin, **facts)

    found = confirm_prevention(mediated_case, by=zhao, **facts)

    assert (str(found), found.people) == ("防止民转刑", 2)
    with pytest.raises(Invalid, match="只计一次"):
        confirm_prevention(mediated_case, by=zhao, **facts)
    with pytest.raises(Invalid):
        confirm_prevention(mediated_case, by=zhao, **{**facts, "kind": "0"})


def test_what_was_seen_is_for_readers_of_the_file_and_the_level_for_all(lin, zhao, staff, client, mediated_case):
    assess(mediated_case, lin, 2)
    reads = {}
    for who in (lin, zhao, staff):
        client.force_login(who)
        text = client.get(mediated_case.get_absolute_url()).content.decode()
        reads[who.username] = ("橙色风险" in text, "扬言收拾" in text)

    assert reads == {"lin": (True, True), "zhao": (True, True), "staff": (True, False)}


def test_the_list_counts_filters_and_takes_fixed_queries(
    client, lin, zhao, justice, committee, mediated_case, django_assert_num_queries
):
    assess(mediated_case, lin, 3)
    client.force_login(justice)
    url = reverse("cases:risks")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for found in (1, 2):
        assess(make_case(lin, committee, entries=same_parties(mediated_case)), lin, found)
    with django_assert_num_queries(QUERIES):
        text = client.get(url).content.decode()

    assert text.index("红色风险") < text.index("橙色风险") < text.index("黄色风险")
    for query, hits in (
        ("level=2", 1),
        ("reported=no", 1),
        ("reported=yes", 0),
        ("review=later", 3),
        ("sign=quarrels", 0),
    ):
        assert f"共 {hits} 条" in client.get(f"{url}?{query}").content.decode()


def test_a_case_without_danger_is_not_in_the_list(client, justice, mediated_case):
    client.force_login(justice)
    assert "没有风险案件" in client.get(reverse("cases:risks")).content.decode()


def test_the_pages_do_what_they_say(client, lin, zhao, mediated_case):
    client.force_login(lin)
    url = reverse("cases:assess_risk", args=[mediated_case.pk])
    page = client.get(url)
    typed = {"level": "3", "signs": ["weapon", "threats"], "forecast": "2", **FACTS, "version": mediated_case.version}
    typed["assessed_at"] = page.context["form"]["assessed_at"].value().strftime("%Y-%m-%dT%H:%M")
    assert client.post(url, {**typed, "measures": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert RiskAssessment.objects.get().sign_labels == ["言语威胁", "持有凶器"]

    url = reverse("cases:report_risk", args=[mediated_case.pk])
    page = client.get(url)
    assert page.context["form"]["organ"].value() == "police"
    moment = page.context["form"]["reported_at"].value().strftime("%Y-%m-%dT%H:%M")
    version = Case.objects.get(pk=mediated_case.pk).version
    assert client.post(url, {**REPORT, "reported_at": moment, "version": version}).status_code == 302
    assert RiskReport.objects.get().organ == "police"


def test_the_database_keeps_one_current_assessment(lin, mediated_case):
    assess(mediated_case, lin, 2)
    assess(mediated_case, lin, 2, minutes=30)
    with transaction.atomic(), pytest.raises(IntegrityError):
        RiskAssessment.objects.update(is_current=True)
