"""Other systems file, refer, attach and withdraw."""

import base64
import json

import pytest
from django.urls import reverse

from cases.docket.models import Case
from governance.persons.models import Person
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN, bearer, make_client

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PARTIES = [
    {"side": "applicant", "name": "刘桂珍", "number": "31019919550218902X", "phone": "19900000201"},
    {"side": "respondent", "name": "马俊", "number": "310199198205119037"},
]
FILING = {
    "committee": YINGYUAN,
    "dispute_type": "D02",
    "dispute_subtype": "漏水",
    "facts": "楼上卫生间渗水，天花板受损。",
    "requests": ["停止漏水"],
    "claim_amount": "18600.00",
    "parties": PARTIES,
}


def platform(officer, area=XINCHENGLU, verbs=("case.view", "case.register", "person.view", "person.register")):
    return bearer(make_client("一站式平台", area, by=officer, verbs=verbs, key_id=f"one-stop-{area}"))


def post(client, who, name, body, *, key="k-1", args=(), **headers):
    return client.post(
        reverse(name, args=args),
        json.dumps(body),
        content_type="application/json",
        headers={**who, "Idempotency-Key": key, **headers},
    )


@pytest.mark.parametrize("parties", [None, 3, {}, [None], [3], ["刘桂珍"], [[None]], [["name"]]])
def test_parties_of_another_shape_are_refused_by_name(client, officer, committee, parties):
    answer = post(client, platform(officer), "api:cases", {**FILING, "parties": parties})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].startswith("parties")


def test_a_platform_files_a_case_once_however_often_it_sends_it(client, officer, committee):
    who = platform(officer)

    first = post(client, who, "api:cases", FILING)
    again = post(client, who, "api:cases", FILING)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"] == Case.objects.get().pk
    assert first.json()["procedure"]["code"] == "registered"
    assert first.json()["title"] == "刘桂珍与马俊漏水纠纷"
    assert Case.objects.get().events.get().client.name == "一站式平台"


def test_a_known_person_is_used_and_not_registered_twice(client, officer, committee, registered_case):
    post(client, platform(officer), "api:cases", FILING)

    assert Person.objects.filter(name="刘桂珍").count() == 1
    assert Case.objects.count() == 2


def test_a_referral_brings_its_letter(client, officer, committee):
    letter = {
        "organ": "police",
        "organ_name": "新成路派出所",
        "letter_no": "新派调移〔2026〕9号",
        "letter_on": "2026-11-20",
    }

    answer = post(client, platform(officer), "api:refer_case", {**FILING, **letter})

    assert (answer.status_code, answer.json()["source"]["code"]) == (201, "S33")
    assert Case.objects.get().referrals.get().letter_no == "新派调移〔2026〕9号"


def test_outside_its_scope_a_platform_files_nothing(client, officer, committee):
    answer = post(client, platform(officer, CANGCHANG), "api:cases", FILING)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "committee")
    assert not Person.objects.exists()


def test_what_is_wrong_is_named_by_its_place(client, officer, committee):
    wrong = {**FILING, "parties": [PARTIES[0], {**PARTIES[1], "number": "310199198205119030"}]}

    answer = post(client, platform(officer), "api:cases", wrong)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("parties.1")
    assert not Case.objects.exists()
    assert not Person.objects.exists()


def test_one_side_alone_is_refused(client, officer, committee):
    answer = post(client, platform(officer), "api:cases", {**FILING, "parties": PARTIES[:1]})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "respondents")


def test_a_paper_is_attached_and_a_program_called_pdf_is_refused(client, officer, committee, registered_case):
    who = platform(officer)
    good = {"kind": "application", "name": "申请书.pdf", "content": base64.b64encode(PDF).decode()}
    bad = {**good, "content": base64.b64encode(b"MZ\x90\x00" * 64).decode()}

    kept = post(client, who, "api:attach_paper", good, args=[registered_case.pk])
    refused = post(client, who, "api:attach_paper", bad, key="k-2", args=[registered_case.pk])

    assert (kept.status_code, kept.json()["name"]) == (201, "申请书.pdf")
    assert refused.status_code == 422
    assert registered_case.papers.count() == 1


def test_an_accepted_case_is_withdrawn_by_who_read_its_present_version(client, officer, committee, accepted_case):
    who = platform(officer)
    body = {"asked_by": "申请人刘桂珍", "settled_privately": True}

    unread = post(client, who, "api:withdraw_case", body, args=[accepted_case.pk])
    etag = client.get(reverse("api:case", args=[accepted_case.pk]), headers=who)["ETag"]
    done = post(client, who, "api:withdraw_case", body, key="k-2", args=[accepted_case.pk], **{"If-Match": etag})

    assert unread.status_code == 428
    assert (done.status_code, done.json()["result"]["code"]) == (200, "42")


def test_a_moment_that_no_clock_can_show_is_refused_by_its_name(client, officer, committee):
    answer = post(client, platform(officer), "api:cases", {**FILING, "received_at": "0001-01-01"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "received_at")
