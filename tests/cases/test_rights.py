"""A person gets a copy of their own data and no word of others; it goes when nothing needs it any more."""

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from cases.mediation.inquiry.models import Investigation
from cases.rights import actions
from cases.rights.gathering import why_kept
from governance.audit.models import TrailDetail
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.models import Job
from governance.persons.models import Person
from tests.cases.factories import ago
from tests.factories import CHEN_ID, YINGYUAN, make_person


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
