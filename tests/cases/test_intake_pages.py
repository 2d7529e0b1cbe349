"""The pages from registration to acceptance, refusal, reference and withdrawal; committees; the receipt."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.intake.actions import log_contact
from governance.committees.models import Body
from tests.cases.factories import ago, consent_all, make_case, make_committee, make_parties, respondent
from tests.factories import CANGCHANG, YINGYUAN

PAGES = ("consent", "accept", "reject", "refer", "withdraw", "receipt", "join_person", "join_organisation")


def page_of(client, who, name, row):
    client.force_login(who)
    return client.get(reverse(f"cases:{name}", args=[row.pk]))


def send(client, who, page, row, **values):
    client.force_login(who)
    return client.post(reverse(f"cases:{page}", args=[row.pk]), values)


@pytest.mark.parametrize("name", PAGES)
def test_next_door_and_the_other_district_find_no_page(client, sun, far, registered_case, name):
    for who in (sun, far):
        assert page_of(client, who, name, registered_case).status_code == 404


@pytest.mark.parametrize("name", ["accept", "reject", "refer"])
def test_who_does_not_decide_is_told_so(client, lin, registered_case, name):
    assert page_of(client, lin, name, registered_case).status_code == 403


def test_one_tap_records_an_answer_and_the_last_one_leads_to_acceptance(client, zhao, registered_case):
    values = {"party": respondent(registered_case).pk, "answer": "agreed", "channel": "phone"}

    answer = send(client, zhao, "consent", registered_case, version=registered_case.version, **values)
    shown = client.get(answer.headers["Location"]).content.decode()

    assert registered_case.contacts.get().channel == "phone"
    assert "各方都已同意，可以受理" in shown
    assert reverse("cases:accept", args=[registered_case.pk]) in shown


def test_an_answer_on_a_page_that_is_out_of_date_is_not_recorded(client, lin, registered_case):
    values = {"party": respondent(registered_case).pk, "answer": "agreed", "channel": "phone"}
    consent_all(registered_case, lin)

    answer = send(client, lin, "consent", registered_case, version=registered_case.version, **values)

    assert answer.status_code == 412
    assert registered_case.contacts.count() == 2


@pytest.mark.parametrize("party", ["0", "999999999999999999999", "x", ""])
def test_an_answer_of_nobody_in_the_case_is_refused(client, lin, registered_case, party):
    answer = send(client, lin, "consent", registered_case, party=party, answer="agreed", channel="phone")

    assert answer.status_code == 422
    assert "请选择本案的当事人。" in [str(said) for said in get_messages(answer.wsgi_request)]


def test_acceptance_lists_what_is_lacking_and_leads_there(client, zhao, registered_case):
    shown = page_of(client, zhao, "accept", registered_case).content.decode()

    assert "尚未取得马俊的同意" in shown
    assert reverse("cases:consent", args=[registered_case.pk]) in shown
    assert "受理并编号" not in shown


def test_accepting_numbers_the_case(client, zhao, lin, registered_case):
    consent_all(registered_case, lin)
    registered_case.refresh_from_db()

    send(client, zhao, "accept", registered_case, version=registered_case.version)

    registered_case.refresh_from_db()
    assert registered_case.number == f"（{timezone.localdate().year}）嘉迎人调字第1号"


def test_a_committee_out_of_term_asks_for_a_note_before_it_accepts(client, zhao, lin, places):
    case = make_case(lin, make_committee(term_starts_on=date(2022, 1, 1), term_ends_on=date(2025, 1, 1)))
    consent_all(case, lin)

    assert "任期已届满；确需受理的，请写明理由" in page_of(client, zhao, "accept", case).content.decode()
    answer = send(client, zhao, "accept", case, note="")

    assert answer.status_code == 422
    assert "任期已届满，不能受理新案" in answer.content.decode()


def test_a_consent_withdrawn_after_acceptance_leads_to_the_end(client, lin, zhao, accepted_case):
    log_contact(
        accepted_case,
        by=lin,
        party=respondent(accepted_case),
        happened_at=ago(hours=1),
        channel="phone",
        answer="refused",
    )

    for shown in (page_of(client, zhao, "consent", accepted_case), client.get(accepted_case.get_absolute_url())):
        text = shown.content.decode()
        assert "马俊已不愿继续调解" in text
        assert "终止" in text


def test_a_death_after_acceptance_leads_to_suspending_or_ending(client, lin, zhao, mediated_case):
    send(client, lin, "party_death", respondent(mediated_case), died_on="2026-11-20", note="死亡医学证明")

    shown = page_of(client, zhao, "case", mediated_case).content.decode()

    assert "马俊已死亡或终止" in shown
    assert "请中止调解等待继承人" in shown


def test_a_refusal_names_basis_and_remedy_and_ends_the_procedure(client, zhao, registered_case):
    shown = page_of(client, zhao, "reject", registered_case).content.decode()
    assert "《人民调解法》第十七条" in shown

    send(client, zhao, "reject", registered_case, reason="R03", text="电话中明确拒绝")

    registered_case.refresh_from_db()
    assert (registered_case.procedure, registered_case.result) == ("rejected", "61")


def test_a_reference_goes_out_and_its_reply_comes_back(client, zhao, registered_case):
    letter = {"organ": "mediation_committee", "organ_name": "新成路街道人民调解委员会", "reason": "超出本社区能力"}
    send(client, zhao, "refer", registered_case, **letter)
    sent = registered_case.referrals.get()
    send(client, zhao, "reply", sent, replied_on=timezone.localdate().isoformat(), reply="已受理")

    shown = client.get(registered_case.get_absolute_url()).content.decode()
    assert "嘉迎人调移字" in shown
    assert "已受理" in shown


def test_a_withdrawal_after_settling_is_result_42(client, lin, accepted_case):
    values = {"asked_by": "申请人刘桂珍", "settled_privately": "on", "channel": "face"}

    send(client, lin, "withdraw", accepted_case, **values)

    accepted_case.refresh_from_db()
    assert (accepted_case.procedure, accepted_case.result) == ("withdrawn", "42")


def test_the_receipt_tells_what_comes_next_and_holds_no_number(client, lin, registered_case):
    shown = page_of(client, lin, "receipt", registered_case).content.decode()

    assert "人民调解申请登记回执" in shown
    assert "诉讼时效自提出之日起中断" in shown
    assert "31019919" not in shown


def test_a_party_joins_is_spoken_for_and_leaves_by_pages(client, lin, registered_case):
    joined = {"side": "respondent", "number": "31019920140615903X", "name": "黄子轩", "members": "1"}
    alone = send(client, lin, "join_person", registered_case, **joined)
    assert "黄子轩未成年" in alone.content.decode()

    guardian = {"guardian_name": "罗敏", "guardian_number": "310199198609039025", "guardian_relation": "母亲"}
    send(client, lin, "join_person", registered_case, **joined, **guardian)
    boy = registered_case.parties.get(name="黄子轩")
    send(client, lin, "leave_party", boy, left_on=timezone.localdate().isoformat(), reason="登记有误")

    shown = client.get(registered_case.get_absolute_url()).content.decode()
    assert "监护人 罗敏" not in shown
    assert "退出：登记有误" in shown


def test_the_page_of_a_case_takes_the_same_queries_for_more_parties_and_contacts(client, lin, zhao, registered_case):
    client.force_login(zhao)
    for url in (registered_case.get_absolute_url(), reverse("cases:consent", args=[registered_case.pk])):
        client.get(url)
        with CaptureQueriesContext(connection) as before:
            client.get(url)
        consent_all(registered_case, lin)
        with CaptureQueriesContext(connection) as after:
            client.get(url)
        assert len(after) == len(before)


def test_a_committee_is_entered_with_its_term_and_changed(client, justice, lin, places):
    body = Body.objects.create(
        kind="mediation_residents", name="迎园调委会", area_id=YINGYUAN, established_on=date(2020, 1, 1)
    )
    values = {"sign": "嘉迎", "court": "嘉定区人民法院", "term_starts_on": "2026-01-01", "term_ends_on": "2029-01-01"}
    client.force_login(justice)
    client.post(reverse("cases:enter_committee"), values | {"body": body.pk})
    made = MediationCommittee.objects.get()

    shown = client.get(reverse("cases:committees")).content.decode()
    send(client, justice, "change_committee", made, **values | {"term_ends_on": "2028-01-01"})

    made.refresh_from_db()
    assert "嘉定区人民法院" in shown
    assert (made.term_ends_on, made.version) == (date(2028, 1, 1), 2)
    assert page_of(client, lin, "change_committee", made).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sign": "JX"}, "2 至 10 个汉字"),
        ({"sign": "嘉仓"}, "已使用“嘉仓”"),
        ({"term_ends_on": "2026-01-01"}, "晚于任期开始日"),
        ({"term_ends_on": "2199-01-01"}, "任期超过"),
    ],
)
def test_a_sign_is_one_in_the_district_and_a_term_ends_after_it_begins(
    client, justice, committee, next_door, wrong, said
):
    values = {"sign": "嘉迎", "court": "", "term_starts_on": "2026-01-01", "term_ends_on": "2029-01-01"}

    answer = send(client, justice, "change_committee", committee, **values | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_sign_that_stands_in_numbers_stays(client, justice, accepted_case):
    values = {"sign": "嘉园", "court": "", "term_starts_on": "2024-09-01", "term_ends_on": "2027-09-01"}

    answer = send(client, justice, "change_committee", accepted_case.committee, **values)

    assert "编号简称不能再改" in answer.content.decode()


@pytest.mark.parametrize("name", ["clues", "committees"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(client, staff, lin, sun, committee, name):
    def enough(number):
        for _ in range(number):
            case = make_case(lin, committee, entries=enough.parties)
            case.procedure = "clue"
            case.save(update_fields=["procedure"])

    enough.parties = make_parties(lin)
    enough(1)
    client.force_login(staff)
    client.get(reverse(f"cases:{name}"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"cases:{name}"))
    enough(2)
    make_committee(CANGCHANG, "嘉仓", name="仓场社区人民调解委员会")
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(f"cases:{name}"))

    assert len(three) == len(one)
