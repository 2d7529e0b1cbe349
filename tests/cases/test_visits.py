"""Return visits: due by rule, recorded on a phone, and what was found leads on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.closing.actions import approve_closing, propose_closing
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.risk.actions import assess_risk
from cases.visits.actions import record_visit
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.models import Notice
from tests.cases.agreements import make_draft, pay, side, sign_all, soon, tick_all
from tests.cases.factories import ago
from tests.cases.performing import agreed, first, perform


def visit(case, by, which="respondent", **more):
    values = {
        "party": side(case, which),
        "visited_at": ago(minutes=1),
        "channel": "phone",
        "performance": "done",
        "satisfaction": 1,
        **more,
    }
    return record_visit(case, by=by, **values)


def running(case):
    found = TimeLimit.objects.running().filter(case=case, key__startswith="visit")
    return {limit.key: (limit.due_on - timezone.localdate()).days for limit in found}


def performed(case, by):
    agreement = make_draft(case, by)
    pay(agreement, by, timing="on_the_spot")
    tick_all(agreement, by)
    sign_all(agreement, by)
    case.refresh_from_db()


def test_what_is_performed_on_the_spot_is_visited_within_fifteen_days(mediated_case, lin):
    performed(mediated_case, lin)

    assert running(mediated_case) == {"visit": 15}


def test_a_written_agreement_without_a_later_day_is_visited_within_thirty(mediated_case, lin):
    agreed(mediated_case, lin, (Decimal("9800"), soon(20)))

    assert running(mediated_case) == {"visit_agreement": 30}


def test_with_a_later_day_the_visit_waits_for_performance(mediated_case, lin):
    agreement = agreed(mediated_case, lin, (Decimal("9800"), soon(60)))
    assert running(mediated_case) == {}

    perform(first(agreement), lin)

    assert running(mediated_case) == {"visit": 15}


def test_a_case_with_risk_is_visited_on_day_ten_and_day_thirty(mediated_case, lin):
    Case.objects.filter(pk=mediated_case.pk).update(risk_level=2)
    mediated_case.assignments.filter(role="recorder").update(role="co")
    mediated_case.refresh_from_db()
    performed(mediated_case, lin)
    assert running(mediated_case) == {"visit": 15, "visit_risk_1": 10, "visit_risk_2": 30}

    visit(mediated_case, lin)

    assert running(mediated_case) == {"visit_risk_2": 30}
    visit(mediated_case, lin, "applicant")
    assert running(mediated_case) == {"visit_risk_2": 30}


def test_what_takes_months_is_visited_every_ninety_days_until_it_is_done(mediated_case, lin):
    agreement = agreed(mediated_case, lin, (Decimal("9800"), soon(200)))
    assert running(mediated_case) == {"visit_regular": 90}

    visit(mediated_case, lin, performance="going_on")
    assert running(mediated_case) == {"visit_regular": 90}
    assert mediated_case.limits.filter(key="visit_regular", met_on__isnull=False).count() == 1
    perform(first(agreement), lin)

    assert running(mediated_case) == {}


def test_danger_that_rises_after_the_agreement_is_visited_from_that_day(mediated_case, lin):
    performed(mediated_case, lin)
    visit(mediated_case, lin)
    assert running(mediated_case) == {}

    assess_risk(
        mediated_case, by=lin, assessed_at=timezone.now(), level=2, narrative="又起争执。", measures="分别走访。"
    )

    assert running(mediated_case) == {"visit_risk_1": 10, "visit_risk_2": 30}
    assert "达成协议后风险升级" in mediated_case.limits.get(key="visit_risk_1").steps[0].text


def test_a_visit_meets_what_is_due_and_is_told_in_the_life_of_the_case(mediated_case, lin):
    performed(mediated_case, lin)

    made = visit(mediated_case, lin, satisfaction=2)

    limit = mediated_case.limits.get(key="visit")
    mediated_case.refresh_from_db()
    assert (limit.met_on, mediated_case.due_key) == (timezone.localdate(), "")
    assert mediated_case.events.last().text == "回访马俊"
    assert (made.found, made.agreement.effective_on) == ([], timezone.localdate())


def test_who_moved_away_is_tried_three_times_and_then_no_more(mediated_case, lin):
    performed(mediated_case, lin)

    for reached in ("no", "no"):
        visit(mediated_case, lin, reached=reached, performance="", satisfaction=None)
        assert running(mediated_case) == {"visit": 15}
    visit(mediated_case, lin, reached="moved", performance="", satisfaction=None)

    assert running(mediated_case) == {}
    assert mediated_case.events.last().text == "回访马俊：已搬离，去向不明"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"satisfaction": None}, "satisfaction"),
        ({"satisfaction": 6}, "satisfaction"),
        ({"performance": ""}, "performance"),
        ({"found": ("fire",)}, "found"),
        ({"found": ("risk",)}, "situation"),
        ({"channel": "pigeon"}, "channel"),
        ({"reached": "perhaps"}, "reached"),
        ({"situation": "字" * 2001}, "situation"),
        ({"party": None}, "party"),
        ({"visited_at": ago(days=-1)}, "visited_at"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_at_its_field(values, field, mediated_case, lin):
    performed(mediated_case, lin)

    with pytest.raises(Invalid) as refusal:
        visit(mediated_case, lin, **values)
    assert refusal.value.field == field


def test_before_an_agreement_and_by_others_nobody_is_visited(mediated_case, lin, sun, staff):
    with pytest.raises(WrongState):
        visit(mediated_case, lin)
    performed(mediated_case, lin)
    for who in (sun, staff):
        with pytest.raises(NotPermitted):
            visit(mediated_case, who)


def sent(case, **more):
    return {
        "party": side(case, "respondent").pk,
        "channel": "phone",
        "visited_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "reached": "yes",
        "performance": "going_on",
        "satisfaction": "2",
        **more,
    }


@pytest.mark.parametrize(
    ("found", "to"),
    [
        ((), "cases:case"),
        (("unperformed",), "cases:urge"),
        (("unfit", "risk"), "cases:assess_risk"),
        (("unfit",), "cases:vary_agreement"),
        (("sued",), "cases:note_recourse"),
        (("mistake",), "cases:documents"),
    ],
)
def test_what_was_found_leads_to_the_next_act(found, to, client, lin, mediated_case):
    agreed(mediated_case, lin, (Decimal("9800"), soon(5)))
    client.force_login(lin)
    url = reverse("cases:visit", args=[mediated_case.pk])
    assert client.get(url).status_code == 200

    answer = client.post(url, sent(mediated_case, found=list(found), situation="电话里说的"))

    assert answer.url.partition("#")[0] == reverse(to, args=[mediated_case.pk])
    assert client.get(answer.url).status_code == 200


def found_on_closed(case, lin, zhao, *found):
    performed(case, lin)
    visit(case, lin)
    report = propose_closing(
        Case.objects.get(pk=case.pk), by=lin, proposed_at=timezone.now(), brief="已履行。", opinion="建议结案。"
    )
    approve_closing(report, by=zhao, approved_at=timezone.now())
    return sent(case, found=list(found), situation="回访时说的")


def test_of_a_closed_case_what_does_not_fit_leads_the_director_to_take_it_up_again(client, lin, zhao, mediated_case):
    values = found_on_closed(mediated_case, lin, zhao, "unfit")
    url = reverse("cases:visit", args=[mediated_case.pk])

    client.force_login(zhao)
    assert client.post(url, values).url == reverse("cases:reopen", args=[mediated_case.pk])


def test_who_may_not_take_it_up_again_is_told_who_does_and_the_director_is_told(client, lin, zhao, mediated_case):
    values = found_on_closed(mediated_case, lin, zhao, "unfit")
    client.force_login(lin)

    answer = client.post(reverse("cases:visit", args=[mediated_case.pk]), values, follow=True)

    assert "由调委会主任恢复调解" in answer.content.decode()
    assert [row.recipient for row in Notice.objects.filter(rung="visit.found")] == [zhao]


def test_a_visit_waits_on_the_work_home_a_week_before(client, lin, mediated_case):
    performed(mediated_case, lin)
    client.force_login(lin)
    assert "待回访的案件" not in client.get("/").content.decode()

    TimeLimit.objects.filter(case=mediated_case, key="visit").update(due_on=soon(6))

    home = client.get("/").content.decode()
    assert "待回访的案件" in home
    assert reverse("cases:visit", args=[mediated_case.pk]) in home


def test_a_late_visit_is_late_on_the_board_and_waits_once_on_the_work_home(client, lin, supervisor, mediated_case):
    performed(mediated_case, lin)
    TimeLimit.objects.filter(case=mediated_case, key="visit").update(due_on=soon(-2))
    Case.objects.filter(pk=mediated_case.pk).update(due_on=soon(-2))
    client.force_login(supervisor)
    late = client.get(reverse("cases:cases"), {"late": "overdue"}).content.decode()
    assert mediated_case.number in late
    assert "已逾期 2 天" in late

    client.force_login(lin)
    assert client.get("/").content.decode().count(mediated_case.number) == 1


def test_a_visit_of_next_door_is_not_there(client, sun, mediated_case, lin):
    performed(mediated_case, lin)
    client.force_login(sun)

    assert client.get(reverse("cases:visit", args=[mediated_case.pk])).status_code == 404


def test_visits_are_read_by_who_reads_the_file(client, lin, staff, mediated_case):
    performed(mediated_case, lin)
    visit(mediated_case, lin, situation="邻里和好")
    reads = {}
    for who in (lin, staff):
        client.force_login(who)
        reads[who.username] = "邻里和好" in client.get(mediated_case.get_absolute_url()).content.decode()

    assert reads == {"lin": True, "staff": False}


def test_a_late_visit_says_why(mediated_case, lin):
    performed(mediated_case, lin)
    Case.objects.filter(pk=mediated_case.pk).update(
        received_at=ago(days=30), accepted_at=ago(days=30), accepted_on=date(2020, 1, 1), result_on=date(2020, 1, 2)
    )

    with pytest.raises(Invalid) as refusal:
        visit(mediated_case, lin, visited_at=ago(days=9))
    assert refusal.value.field == "late_reason"
    visit(mediated_case, lin, visited_at=ago(days=9), late_reason="纸质记录补录")
    assert mediated_case.limits.get(key="visit").met_on == timezone.localdate() - timedelta(days=9)
