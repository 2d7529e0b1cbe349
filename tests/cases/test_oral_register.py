"""Simple oral agreements stand in a register by month or year; it counts its own pages and can be printed."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.agreements.actions import agree_orally
from cases.archive import actions, register
from cases.archive.gathering import is_in_register
from cases.archive.required import missing_from
from cases.docket.models import Case
from governance.errors import NotPermitted
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.models import Job
from governance.rules.actions import set_rule_value
from tests.cases.agreements import make_draft, pay, tick_all
from tests.cases.factories import ago
from tests.cases.test_closing import approve, perform, propose
from tests.factories import JIADING


@pytest.fixture
def oral_case(lin, zhao, mediated_case):
    """Agreed orally, simple, performed, closed."""
    Case.objects.filter(pk=mediated_case.pk).update(difficulty=1)
    agreement = make_draft(Case.objects.get(pk=mediated_case.pk), lin, form="oral")
    pay(agreement, lin, "2400")
    agree_orally(tick_all(agreement, lin), by=lin, agreed_at=ago(minutes=5), is_writing_needless=True)
    return approve(propose(perform(mediated_case), lin, minutes=1), zhao, minutes=0)


def entered(case, by, page=1, called="2026-11 口头协议登记册"):
    return actions.enter_register(case, by=by, filed_at=timezone.now(), register=called, page=page)


def test_a_simple_oral_case_needs_its_form_alone_and_one_of_average_difficulty_a_volume(lin, oral_case):
    assert is_in_register(oral_case)
    assert missing_from(oral_case) == []
    entered(oral_case, lin)
    assert oral_case.documents.get().form == "F10"

    Case.objects.filter(pk=oral_case.pk).update(difficulty=2)
    case = Case.objects.get(pk=oral_case.pk)
    assert not is_in_register(case)
    assert missing_from(case) == ["申请书或者受理登记表", "权利义务告知书", "当事人身份证明", "调解记录"]


def test_the_form_proposes_the_register_by_rule_and_its_next_page(client, lin, officer, oral_case):
    on = oral_case.closed_on
    client.force_login(lin)
    url = reverse("cases:enter_register", args=[oral_case.pk])
    assert f"{on:%Y-%m} 口头协议登记册" in client.get(url).content.decode()
    place = {"area_code": JIADING, "starts_on": on}
    set_rule_value(key="archive.register.period", value="year", reason="本区按年合订", by=officer, **place)
    assert register.register_for(oral_case, on) == f"{on:%Y} 口头协议登记册"

    entered(oral_case, lin, page=7)
    assert register.next_page(oral_case.area_id, "2026-11 口头协议登记册") == 8
    assert register.next_page(oral_case.area_id, "2026-12 口头协议登记册") == 1


def test_the_register_is_printed_with_a_table_of_its_pages(client, lin, justice, sun, oral_case):
    volume = entered(oral_case, lin, page=4)
    with pytest.raises(NotPermitted):
        register.start_printing(volume, by=sun)
    client.force_login(justice)
    url = reverse("cases:print_register", args=[volume.pk])
    assert url in client.get(volume.get_absolute_url()).content.decode()
    client.post(url, {"submission": "1"})
    job = Job.objects.get(kind="archive.register")
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "")

    with StoredFile.objects.get(purpose="oral_register").open() as file:
        pages = [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(file.read())).pages]
    assert "人民调解口头协议登记册" in pages[0]
    assert oral_case.number in pages[0]
    assert "人民调解口头协议登记表" in pages[1]
    client.force_login(sun)
    assert client.get(url).status_code == 404
