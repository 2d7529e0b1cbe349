"""Road accidents: the certificate of liability and the insurer, from filing to the volume (domain/mediation.md 1.6)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.accidents.actions import note_accident
from cases.accidents.facts import AccidentFacts
from cases.accidents.models import Accident
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.ladder.actions import accept_transfer, ask_transfer
from cases.parties.actions import Entry
from cases.rights.gathering import own_lines
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.cases.factories import (
    APPLICANT_ID,
    ago,
    make_accepted,
    make_case,
    make_mediated,
    make_parties,
)
from tests.cases.test_documents import text_of
from tests.cases.test_filing import file
from tests.cases.test_filing_api import FILING, platform, post
from tests.factories import make_account, make_organisation

NUMBER, INSURER = "310114120260000137", "平安行车财产保险股份有限公司"
TOLD = AccidentFacts(NUMBER, date(2026, 5, 11), "嘉定交警支队", INSURER)
TYPED = {
    "certificate_no": " 310114120260000137 ",
    "certificate_on": "2026-05-11",
    "certificate_by": "嘉定交警支队",
    "insurer": INSURER,
}


@pytest.fixture
def typed(typed):
    return typed | {"facts": "交通事故追尾，对车损赔偿有争议。", "dispute_type": "D16"} | TYPED


@pytest.fixture
def accident_case(lin, committee):
    return make_case(lin, committee, dispute_type="D16", dispute_subtype="", accident=TOLD)


def test_the_filing_form_asks_for_certificate_and_insurer_and_keeps_them(client, lin, typed):
    assert file(client, lin, typed).status_code == 302

    kept = Accident.objects.get()
    assert (kept.certificate_no, kept.certificate_on) == (NUMBER, date(2026, 5, 11))
    assert (kept.certificate_by, kept.insurer) == ("嘉定交警支队", INSURER)
    shown = client.get(Case.objects.get().get_absolute_url()).content.decode()
    assert NUMBER in shown
    assert INSURER in shown


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, lin, typed):
    for wrong, sentence in (
        ({"certificate_no": ""}, "请填写事故认定书编号。"),
        ({"certificate_on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "认定日期不能晚于今天。"),
        ({"certificate_no": "9" * 61}, "60"),
        ({"certificate_no": "认字😀第8号"}, "由汉字、字母、数字和括号组成"),
        ({"certificate_no": APPLICANT_ID}, "这是居民身份证号码"),
        ({"insurer": "𠮷" * 101}, "100"),
    ):
        answer = file(client, lin, typed | wrong)
        shown = answer.content.decode()
        kept = wrong.get("insurer", INSURER)
        assert (answer.status_code, sentence in shown, kept in shown) == (422, True, True), wrong
    assert not Case.objects.exists()


def test_of_another_type_nothing_of_an_accident_is_kept(client, lin, typed):
    assert file(client, lin, typed | {"dispute_type": "D02"}).status_code == 302
    assert not Accident.objects.exists()
    shown = client.get(Case.objects.get().get_absolute_url()).content.decode()
    assert "事故认定书" not in shown


def test_it_is_noted_and_put_right_afterwards(client, lin, sun, committee):
    case = make_case(lin, committee, dispute_type="D16", dispute_subtype="")
    url = reverse("cases:accident", args=[case.pk])
    client.force_login(sun)
    assert client.get(url).status_code == 404
    client.force_login(lin)
    assert url in client.get(case.get_absolute_url()).content.decode()

    assert client.post(url, TYPED | {"version": case.version}).status_code == 302
    case = note_accident(case, by=lin, accident=AccidentFacts(certificate_no="310114120260000138"))
    events = case.events.count()
    case = note_accident(case, by=lin, accident=AccidentFacts(certificate_no="310114120260000138"))

    assert case.events.count() == events
    assert [event.text for event in case.events.filter(verb="accident_noted").order_by("seq")] == [
        f"事故认定书{NUMBER}（嘉定交警支队，2026-05-11）；保险公司：{INSURER}",
        "事故认定书310114120260000138",
    ]
    assert TrailEntry.objects.filter(verb="case.accident_noted", account=lin).count() == 2
    assert client.post(url, TYPED | {"version": 1}).status_code == 412


def test_who_may_not_and_what_is_no_accident_is_refused(lin, sun, accident_case, committee):
    with pytest.raises(NotPermitted):
        note_accident(accident_case, by=sun, accident=TOLD)
    with pytest.raises(Stale):
        note_accident(accident_case, by=lin, accident=AccidentFacts(), version=accident_case.version - 1)
    other = make_case(lin, committee, entries=same(accident_case))
    with pytest.raises(Invalid, match="只有道路交通事故纠纷"):
        note_accident(other, by=lin, accident=TOLD)
    Case.objects.filter(pk=accident_case.pk).update(archive="submitted")
    with pytest.raises(WrongState, match="已经报送"):
        note_accident(accident_case, by=lin, accident=AccidentFacts())


def test_the_insurer_is_known_among_the_parties_by_its_name(client, lin, committee):
    insurer = make_organisation(lin, committee.area_id, name=INSURER, legal_representative="高远")
    entries = (*make_parties(lin, committee.area_id), Entry("third", organisation=insurer))
    joined = make_case(lin, committee, dispute_type="D16", dispute_subtype="", accident=TOLD, entries=entries)
    alone = make_case(lin, committee, dispute_type="D16", dispute_subtype="", accident=TOLD, entries=entries[:2])
    client.force_login(lin)

    shown = [client.get(case.get_absolute_url()).content.decode() for case in (joined, alone)]
    assert ["未参加本案" in page for page in shown] == [False, True]
    assert f"{INSURER}（第三人）" in shown[0]
    assert reverse("cases:join_organisation", args=[alone.pk]) in shown[1]


def test_the_register_of_acceptance_prints_it(lin, zhao, committee):
    plain = make_mediated(lin, zhao, committee, dispute_type="D16", dispute_subtype="")
    told = make_mediated(
        lin, zhao, committee, dispute_type="D16", accident=TOLD, dispute_subtype="", entries=same(plain)
    )

    printed = [text_of(produce_document(case, "F02", by=lin)) for case in (plain, told)]
    assert [NUMBER in text for text in printed] == [False, True]
    assert INSURER in printed[1]


def test_it_is_found_copied_and_taken_along(lin, zhao, hu, next_door, committee, client):
    told = AccidentFacts("沪公交认字〔2026〕第00137号", insurer=INSURER)
    case = make_accepted(lin, zhao, committee, dispute_type="D16", accident=told, dispute_subtype="")
    client.force_login(zhao)
    for text in ("公交认字〔2026〕第00137", INSURER):
        assert case.title in client.get("/cases/", {"text": text}).content.decode()
    own = [line for line in own_lines(case.parties.first().person, zhao) if line[3] == "道路交通事故"]
    assert [told.certificate_no in line[4] for line in own] == [True]

    asked = ask_transfer(case, by=zhao, receiver=next_door, reason="事故在仓场", asked_at=ago(minutes=30))
    accept_transfer(asked, by=hu, accepted_at=ago(minutes=10))

    assert {each.certificate_no for each in Accident.objects.filter(case__committee=next_door)} == {told.certificate_no}


@pytest.fixture
def hu(next_door):
    return make_account("hu", "mediation_director", next_door.area_id, name="胡建")


def same(case):
    return tuple(Entry(party.side, person=party.person) for party in case.parties.all())


def test_another_system_files_reads_and_corrects_it(client, officer, committee):
    who = platform(officer)
    wire = TYPED | {"certificate_no": NUMBER}
    filed = post(client, who, "api:cases", FILING | {"dispute_type": "D16", "dispute_subtype": ""} | wire)
    refused = post(client, who, "api:cases", FILING | wire, key="k-2")
    case = Case.objects.get()
    read = client.get(reverse("api:case_accidents", args=[case.pk]), headers=who).json()

    assert filed.status_code == 201, filed.content
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "certificate_no")
    assert read["results"] == [{"id": case.pk, **wire, "insurer_party": None}]
    etag = client.get(reverse("api:case", args=[case.pk]), headers=who)["ETag"]
    sent = post(
        client, who, "api:note_accident", {"insurer": "另一家"}, args=[case.pk], key="k-3", **{"If-Match": etag}
    )
    assert sent.status_code == 200, sent.content
    assert Accident.objects.get().in_words == "保险公司：另一家"


def test_a_page_of_another_dispute_asks_nothing_about_accidents(client, lin, registered_case):
    client.force_login(lin)
    with CaptureQueriesContext(connection) as asked:
        client.get(registered_case.get_absolute_url())
    assert not [each for each in asked if "cases_accident" in each["sql"]]
    answer = client.post(reverse("cases:accident", args=[registered_case.pk]), TYPED)
    assert (answer.status_code, "只有道路交通事故纠纷" in answer.content.decode()) == (422, True)
