"""A case is closed by a report that the director approves, and taken up again when every party wants it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.closing.actions import approve_closing, propose_closing, reopen_case, return_closing
from cases.closing.models import ClosingReport
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.mediation.endings.actions import fail_mediation
from cases.risk.actions import assess_risk
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.agreements import in_force, make_ready, sign_all
from tests.cases.factories import ago

WORDS = {"brief": "两次调解后达成协议。", "opinion": "建议结案。"}


@pytest.fixture
def agreed_case(lin, mediated_case):
    """A written agreement is in force, nothing is due yet."""
    in_force(mediated_case, lin)
    return Case.objects.get(pk=mediated_case.pk)


@pytest.fixture
def failed_case(lin, mediated_case):
    return fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=30), told_by="face", remedies=("court",))


def propose(case, by, *, minutes=20, **more):
    return propose_closing(case, by=by, proposed_at=ago(minutes=minutes), **{**WORDS, **more})


def approve(report, by, *, minutes=10, **more):
    return approve_closing(report, by=by, approved_at=ago(minutes=minutes), **more)


def perform(case):
    """As if all had been done: how it is recorded is the matter of another feature."""
    Case.objects.filter(pk=case.pk).update(performance="done")
    return Case.objects.get(pk=case.pk)


def test_the_host_reports_the_director_approves_and_the_volume_is_due(lin, zhao, agreed_case):
    agreed_case.limits.filter(key="visit_agreement").update(met_on=timezone.localdate())
    report = propose(perform(agreed_case), lin, minutes=1)
    case = approve(report, zhao, minutes=0)

    assert (case.procedure, case.closed_on, case.archive) == ("closed", timezone.localdate(), "collecting")
    assert case.due_key == "archive"
    assert [event.text for event in case.events.all()][-2:] == ["提出结案报告", "批准结案"]


def test_an_agreement_not_performed_is_closed_with_the_way_that_is_left(lin, zhao, agreed_case):
    with pytest.raises(Invalid, match="请选择后续途径") as refused:
        propose(agreed_case, lin, minutes=1)
    assert refused.value.field == "open_route"

    case = approve(propose(agreed_case, lin, minutes=1, open_route="later", open_note="尚未到期"), zhao, minutes=0)
    assert (case.procedure, case.performance) == ("closed", "not_due")


def test_what_ended_without_an_agreement_is_closed_without_a_way(lin, zhao, failed_case):
    with pytest.raises(Invalid, match="不用选择"):
        propose(failed_case, lin, open_route="told")

    assert approve(propose(failed_case, lin), zhao).procedure == "closed"


def test_a_dangerous_case_is_neither_reported_nor_closed(lin, zhao, failed_case):
    report = propose(failed_case, lin)
    facts = {"narrative": "扬言报复。", "measures": "分别走访。"}
    assess_risk(failed_case, by=lin, assessed_at=ago(minutes=15), level=2, **facts)

    with pytest.raises(WrongState, match="不能结案"):
        approve(report, zhao)
    return_closing(report, by=zhao, decision="先稳控风险")
    with pytest.raises(WrongState, match="不能结案"):
        propose(failed_case, lin, minutes=5)


def test_a_variation_that_waits_for_signatures_holds_the_case_open(lin, agreed_case):
    make_ready(agreed_case, lin)

    with pytest.raises(WrongState, match="正在起草或签署"):
        propose(perform(agreed_case), lin, minutes=0)


@pytest.mark.parametrize("who", ["staff", "justice", "member"])
def test_others_neither_report_nor_approve(who, lin, failed_case, request):
    other = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        propose(failed_case, other)
    with pytest.raises(NotPermitted):
        approve(propose(failed_case, lin), other)


def test_the_host_does_not_approve_the_own_report(lin, failed_case):
    with pytest.raises(NotPermitted, match="主任"):
        approve(propose(failed_case, lin), lin)


def test_a_report_is_one_at_a_time_and_decided_once(lin, zhao, failed_case):
    report = propose(failed_case, lin)
    with pytest.raises(WrongState, match="已有一份"):
        propose(failed_case, lin)
    with pytest.raises(Invalid, match="请填写"):
        return_closing(report, by=zhao, decision=" ")
    return_closing(report, by=zhao, decision="请补充救济告知")
    with pytest.raises(WrongState, match="已经审批"):
        approve(report, zhao)

    assert approve(propose(failed_case, lin, minutes=5), zhao, minutes=1).procedure == "closed"
    assert [each.state for each in ClosingReport.objects.order_by("id")] == ["returned", "approved"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"brief": ""}, "brief"),
        ({"opinion": "空\x00"}, "opinion"),
        ({"opinion": "长" * 501}, "opinion"),
        ({"brief": "电话 13912345678"}, "brief"),
        ({"open_route": "nonsense"}, "open_route"),
        ({"minutes": 60}, "proposed_at"),
        ({"minutes": -60}, "happened_at"),
    ],
)
def test_a_report_that_cannot_be_is_refused_at_its_field(change, field, lin, failed_case):
    minutes = change.pop("minutes", 20)
    if field == "proposed_at" and minutes > 0:
        minutes = 60 * 24 * 365
    with pytest.raises(Invalid) as refused:
        propose(failed_case, lin, minutes=minutes, late_reason="补录", **change)
    assert refused.value.field == field


def closed(case, lin, zhao):
    return approve(propose(case, lin, minutes=1, open_route="later"), zhao, minutes=0)


def test_a_closed_case_is_taken_up_again_when_every_party_agrees_and_comes_to_a_new_agreement(lin, zhao, agreed_case):
    case = closed(agreed_case, lin, zhao)
    words = {"ground": "unfit", "reason": "付款方式不合适", "channel": "face", "reopened_at": timezone.now()}
    parties = tuple(case.parties.all())
    with pytest.raises(Invalid, match="马俊") as refused:
        reopen_case(case, by=zhao, consented=parties[:1], **words)
    assert refused.value.field == "consented"
    with pytest.raises(NotPermitted):
        reopen_case(case, by=lin, consented=parties, **words)

    case = reopen_case(case, by=zhao, consented=parties, **words)
    assert (case.procedure, case.result, case.closed_on, case.archive) == ("mediating", "", None, "none")
    assert case.due_key == "mediate"
    assert not case.limits.running().filter(key="archive").exists()

    again = make_ready(case, lin)
    sign_all(again, lin, signed_at=timezone.now())
    case = Case.objects.get(pk=case.pk)
    assert (case.procedure, case.result, case.result_on) == ("agreed", "10", timezone.localdate())
    states = Agreement.objects.filter(case=case).order_by("seq").values_list("seq", "state")
    assert list(states) == [(1, "replaced"), (2, "effective")]
    assert case.events.filter(step="T14").count() == 2


def test_what_ended_without_agreement_is_filed_anew_instead(lin, zhao, failed_case):
    case = approve(propose(failed_case, lin), zhao)
    parties = tuple(case.parties.all())
    with pytest.raises(WrongState, match="请重新登记"):
        reopen_case(
            case,
            by=zhao,
            reopened_at=timezone.now(),
            ground="unfit",
            reason="再调",
            consented=parties,
            channel="face",
        )


def test_the_pages_lead_from_the_case_to_the_report_to_closed(client, lin, zhao, sun, failed_case):
    client.force_login(lin)
    page = client.get(failed_case.get_absolute_url()).content.decode()
    url = reverse("cases:propose_closing", args=[failed_case.pk])
    assert url in page
    sent = client.post(url, {**WORDS, "proposed_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "version": ""})
    assert sent.status_code == 302, sent.content.decode()[:3000]

    report = ClosingReport.objects.get()
    approve_url = reverse("cases:approve_closing", args=[report.pk])
    assert approve_url not in client.get(failed_case.get_absolute_url()).content.decode()
    assert client.get(approve_url).status_code == 403
    client.force_login(sun)
    assert client.get(approve_url).status_code == 404
    client.force_login(zhao)
    assert approve_url in client.get(failed_case.get_absolute_url()).content.decode()
    assert str(failed_case) in client.get("/").content.decode()
    client.post(approve_url, {"decision": "同意", "approved_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")})

    assert Case.objects.get(pk=failed_case.pk).procedure == "closed"


def test_the_report_is_printed_with_result_performance_and_opinions(lin, zhao, failed_case):
    report = propose(failed_case, lin)
    case = approve(report, zhao, decision="同意结案。")

    made = produce_document(case, "F17", about=f"closingreport-{report.pk}", by=lin)
    assert made.title == "人民调解结案报告表"
    detail = made.facts.detail
    assert (detail.result, detail.opinion, detail.decided_by) == ("调解不成", "建议结案。", "赵国栋")
