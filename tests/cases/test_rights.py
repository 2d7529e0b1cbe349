"""A person gets a copy of their own data and no word of others; it goes when nothing needs it any more."""

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.mediation.inquiry.models import Evidence, Investigation
from cases.parties.actions import Entry, Speaker
from cases.rights import actions
from cases.rights.gathering import why_kept
from governance.audit.models import TrailDetail
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.models import Job
from governance.persons.models import Person
from tests.cases.bound import seen
from tests.cases.factories import ago, make_case, make_parties
from tests.cases.performing import agreed
from tests.factories import CHEN_ID, YINGYUAN, make_organisation, make_person


def exported(job):
    running.run(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "done", job.message
    with StoredFile.objects.get(pk=job.result["file"]).open() as file:
        return [row for row in load_workbook(file, read_only=True).active.iter_rows(values_only=True)]


def test_the_copy_holds_what_the_party_said_and_was_told_and_nothing_of_others(lin, mediated_case):
    Investigation.objects.create(
        case=mediated_case, starts_at=ago(hours=2), ends_at=ago(hours=1), place="7幢", asked=["周强"],
        text="周强说看见漏水", account=lin,
    )  # fmt: skip
    party = mediated_case.parties.get(side="respondent")

    rows = exported(actions.start_own_export(party.person, by=lin, identity="当面核对身份证"))

    text = str(rows)
    kinds = {row[0] for row in rows[1:]}
    assert {"本人登记", "案件", "联系", "告知"} <= kinds
    assert "马俊" in text
    assert "周强" not in text
    assert "310199198205119037" not in text
    assert "请求事项" not in text
    assert {row[1] for row in rows[1:] if row[0] == "案件"} == {mediated_case.number}


def test_the_copy_holds_the_partys_own_evidence_statements_agreement_and_papers(lin, zhao, mediated_case):
    mine, other = mediated_case.parties.get(side="respondent"), mediated_case.parties.get(side="applicant")
    facts = {"case": mediated_case, "kind": "photo", "taken_on": timezone.localdate(), "account": lin}
    Evidence.objects.create(seq=1, name="自家地面照片", party=mine, provider="马俊", **facts)
    Evidence.objects.create(seq=2, name="楼下天花板照片", party=other, provider="刘桂珍", **facts)
    hours = {"starts_at": ago(hours=2), "ends_at": ago(hours=1), "place": "7幢", "account": lin}
    Investigation.objects.create(case=mediated_case, asked=["马俊"], text="我家防水层去年做过", **hours)
    Investigation.objects.create(case=mediated_case, asked=["刘桂珍"], text="他家常年漏水", **hours)
    seen(mediated_case, lin)
    agreed(mediated_case, lin)

    text = str(exported(actions.start_own_export(mine.person, by=lin, identity="当面核对身份证")))
    for word in ("自家地面照片", "我家防水层去年做过", "核对原件", "楼上卫生间渗水，致楼下天花板受损。"):
        assert word in text
    for word in ("楼下天花板照片", "他家常年漏水"):
        assert word not in text


def test_an_organisation_gets_a_copy_of_its_own(client, lin, sun, committee):
    firm = make_organisation(lin, YINGYUAN)
    applicant, _ = make_parties(lin)
    head = Speaker(make_person(lin, YINGYUAN), "head")
    case = make_case(lin, committee, entries=(applicant, Entry("respondent", organisation=firm, speakers=(head,))))
    client.force_login(lin)
    url = reverse("cases:export_organisation", args=[firm.pk])
    assert url in client.get(case.get_absolute_url()).content.decode()
    client.post(url, {"identity": "营业执照和经办人证件"})

    rows = exported(Job.objects.get(kind="rights.export"))
    assert ("单位登记", firm.name) in {(row[0], row[4]) for row in rows}
    assert "刘桂珍" not in str(rows)
    client.force_login(sun)
    assert client.get(url).status_code == 404


def test_erasure_reaches_the_copies_that_were_made_and_what_their_jobs_say(lin, officer):
    person = make_person(lin, YINGYUAN)
    job = actions.start_own_export(person, by=lin, identity="当面核对")
    assert job.title == "导出本人数据"
    running.run(job.pk)
    Job.objects.filter(pk=job.pk).update(title=f"导出本人数据 {person.name}")  # as jobs were called before
    file = StoredFile.objects.get(purpose="export")

    actions.erase_person(person, by=officer, reason="本人申请")
    job, file = Job.objects.get(pk=job.pk), StoredFile.objects.get(pk=file.pk)
    assert (job.title, job.payload, job.result) == ("导出本人数据", {}, {})
    assert not file.is_kept


def test_a_stranger_to_the_place_gets_nothing(lin, sun, mediated_case):
    person = mediated_case.parties.first().person
    with pytest.raises(NotPermitted):
        actions.start_own_export(person, by=sun, identity="当面")
    with pytest.raises(Invalid) as refused:
        actions.start_own_export(person, by=lin, identity=" ")
    assert refused.value.field == "identity"


def test_a_party_is_kept_as_long_as_the_case(lin, officer, mediated_case):
    person = mediated_case.parties.first().person

    assert "保管期满销毁后才能删除" in why_kept(person)
    with pytest.raises(WrongState, match="当事人"):
        actions.erase_person(person, by=officer, reason="本人申请")


def test_whom_no_case_names_is_erased_with_numbers_and_texts_of_the_trail(lin, officer):
    person = make_person(lin, YINGYUAN)
    name = person.name
    with pytest.raises(NotPermitted):
        actions.erase_person(person, by=lin, reason="本人申请")

    actions.erase_person(person, by=officer, reason="本人申请")

    person = Person.objects.get(pk=person.pk)
    assert (person.name, person.birth_on, person.address) == ("（已删除）", None, "")
    assert not person.identifiers.exists()
    assert not person.phones.exists()
    texts = str(list(TrailDetail.objects.values_list("body", flat=True)))
    assert name not in texts
    assert CHEN_ID not in texts


def test_the_page_leads_to_the_copy_and_says_why_nothing_is_erased(client, lin, sun, officer, mediated_case):
    person = mediated_case.parties.first().person
    url = reverse("cases:person_rights", args=[person.pk])
    client.force_login(lin)
    assert url in client.get(mediated_case.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert "导出本人数据" in page
    assert "保管期满销毁后才能删除" in page
    sent = client.post(reverse("cases:export_own", args=[person.pk]), {"identity": "当面核对"})
    assert sent.url == Job.objects.get(kind="rights.export").get_absolute_url()
    assert client.get(reverse("cases:erase_person", args=[person.pk])).status_code == 403
    client.force_login(sun)
    assert client.get(url).status_code == 404
