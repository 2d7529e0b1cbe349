"""A volume is bound from what the case has, and handed in when nothing lacks."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.archive import actions
from cases.archive.contents import ELSEWHERE, INNER, ITEMS, LAST, Outcome, place_of
from cases.archive.models import Volume
from cases.archive.required import lacks_of, missing_from
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.documents.descriptions import FORMS
from cases.intake.models import PaperKind
from governance.errors import Invalid, WrongState
from governance.jobs import running
from governance.jobs.models import Job
from tests.cases import paper
from tests.cases.archived import bound, now, ready
from tests.cases.bound import seen, signed
from tests.cases.factories import ago


def test_the_volume_has_cover_catalogue_documents_in_order_statement_and_back_cover(lin, closed_case):
    volume = ready(closed_case, lin)

    with volume.pdf.open() as bound_file:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(bound_file.read())).pages]
    titles = [line[0] for line in volume.catalogue]
    assert "人民调解卷宗" in pages[0].replace(" ", "")
    assert "卷内目录" in pages[1].replace(" ", "")
    assert "卷宗情况说明" in pages[-2].replace(" ", "")
    assert "封底" in pages[-1].replace(" ", "")
    order = (
        "口头申请",
        "受理登记",
        "权利义务",
        "身份证明",
        "证据材料清单",
        "渗水照片",
        "调解记录",
        "救济途径",
        "结案报告",
    )
    places = [next(place for place, title in enumerate(titles) if word in title) for word in order]
    assert places == sorted(places)
    assert len(pages) == volume.pages + 4
    assert all(pages[1 + first] for _, first, _, _ in volume.catalogue)
    assert str(volume.pages) in pages[-1]


def test_a_broken_scan_gets_a_line_instead_of_breaking_the_volume(lin, closed_case):
    volume = ready(closed_case, lin)

    [[title, why]] = volume.problems
    assert "损坏的扫描件" in title
    assert why == "PDF 已损坏，无法打开：请重新扫描上传"
    assert why in volume.statement
    assert [line[3] for line in volume.catalogue if "损坏" in line[0]] == ["未装订，见该页说明"]


def test_binding_is_a_job_with_progress_and_leads_to_the_file(lin, closed_case, django_capture_on_commit_callbacks):
    job = actions.start_binding(closed_case, by=lin, statement="照片一张缺损")
    running.run(job.pk)

    job = Job.objects.get(pk=job.pk)
    volume = Volume.objects.get(case=closed_case)
    bound_here = len(volume.catalogue) + sum(len(book.catalogue) for book in volume.books.all())
    assert (job.state, job.done, job.total) == ("done", bound_here + 2, bound_here + 2)
    assert job.result["file"] == volume.pdf_id
    assert [problem.why for problem in job.problems.all()] == [volume.problems[0][1]]
    assert volume.statement.startswith("照片一张缺损")


def test_what_is_missing_holds_the_volume_back_and_is_said(lin, zhao, closed_case):
    volume = bound(closed_case, lin)

    lacking = ["申请书或者受理登记表", "权利义务告知书", "当事人身份证明", "调解记录", "救济途径告知书"]
    assert missing_from(closed_case) == lacking
    with pytest.raises(WrongState, match="案卷缺少：申请书或者受理登记表、权利义务"):
        actions.submit_volume(volume, by=zhao, submitted_at=timezone.now())


def test_a_volume_is_handed_in_after_it_was_bound_and_checked_after_that(lin, zhao, justice, closed_case):
    volume = ready(closed_case, lin)
    with pytest.raises(Invalid, match="不能早于立卷") as refused:
        actions.submit_volume(volume, by=zhao, submitted_at=ago(minutes=15))
    assert refused.value.field == "submitted_at"
    volume = actions.submit_volume(volume, by=zhao, submitted_at=timezone.now())
    with pytest.raises(Invalid, match="不能早于报送") as refused:
        actions.check_volume(volume, by=justice, checked_at=ago(minutes=15), lost={})
    assert refused.value.field == "checked_at"


def test_a_volume_handed_in_days_ago_says_why_it_is_noted_late(lin, zhao, closed_case):
    volume = ready(closed_case, lin)
    Case.objects.filter(pk=closed_case.pk).update(received_at=ago(days=40))
    Volume.objects.filter(pk=volume.pk).update(filed_at=ago(days=30))
    with pytest.raises(Invalid, match="补录") as refused:
        actions.submit_volume(volume, by=zhao, submitted_at=ago(days=20))
    assert refused.value.field == "late_reason"

    actions.submit_volume(volume, by=zhao, submitted_at=ago(days=20), late_reason="纸质报送后补录")
    assert closed_case.events.last().late_reason == "纸质报送后补录"


def test_what_is_printed_alone_is_not_there_before_it_is_signed_or_seen(lin, closed_case):
    bound(closed_case, lin)
    lacks = {lack.label: lack for lack in lacks_of(closed_case)}
    assert lacks["权利义务告知书"].why == "已制作，没有登记签署"
    assert lacks["当事人身份证明"].why == "没有核对刘桂珍、马俊的证件"

    signed(closed_case, "F03", lin)
    seen(closed_case, lin)
    assert missing_from(closed_case) == ["申请书或者受理登记表", "调解记录", "救济途径告知书"]


def test_each_lack_leads_to_the_act_that_brings_it(client, lin, closed_case):
    client.force_login(lin)
    lacks = lacks_of(closed_case)
    page = client.get(closed_case.get_absolute_url()).content.decode()

    assert [lack.act for lack in lacks] == ["上传扫描件", "上传扫描件", "核对证件", "上传扫描件", "制作告知书"]
    for lack in lacks:
        assert f"{lack.label}：{lack.why}" in page
        assert (lack.url or f'value="{lack.offer}"').replace("&", "&amp;") in page
        if lack.url:
            assert client.get(lack.url).status_code == 200


def test_a_scan_taken_in_stands_for_what_was_signed_outside(client, lin, closed_case):
    client.force_login(lin)
    url = reverse("cases:take_in_paper", args=[closed_case.pk])
    scan = ContentFile(paper.picture(400, 300), name="告知书.png")
    sent = client.post(url, {"kind": "rights", "party": "", "file": scan})

    assert sent.status_code == 302, sent.content.decode()
    assert "权利义务告知书" not in missing_from(closed_case)
    assert "权利义务告知书" in [line[0] for line in bound(closed_case, lin).catalogue]
    answer = client.post(url, {"kind": "id_photo", "party": "", "file": ContentFile(paper.picture(9, 9), name="a.png")})
    assert "请选择是谁的材料。" in answer.content.decode()


def test_a_paper_that_could_not_be_had_is_said_why_and_printed(client, lin, closed_case):
    client.force_login(lin)
    url = reverse("cases:check_identity", args=[closed_case.pk])
    first, second = closed_case.parties.standing().order_by("pk")
    now_ = {"checked_at": now()}
    asked = {f"shown_{first.pk}": "original", f"paper_{first.pk}": "居民身份证", f"shown_{second.pk}": "absent"}
    refused = client.post(url, {**asked, **now_}).content.decode()
    assert f'id="id_reason_{second.pk}_error"' in refused or "请填写" in refused
    sent = client.post(url, {**asked, **now_, f"reason_{second.pk}": "始终未到场"})

    assert sent.status_code == 302, sent.content.decode()
    assert "当事人身份证明" not in missing_from(closed_case)
    sheet = produce_document(closed_case, "F05", by=lin).facts.detail
    assert [(one.party, one.checked_by) for one in sheet.items] == [("刘桂珍", "林晓"), ("马俊", "")]
    assert "证件未能取得：始终未到场" in client.get(closed_case.get_absolute_url()).content.decode()


def test_each_outcome_asks_for_its_documents():
    needed = {outcome: [item.label for item in ITEMS if outcome in item.needed] for outcome in Outcome}

    start, record = ["申请书或者受理登记表", "权利义务告知书", "当事人身份证明"], "调解记录"
    assert needed[Outcome.WRITTEN] == [*start, record, "调解协议", "人民调解回访记录", "结案报告"]
    assert needed[Outcome.ORAL] == [*start, record, "调解协议", "结案报告"]
    assert needed[Outcome.SIMPLE] == ["调解协议"]
    assert needed[Outcome.ENDED] == needed[Outcome.WITHDRAWN] == [*start, record, "救济途径告知书", "结案报告"]
    assert needed[Outcome.MOVED] == ["申请书或者受理登记表", "结案报告"]


def test_every_form_of_the_portal_has_its_place_in_the_volume():
    placed = {form for item in ITEMS for form in item.forms}

    assert set(FORMS) == placed | INNER | ELSEWHERE
    assert place_of("F99.unknown") == LAST
    assert {kind.value for kind in PaperKind} == {kind for item in ITEMS for kind in item.papers}


def test_what_was_made_in_the_case_is_bound_with_it(lin, closed_case):
    for form, about in (("F18.receipt", ""), ("F18.acceptance", ""), ("F18.address", address_of(closed_case))):
        produce_document(closed_case, form, about=about, by=lin)
    titles = [line[0] for line in bound(closed_case, lin).catalogue]

    for title in ("申请材料回执", "受理通知书", "送达地址确认书"):
        assert title in titles
    inner = closed_case.volumes.current().get().books.get(kind="inner")
    assert [line[0] for line in inner.catalogue] == ["当事人联系记录表"]


def address_of(case):
    return f"party-{case.parties.order_by('pk').first().pk}"
