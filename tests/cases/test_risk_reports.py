"""Danger is reported: to the police at once, before all else, and to the street's centre (人民调解法 第二十五条)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.docket.guards import held_back
from cases.docket.models import Case
from cases.documents.filling.offers import filled, offers_of
from cases.intake.actions import log_contact
from cases.mediation.actions import assign_mediators
from cases.mediation.endings.actions import terminate_mediation
from cases.risk.actions import record_risk_reply
from cases.risk.models import RiskReport
from cases.risk.tasks import tell_late_reports
from cases.risk.within import awaited_reports
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.endangered import assess, report, told
from tests.cases.factories import ago, make_accepted


def test_red_starts_the_day_in_which_the_police_are_told(lin, mediated_case):
    found = assess(mediated_case, lin, 3)
    limit = mediated_case.limits.running().get(key="police_report")

    assert limit.due_on == timezone.localdate(found.assessed_at) + timedelta(days=1)
    assert Case.objects.get(pk=mediated_case.pk).due_key == "police_report"

    report(mediated_case, lin)

    assert not mediated_case.limits.running().filter(key="police_report").exists()
    assert Case.objects.get(pk=mediated_case.pk).due_key == "centre_report"
    report(mediated_case, lin, organ="centre", organ_name="街道综治中心")
    assert Case.objects.get(pk=mediated_case.pk).due_key == "mediate"


def test_red_stays_reported_while_it_stays_red_and_starts_anew_when_it_comes_back(lin, zhao, mediated_case):
    assess(mediated_case, lin, 3)
    report(mediated_case, lin)
    assess(mediated_case, lin, 3, minutes=40)
    assert not mediated_case.limits.running().filter(key="police_report").exists()

    assess(mediated_case, zhao, 2, minutes=30, reason="已劝离")
    assess(mediated_case, lin, 3, minutes=20)
    assert mediated_case.limits.running().filter(key="police_report").count() == 1


def test_at_red_nothing_goes_on_before_the_police_know_but_the_contact_log(lin, zhao, committee):
    case = make_accepted(lin, zhao, committee)
    assess(case, lin, 3)
    with pytest.raises(WrongState, match="尚未登记向公安机关的报告"):
        assign_mediators(case, by=zhao, assigned_at=ago(minutes=40), host=lin, told_by="face")
    party = case.parties.get(side="respondent")
    log_contact(case, by=lin, party=party, happened_at=ago(minutes=45), channel="phone", answer="agreed")

    report(case, lin, minutes=44)

    assert held_back(Case.objects.get(pk=case.pk), "T17") == []


def test_even_an_end_waits_for_the_report(lin, mediated_case):
    assess(mediated_case, lin, 3)
    with pytest.raises(WrongState, match="立即报告"):
        terminate_mediation(
            mediated_case,
            by=lin,
            happened_at=ago(minutes=30),
            code="31",
            party=mediated_case.parties.get(side="applicant"),
            told_by="face",
            remedies=("court",),
        )


def test_a_report_to_the_street_alone_is_none_to_the_police(lin, zhao, committee):
    case = make_accepted(lin, zhao, committee)
    assess(case, lin, 3)
    report(case, lin, organ="centre", organ_name="街道综治中心")

    assert held_back(Case.objects.get(pk=case.pk), "T17") != []


def test_the_hours_for_the_reports_go_by_the_clock_and_are_told_when_they_are_over(
    lin, zhao, justice, client, mediated_case
):
    found = assess(mediated_case, lin, 3)
    until = found.assessed_at + timedelta(hours=24)
    assert [(one.key, one.by) for one in awaited_reports(mediated_case)] == [
        ("police_report", until),
        ("centre_report", until),
    ]
    client.force_login(lin)
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert f"应于 {timezone.localtime(until):%Y-%m-%d %H:%M} 前登记" in page

    with time_machine.travel(until - timedelta(minutes=1)):
        tell_late_reports()
    assert told("risk.report_late") == []
    with time_machine.travel(until + timedelta(minutes=1)):
        tell_late_reports()
        tell_late_reports()
    assert told("risk.report_late") == sorted(each.username for each in (lin, zhao, justice))


def test_red_that_was_never_reported_to_the_centre_is_not_closed_even_when_it_has_fallen(lin, zhao, mediated_case):
    assess(mediated_case, lin, 3)
    report(mediated_case, lin)
    assess(mediated_case, zhao, 1, minutes=40, reason="已平息")

    assert held_back(Case.objects.get(pk=mediated_case.pk), "T20") == [
        "本案曾为红色风险，尚未登记向街道综治中心的报告，不能结案：请先登记报告。"
    ]


def test_who_registers_reports_to_the_police_without_waiting_for_a_mediator(lin, member, officer, mediated_case):
    assess(mediated_case, lin, 3)
    with pytest.raises(NotPermitted):
        report(mediated_case, officer)

    assert report(mediated_case, member).organ == "police"


def test_reports_need_a_danger_and_say_who_was_told(lin, mediated_case):
    with pytest.raises(WrongState, match="请先登记风险评估"):
        report(mediated_case, lin)
    assess(mediated_case, lin, 3)
    for field in ("organ_name", "person", "text"):
        with pytest.raises(Invalid) as refused:
            report(mediated_case, lin, **{field: " "})
        assert refused.value.field == field


def test_the_answer_to_a_report_is_kept_once_and_not_before_it(lin, mediated_case):
    assess(mediated_case, lin, 3)
    made = report(mediated_case, lin)
    with pytest.raises(Invalid, match="不能早于报告时间"):
        record_risk_reply(made, by=lin, replied_at=ago(minutes=58), reply="收到")

    record_risk_reply(made, by=lin, replied_at=ago(minutes=40), reply="已安排巡逻")

    assert RiskReport.objects.get().reply == "已安排巡逻"
    with pytest.raises(WrongState, match="已经登记"):
        record_risk_reply(made, by=lin, replied_at=ago(minutes=30), reply="再次")


def test_the_work_home_leads_to_the_report(client, lin, mediated_case):
    assess(mediated_case, lin, 3)
    client.force_login(lin)
    assert reverse("cases:report_risk", args=[mediated_case.pk]) in client.get("/").content.decode()


def test_a_report_is_printed_with_what_was_told(lin, mediated_case):
    assess(mediated_case, lin, 3, signs=("weapon",), forecast="2")
    report(mediated_case, lin)
    offer = next(one for one in offers_of(mediated_case, reads_file=True) if one.form == "F18.risk")

    detail = filled(mediated_case, offer, taken_at=timezone.now())[0].detail

    assert (detail.organ, detail.level, detail.signs) == ("新成路派出所", "红色", ("持有凶器",))
    assert (detail.forecast, detail.person, detail.how, detail.answer) == ("民转刑", "社区民警", "电话", "")
