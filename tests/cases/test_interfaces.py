"""What goes back to the organ that handed a dispute over: in time, typed, with its receipt."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.docket.guards import held_back
from cases.docket.models import Case
from cases.documents.filling.offers import filled, offers_of
from cases.intake.actions import Letter
from cases.interfaces.actions import kinds_for, record_answer, record_receipt, send_feedback
from cases.interfaces.models import Feedback
from cases.mediation.endings.actions import fail_mediation
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago, make_mediated
from tests.cases.test_filing_api import FILING, platform, post
from tests.factories import CANGCHANG

QUERIES = 7
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


# --- on paper


def test_the_end_table_and_the_reply_say_what_was_fed_back(lin, failed_case):
    send(failed_case, lin, kind="court_end", agreed_facts="漏水属实。")
    made = {offer.form: offer for offer in offers_of(failed_case, reads_file=True)}

    snap, _ = filled(failed_case, made["F18.court_end"], taken_at=timezone.now())
    assert (snap.detail.result, snap.detail.agreed_facts) == ("调解不成", "漏水属实。")
    assert [one.party for one in snap.detail.addresses] == ["刘桂珍", "马俊"]
    reply, _ = filled(failed_case, made["F18.reply"], taken_at=timezone.now())
    assert reply.detail.explanation == "各方未达成一致。"
