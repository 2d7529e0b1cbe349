"""What goes back to the organ that handed a dispute over: in time, typed, with its receipt."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.docket.guards import held_back
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.documents.descriptions import FORMS
from cases.documents.filling.offers import filled, offers_of
from cases.intake.actions import Letter, record_reply, refer_case
from cases.interfaces.actions import kinds_for, record_answer, record_receipt, send_feedback
from cases.interfaces.models import Feedback
from cases.interfaces.organs.actions import name_organ
from cases.mediation.endings.actions import fail_mediation
from cases.parties.models import Party
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from governance.people.models import ApiClient
from tests.cases.district import PDF
from tests.cases.factories import ago, make_case, make_mediated
from tests.cases.test_filing_api import FILING, platform, post
from tests.factories import CANGCHANG

QUERIES = 7
POLICE = Letter(organ="police", organ_name="新成路派出所", letter_no="9号", received_at=ago(hours=5))
LETTER = {"organ_name": "嘉定区人民法院", "letter_no": "（2026）沪0114诉前调123号", "court_mode": "before"}


def entrusted(by, director, committee, organ="court", source="S31", **letter):
    sent = Letter(organ=organ, received_at=ago(hours=5), **{**LETTER, **letter})
    return make_mediated(by, director, committee, source=source, source_form="", letter=sent)


@pytest.fixture
def failed_case(lin, zhao, committee):
    """A court's case in which no agreement was found."""
    case = entrusted(lin, zhao, committee)
    return fail_mediation(case, by=lin, happened_at=ago(minutes=60), told_by="face", remedies=("court",))


def send(case, by, *, minutes=30, **more):
    facts = {"sent_at": ago(minutes=minutes), "channel": "letter", "text": "各方未达成一致。", **more}
    return send_feedback(case.referrals.get(), by=by, **facts)


def test_a_result_of_an_entrusted_case_is_to_be_told_within_five_working_days(failed_case):
    limit = failed_case.limits.running().get(key="feedback")

    assert limit.due_on > timezone.localdate() + timedelta(days=4)
    assert Case.objects.get(pk=failed_case.pk).due_key == "feedback"
    assert any("尚未反馈" in said for said in held_back(failed_case, "T20"))


def test_feedback_meets_the_limit_and_keeps_what_the_case_said(lin, failed_case):
    found = send(failed_case, lin, kind="court_end", agreed_facts="房屋漏水属实。")

    assert (found.result, found.result_on, found.performance) == ("20", failed_case.result_on, "na")
    assert (found.agreed_facts, str(found)) == ("房屋漏水属实。", "终止调解情况表（嘉定区人民法院）")
    case = Case.objects.get(pk=failed_case.pk)
    assert case.due_on is None
    assert not any("尚未反馈" in said for said in held_back(case, "T20"))
    assert case.events.last().text == "向嘉定区人民法院反馈：终止调解情况表"


def test_without_a_result_there_is_nothing_to_tell(lin, zhao, committee):
    with pytest.raises(WrongState, match="还没有结果"):
        send(entrusted(lin, zhao, committee), lin)


def test_a_court_gets_the_end_table_and_the_police_the_request(lin, zhao, committee, failed_case):
    assert [each.value for each in kinds_for(failed_case, failed_case.referrals.get())] == ["court_end", "result"]
    with pytest.raises(Invalid, match="只报公安机关"):
        send(failed_case, lin, kind="police", requested_on=timezone.localdate())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"channel": "pigeon"}, "channel"),
        ({"kind": "nonsense"}, "kind"),
        ({"minutes": -60}, "sent_at"),
        ({"text": "证件 31019919550218902X"}, "text"),
        ({"kind": "court_end", "agreed_facts": "空\x00"}, "agreed_facts"),
    ],
)
def test_feedback_that_cannot_be_is_refused_at_its_field(change, field, lin, failed_case):
    with pytest.raises(Invalid) as refused:
        send(failed_case, lin, **change)
    assert refused.value.field == (field if field != "sent_at" else "happened_at")


def test_a_receipt_is_kept_once_and_not_before_the_feedback(lin, failed_case):
    sent = send(failed_case, lin)
    with pytest.raises(Invalid, match="不能早于反馈时间"):
        record_receipt(sent, by=lin, received_at=ago(minutes=50), received_by="书记员")
    with pytest.raises(Invalid) as refused:
        record_receipt(sent, by=lin, received_at=ago(minutes=20))
    assert refused.value.field == "received_by"

    kept = record_receipt(sent, by=lin, received_at=ago(minutes=20), received_by="书记员", receipt_no="收3号")

    assert (kept.received_by, kept.receipt_no, kept.version) == ("书记员", "收3号", 2)
    with pytest.raises(WrongState, match="已经签收"):
        record_receipt(sent, by=lin, received_at=ago(minutes=10), received_by="书记员")


def test_the_answer_is_kept_once_on_a_day_that_can_be(lin, failed_case):
    sent = send(failed_case, lin)
    for day in (date(2020, 1, 1), date(2099, 1, 1)):
        with pytest.raises(Invalid):
            record_answer(sent, by=lin, replied_on=day, reply="收悉")
    record_answer(sent, by=lin, replied_on=timezone.localdate(), reply="收悉")
    with pytest.raises(WrongState):
        record_answer(sent, by=lin, replied_on=timezone.localdate(), reply="收悉")


def test_next_door_neither_sends_nor_sees(lin, sun, client, failed_case):
    with pytest.raises(NotPermitted):
        send(failed_case, sun)
    sent = send(failed_case, lin)
    client.force_login(sun)
    letter = failed_case.referrals.get()
    assert client.get(reverse("cases:send_feedback", args=[letter.pk])).status_code == 404
    assert client.get(reverse("cases:feedback_receipt", args=[sent.pk])).status_code == 404
    assert "嘉定区人民法院" not in client.get(reverse("cases:feedbacks")).content.decode()


def test_the_pages_send_and_receive(client, lin, failed_case):
    client.force_login(lin)
    assert "尚未反馈移送部门" in client.get(failed_case.get_absolute_url()).content.decode()
    url = reverse("cases:send_feedback", args=[failed_case.referrals.get().pk])
    form = client.get(url).context["form"]
    assert "requested_on" not in form.fields
    moment = form["sent_at"].value().strftime("%Y-%m-%dT%H:%M")
    typed = {"kind": "court_end", "channel": "letter", "sent_at": moment, "version": failed_case.version}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "text": "未达成一致。"}).status_code == 302

    sent = Feedback.objects.get()
    url = reverse("cases:feedback_receipt", args=[sent.pk])
    typed = {"received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "received_by": "书记员", "version": 1}
    assert client.post(url, typed).status_code == 302
    assert "书记员签收" in client.get(failed_case.get_absolute_url()).content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, lin, failed_case, django_assert_num_queries):
    send(failed_case, lin)
    client.force_login(lin)
    url = reverse("cases:feedbacks")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for minutes in (20, 10):
        send(failed_case, lin, minutes=minutes)
    with django_assert_num_queries(QUERIES):
        text = client.get(url).content.decode()
    assert text.count("嘉定区人民法院") >= 3
    assert "共 3 条" in client.get(f"{url}?received=no&organ=court").content.decode()
    assert "没有符合条件" in client.get(f"{url}?received=yes").content.decode()


# --- several letters, letters passed on, the police


def second_letter(case, **more):
    first = case.referrals.get()
    facts = {
        "case": case,
        "direction": "in",
        "organ": "police",
        "organ_name": "新成路派出所",
        "letter_no": "9号",
        **more,
    }
    return type(first).objects.create(**facts, **more)


def test_a_case_of_two_letters_waits_until_both_organs_were_told(client, lin, failed_case):
    other = second_letter(failed_case)
    court = failed_case.referrals.get(organ="court")
    facts = {"by": lin, "channel": "letter", "text": "各方未达成一致。"}

    send_feedback(court, sent_at=ago(minutes=30), **facts)
    assert failed_case.limits.running().filter(key="feedback").exists()
    assert [said for said in held_back(failed_case, "T20") if "新成路派出所" in said and "人民法院" not in said]
    client.force_login(lin)
    assert "尚未反馈移送部门：新成路派出所" in client.get(failed_case.get_absolute_url()).content.decode()

    send_feedback(other, sent_at=ago(minutes=20), **facts)
    assert not failed_case.limits.running().filter(key="feedback").exists()
    assert not any("尚未反馈" in said for said in held_back(failed_case, "T20"))


def test_an_organ_is_told_where_its_dispute_was_passed_on_to(client, lin, zhao, committee):
    case = make_case(lin, committee, source="S33", source_form="", letter=POLICE)
    to = Letter(organ="labour", organ_name="嘉定区人社局", reason="劳动仲裁事项")
    case = refer_case(case, by=zhao, happened_at=ago(hours=2), letter=to)
    letter = case.referrals.get(direction="in")
    assert case.limits.running().get(key="feedback").due_on > timezone.localdate() + timedelta(days=4)
    client.force_login(zhao)
    assert "已转交其他部门，尚未反馈移送部门" in client.get(case.get_absolute_url()).content.decode()
    assert [kind.value for kind in kinds_for(case, letter)] == ["passed_on"]

    facts = {"sent_at": ago(hours=1), "channel": "letter", "text": "已转区人社局处理。"}
    sent = send_feedback(letter, by=zhao, kind="passed_on", **facts)

    assert (sent.result, sent.result_on, sent.procedure) == ("", None, "referred")
    assert not case.limits.running().filter(key="feedback").exists()
    case.refresh_from_db()
    made = {offer.form: offer for offer in offers_of(case, reads_file=True)}
    reply, _ = filled(case, made["F18.reply"], taken_at=timezone.now())
    assert reply.detail.result == "转交嘉定区人社局处理"


def test_the_receipt_and_the_progress_are_told_before_a_result_and_answer_nothing(lin, zhao, committee):
    case = entrusted(lin, zhao, committee, organ="centre", source="S39", organ_name="新成路街道综治中心", court_mode="")
    assert [kind.value for kind in kinds_for(case, case.referrals.get())] == ["status", "received"]
    told = send(case, lin, kind="received", text="已受理，正在调解。")
    assert (told.result, told.procedure) == ("", "mediating")
    with pytest.raises(Invalid, match="还没有回访记录"):
        send(case, lin, kind="visit", text="已回访。")

    case = fail_mediation(case, by=lin, happened_at=ago(minutes=20), told_by="face", remedies=("court",))
    assert case.limits.running().filter(key="feedback").exists()
    with pytest.raises(Invalid, match="还没有结果的案件"):
        send(case, lin, minutes=10, kind="status")


def test_the_police_are_told_that_it_is_not_performed_yet_and_get_the_written_request(client, lin, zhao, committee):
    case = entrusted(lin, zhao, committee, organ="police", source="S33", court_mode="", organ_name="新成路派出所")
    Case.objects.filter(pk=case.pk).update(
        result="10", result_on=timezone.localdate(), procedure="agreed", performance="not_due"
    )
    client.force_login(lin)
    url = reverse("cases:send_feedback", args=[case.referrals.get().pk])
    page = client.get(url).content.decode()
    assert "协议尚未履行完毕（目前“未到期”）" in page

    case.refresh_from_db()
    today = timezone.localdate().isoformat()
    typed = {"kind": "police", "channel": "letter", "text": "已达成协议。", "requested_on": today}
    typed["sent_at"] = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    paper = SimpleUploadedFile("申请.pdf", PDF, "application/pdf")
    answer = client.post(url, {**typed, "uploads": paper, "version": case.version})
    assert answer.status_code == 302, answer.context["form"].errors

    assert case.papers.get().kind == "request"
    made = {offer.form: offer for offer in offers_of(Case.objects.get(pk=case.pk), reads_file=True)}
    reply, _ = filled(Case.objects.get(pk=case.pk), made["F18.reply"], taken_at=timezone.now())
    assert reply.detail.performance == "未到期，尚未履行完毕"
    assert "协议履行" in str(FORMS["F18.reply"].describe(reply))


def test_the_reply_to_a_letter_of_ours_is_kept_with_its_paper(lin, zhao, committee):
    case = make_case(lin, committee)
    to = Letter(organ="court", organ_name="嘉定区人民法院", reason="不属本会范围")
    case = refer_case(case, by=zhao, happened_at=ago(hours=2), letter=to)
    paper = SimpleUploadedFile("复函.pdf", PDF, "application/pdf")

    facts = {"replied_on": timezone.localdate(), "reply": "同意接收。"}
    letter = record_reply(case.referrals.get(), by=zhao, upload=paper, **facts)

    assert letter.reply_file.name == "复函.pdf"
    assert case.papers.get().kind == "reply"


# --- by API


def referred_by_api(client, who):
    letter = {"organ": "police", "organ_name": "新成路派出所", "letter_no": "9号", "letter_on": "2026-11-20"}
    made = post(client, who, "api:refer_case", {**FILING, **letter}).json()
    return Case.objects.get(pk=made["id"])


def test_an_organs_system_gets_what_came_of_its_own_referrals_and_acknowledges_it(client, officer, lin, failed_case):
    who = platform(officer)
    case = referred_by_api(client, who)
    Case.objects.filter(pk=case.pk).update(result="20", result_on=timezone.localdate(), procedure="failed")
    mine = send_feedback(case.referrals.get(), by=lin, sent_at=timezone.now(), channel="online", text="未达成一致。")
    other = send(failed_case, lin)

    listed = client.get(reverse("api:feedbacks"), headers=who).json()["results"]
    assert [row["id"] for row in listed] == [mine.pk]
    assert (listed[0]["result"]["label"], listed[0]["letter_no"]) == ("调解不成", "9号")
    assert client.get(reverse("api:feedback", args=[other.pk]), headers=who).status_code == 404

    unread = post(client, who, "api:receive_feedback", {"receipt_no": "收3号"}, key="r-0", args=[mine.pk])
    etag = client.get(reverse("api:feedback", args=[mine.pk]), headers=who)["ETag"]
    done = post(
        client, who, "api:receive_feedback", {"receipt_no": "收3号"}, key="r-1", args=[mine.pk], **{"If-Match": etag}
    )
    again = post(
        client, who, "api:receive_feedback", {"receipt_no": "收3号"}, key="r-1", args=[mine.pk], **{"If-Match": etag}
    )

    assert (unread.status_code, done.status_code, again.status_code) == (428, 200, 200)
    assert (done.json()["received_by"], done.json()["receipt_no"]) == ("一站式平台", "收3号")
    assert Feedback.objects.get(pk=mine.pk).receipt_client.name == "一站式平台"


def test_a_system_elsewhere_gets_nothing(client, officer, lin, failed_case):
    sent = send(failed_case, lin)
    who = platform(officer, CANGCHANG)
    assert client.get(reverse("api:feedbacks"), headers=who).json()["results"] == []
    assert post(client, who, "api:receive_feedback", {}, args=[sent.pk]).status_code == 404


def court(client, officer, **organ):
    """The court's own system, said to be that of `organ`."""
    who = platform(officer)
    system = ApiClient.objects.get(name="一站式平台")
    organ = {"organ": "court", "organ_name": "嘉定区人民法院", **organ}
    return who, name_organ(system, by=officer, **organ)


def test_a_court_gets_the_answer_to_a_letter_that_was_typed_in_here_and_to_no_other(client, officer, lin, failed_case):
    other = second_letter(failed_case)
    facts = {"by": lin, "channel": "letter", "text": "各方未达成一致。"}
    to_court = failed_case.referrals.get(organ="court")
    mine = send_feedback(to_court, sent_at=ago(minutes=30), kind="court_end", **facts)
    send_feedback(other, sent_at=ago(minutes=20), **facts)
    who, _ = court(client, officer)

    listed = client.get(reverse("api:feedbacks"), headers=who).json()["results"]

    assert [row["id"] for row in listed] == [mine.pk]
    told = {name: listed[0][name] for name in ("due_on", "addresses", "has_paper")}
    assert told["due_on"] is None
    assert [one["party"] for one in told["addresses"]] == ["刘桂珍", "马俊"]
    assert told["has_paper"] is False


def test_the_paper_of_an_answer_is_fetched_by_its_organ_alone(client, officer, lin, failed_case):
    sent = send(failed_case, lin, kind="court_end")
    who, named = court(client, officer)
    url = reverse("api:feedback_paper", args=[sent.pk])
    assert client.get(url, headers=who).status_code == 409

    produce_document(failed_case, "F18.court_end", by=lin, about=f"feedback-{sent.pk}")
    answer = client.get(url, headers=who)

    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert TrailEntry.objects.filter(verb="feedback.paper_fetched").count() == 1
    again = client.get(url, headers={**who, "If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert TrailEntry.objects.filter(verb="feedback.paper_fetched").count() == 1, "what was not sent was not fetched"
    Party.objects.filter(case=failed_case).update(name="马骏")
    produce_document(failed_case, "F18.court_end", by=lin, about=f"feedback-{sent.pk}")
    assert client.get(url, headers={**who, "If-None-Match": answer["ETag"]}).status_code == 200
    name_organ(named.client, by=officer, organ="court", organ_name="青浦区人民法院", version=named.version)
    assert client.get(url, headers=who).status_code == 404


def test_the_list_by_api_takes_as_many_queries_for_three_as_for_one(
    client, officer, lin, failed_case, django_assert_num_queries
):
    send(failed_case, lin, kind="court_end")
    who, _ = court(client, officer)
    client.get(reverse("api:feedbacks"), headers=who)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("api:feedbacks"), headers=who)
    for minutes in (20, 10):
        send(failed_case, lin, minutes=minutes, kind="court_end")
    with django_assert_num_queries(len(one)):
        assert len(client.get(reverse("api:feedbacks"), headers=who).json()["results"]) == 3


def test_who_manages_clients_says_which_organ_a_system_is_of(client, officer, lin, failed_case):
    platform(officer)
    system = ApiClient.objects.get(name="一站式平台")
    with pytest.raises(NotPermitted):
        name_organ(system, by=lin, organ="court", organ_name="嘉定区人民法院")
    with pytest.raises(Invalid):
        name_organ(system, by=officer, organ="nonsense", organ_name="嘉定区人民法院")
    client.force_login(officer)
    url = reverse("cases:organ_client", args=[system.pk])
    assert client.post(url, {"organ": "court", "organ_name": " "}).status_code == 422
    assert client.post(url, {"organ": "court", "organ_name": "嘉定区人民法院"}).status_code == 302
    assert "嘉定区人民法院" in client.get(reverse("cases:organ_clients")).content.decode()


# --- on paper


def test_the_end_table_and_the_reply_say_what_was_fed_back(lin, failed_case):
    send(failed_case, lin, kind="court_end", agreed_facts="漏水属实。")
    made = {offer.form: offer for offer in offers_of(failed_case, reads_file=True)}

    snap, _ = filled(failed_case, made["F18.court_end"], taken_at=timezone.now())
    assert (snap.detail.result, snap.detail.agreed_facts) == ("调解不成", "漏水属实。")
    assert [one.party for one in snap.detail.addresses] == ["刘桂珍", "马俊"]
    reply, _ = filled(failed_case, made["F18.reply"], taken_at=timezone.now())
    assert reply.detail.explanation == "各方未达成一致。"


def test_the_entrusting_letter_comes_with_a_receipt_that_says_what_was_decided(lin, zhao, committee):
    case = entrusted(lin, zhao, committee)
    made = {offer.form: offer for offer in offers_of(case, reads_file=True)}

    snap, _ = filled(case, made["F18.entrusted"], taken_at=timezone.now())

    assert (snap.detail.decision, snap.detail.mode) == ("同意接受，已予受理", "立案前委派")
    assert snap.detail.letter_no == "（2026）沪0114诉前调123号"
