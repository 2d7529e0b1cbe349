"""A volume is bound from what the case has, checked, archived; from then on nothing in it changes."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.archive import actions
from cases.archive.contents import ELSEWHERE, INNER, ITEMS, LAST, Outcome, place_of
from cases.archive.gathering import keeping_of, outcome_of_case
from cases.archive.models import Volume
from cases.archive.required import lacks_of, missing_from
from cases.archive.retention import Facts, Term, kept_until, term_of
from cases.closing.actions import reopen_case
from cases.docket.models import Case
from cases.documents.actions import produce_document, sign_document, void_document
from cases.documents.descriptions import FORMS
from cases.intake.actions import log_contact
from cases.intake.models import PaperKind
from cases.mediation.endings.actions import fail_mediation
from cases.mediation.inquiry.files import store_evidence
from cases.mediation.inquiry.models import Evidence
from cases.risk.actions import assess_risk
from cases.subsidies.gathering import grade_of
from cases.subsidies.models import Grade
from governance.errors import Invalid, NotPermitted, WrongState
from governance.jobs import running
from governance.jobs.models import Job
from governance.rules.actions import set_rule_value
from tests.cases import paper
from tests.cases.bound import completed, seen, signed
from tests.cases.factories import ago
from tests.cases.test_closing import approve, propose
from tests.factories import JIADING

QUERIES = 7


def evidence(case, by, content, name):
    item = Evidence.objects.create(
        case=case, seq=case.evidence.count() + 1, name=name, kind="photo", provider="刘桂珍",
        taken_on=timezone.localdate(), account=by,
    )  # fmt: skip
    store_evidence(ContentFile(content, name=f"{name}.pdf"), item, by=by)


@pytest.fixture
def closed_case(lin, zhao, mediated_case):
    """Failed, closed, with a picture and a broken scan in its evidence; nobody made a document yet."""
    evidence(mediated_case, lin, paper.picture(400, 300), "渗水照片")
    evidence(mediated_case, lin, b"%PDF-1.4 broken", "损坏的扫描件")
    case = fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=30), told_by="face", remedies=("court",))
    return approve(propose(case, lin), zhao)


def bound(case, by):
    return actions.bind_volume(Case.objects.get(pk=case.pk), by=by, filed_at=timezone.now())


def ready(case, by):
    """With what its outcome asks for: papers seen, signatures, the session's record, the remedies told."""
    held = {
        "starts_at": ago(hours=1),
        "ends_at": ago(minutes=50),
        "place": "调解室",
        "result": "failed",
        "text": "未成",
    }
    case.sessions.create(seq=1, state="held", **held)
    produce_document(case, "F18.remedies", by=by)
    return bound(completed(case, by), by)


def submitted(case, lin, zhao):
    return actions.submit_volume(ready(case, lin), by=zhao, submitted_at=timezone.now())


def check(volume, by, *, lost=None, **more):
    return actions.check_volume(volume, by=by, checked_at=timezone.now(), lost=lost or {}, **more)


@pytest.fixture
def archived_case(lin, zhao, justice, closed_case):
    check(submitted(closed_case, lin, zhao), justice)
    return Case.objects.get(pk=closed_case.pk)


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


def test_a_passed_check_archives_and_locks(lin, zhao, justice, closed_case):
    volume = submitted(closed_case, lin, zhao)
    found = check(volume, justice, lost={"binding": 5})

    case = Case.objects.get(pk=closed_case.pk)
    assert (found.score, found.has_passed) == (95, True)
    assert (case.procedure, case.archive, case.due_on) == ("archived", "archived", None)
    assert case.events.last().text == "案卷评查 95 分，归档，保管期限短期"
    assert case.limits.get(key="archive").met_on == timezone.localdate()


def test_a_failed_check_sends_back_with_what_is_wrong_and_it_is_bound_anew(lin, zhao, justice, closed_case):
    volume = submitted(closed_case, lin, zhao)
    lost = {"complete": 20, "forms": 10}
    with pytest.raises(Invalid) as refused:
        check(volume, justice, lost=lost, defects="缺送达回证")
    assert refused.value.field == "rectify_by"
    check(volume, justice, lost=lost, defects="缺送达回证", rectify_by=timezone.localdate() + timedelta(days=7))
    case = Case.objects.get(pk=closed_case.pk)
    assert (case.procedure, case.archive) == ("closed", "returned")

    again = bound(case, lin)
    assert [each.state for each in Volume.objects.order_by("id")] == ["replaced", "bound"]
    check(actions.submit_volume(again, by=zhao, submitted_at=timezone.now()), justice)
    assert Case.objects.get(pk=case.pk).procedure == "archived"


def test_who_handed_a_volume_in_does_not_check_it_unless_the_rule_lets_them(client, lin, zhao, officer, closed_case):
    volume = submitted(closed_case, lin, zhao)
    with pytest.raises(NotPermitted, match="由您报送，须由另一个人评查"):
        check(volume, zhao)
    client.force_login(zhao)
    assert "等待另一个人评查" in client.get(volume.get_absolute_url()).content.decode()
    assert str(volume) not in client.get("/").content.decode()

    place = {"area_code": JIADING, "starts_on": timezone.localdate()}
    set_rule_value(key="archive.check.another", value=False, reason="本区试行", by=officer, **place)
    assert check(volume, zhao).has_passed


def test_who_may_bind_submit_and_check(lin, zhao, justice, staff, sun, auditor, closed_case):
    for outsider in (sun, auditor):
        with pytest.raises(NotPermitted):
            bound(closed_case, outsider)
    volume = ready(closed_case, lin)
    with pytest.raises(NotPermitted):
        actions.submit_volume(volume, by=lin, submitted_at=timezone.now())
    volume = actions.submit_volume(volume, by=zhao, submitted_at=timezone.now())
    for other in (lin, staff, sun):
        with pytest.raises(NotPermitted):
            check(volume, other)
    with pytest.raises(WrongState, match="已经报送"):
        bound(closed_case, lin)


def test_an_archived_case_refuses_every_edit_with_a_sentence(lin, zhao, archived_case):
    case = archived_case
    party = case.parties.first()
    edits = (
        lambda: log_contact(case, by=lin, party=party, happened_at=ago(minutes=1), channel="phone", answer="agreed"),
        lambda: assess_risk(case, by=zhao, assessed_at=ago(minutes=1), level=1, narrative="x", measures="y"),
        lambda: produce_document(case, "F01.oral", by=lin),
        lambda: void_document(case.documents.standing().first(), by=lin, reason="错误"),
        lambda: propose(case, lin, minutes=0),
        lambda: bound(case, lin),
        lambda: reopen_case(
            case, by=zhao, reopened_at=timezone.now(), ground="unfit", reason="重新协商", consented=(), channel="face"
        ),
    )
    for edit in edits:
        with pytest.raises(WrongState, match="已归档，案卷不再变动"):
            edit()


def test_a_signed_document_of_an_archived_case_is_corrected_beside_it(client, lin, zhao, justice, closed_case):
    made = produce_document(closed_case, "F02", by=lin)
    sign_document(made, by=lin, signed_by="刘桂珍", signed_at=timezone.now())
    check(submitted(closed_case, lin, zhao), justice)
    case = Case.objects.get(pk=closed_case.pk)
    case.parties.filter(side="applicant").update(occupation="退休教师")

    correction = produce_document(case, "F02", by=lin, correction_reason="职业漏填")

    assert correction.corrects == made
    client.force_login(zhao)
    assert "归档后更正" in client.get(case.get_absolute_url()).content.decode()


def test_only_a_simple_oral_case_goes_into_the_register(lin, zhao, closed_case):
    with pytest.raises(WrongState, match="难易程度为简易、达成口头协议"):
        actions.enter_register(closed_case, by=lin, filed_at=timezone.now(), register="2026-11 口头", page=4)


FACTS = {"outcome": Outcome.WRITTEN, "people": 2, "dispute_type": "D02", "is_confirmed": False, "has_death": False}


@pytest.mark.parametrize(
    ("change", "term"),
    [
        ({}, Term.LONG),
        ({"outcome": Outcome.ORAL}, Term.SHORT),
        ({"outcome": Outcome.ENDED}, Term.SHORT),
        ({"outcome": Outcome.WITHDRAWN}, Term.SHORT),
        ({"outcome": Outcome.SIMPLE}, Term.SHORT),
        ({"people": 9}, Term.LONG),
        ({"people": 10}, Term.PERMANENT),
        ({"dispute_type": "D03"}, Term.PERMANENT),
        ({"is_confirmed": True}, Term.PERMANENT),
        ({"has_death": True, "outcome": Outcome.ENDED}, Term.PERMANENT),
    ],
)
def test_the_term_follows_from_what_the_case_was(change, term):
    assert term_of(Facts(**{**FACTS, **change}), people_from=10) == term


def test_years_count_from_the_january_after_the_closing():
    assert kept_until(date(2026, 5, 18), 30) == date(2056, 12, 31)
    assert kept_until(date(2026, 12, 31), 10) == date(2036, 12, 31)
    assert kept_until(date(2026, 5, 18), None) is None


def test_a_failed_case_is_kept_ten_years(closed_case):
    term, reason, years = keeping_of(closed_case, outcome_of_case(closed_case))
    assert (term, reason, years) == (Term.SHORT, "调解不成或者终止", 10)


def test_a_death_that_the_dispute_is_about_keeps_the_volume_and_makes_the_case_major(client, lin, closed_case):
    client.force_login(lin)
    url = reverse("cases:casualties", args=[closed_case.pk])
    assert client.post(url, {"casualties": "maybe"}).status_code == 422
    sent = client.post(url, {"casualties": "dead", "note": "由继承人申请调解"})

    assert sent.status_code == 302, sent.content.decode()
    case = Case.objects.get(pk=closed_case.pk)
    assert keeping_of(case, outcome_of_case(case))[:2] == (Term.PERMANENT, "涉及死亡")
    assert grade_of(case).grade == Grade.MAJOR
    assert "有人死亡" in client.get(case.get_absolute_url()).content.decode()


def test_a_party_that_dies_in_its_course_counts_alike_for_archive_and_subsidy(lin, closed_case):
    closed_case.parties.filter(side="applicant").update(died_on=timezone.localdate())

    assert keeping_of(closed_case, outcome_of_case(closed_case))[1] == "涉及死亡"
    assert grade_of(closed_case).grade == Grade.MAJOR


def ask(volume, by, **more):
    values = {"kind": "read", "who": "某律师", "purpose": "核对", "given": "协议", "happened_at": timezone.now()}
    return actions.record_access(volume, by=by, **{**values, **more})


def test_reading_lending_and_refusing_are_recorded(lin, zhao, justice, archived_case):
    volume = archived_case.volumes.current().get()
    ask(volume, justice)
    ask(volume, zhao, kind="copy", who="黄静的律师", given="", refused="其他当事人的陈述：须凭法院调取文书")
    with pytest.raises(Invalid) as refused:
        ask(volume, zhao, kind="lend")
    assert refused.value.field == "due_on"
    lent = ask(volume, zhao, kind="lend", due_on=timezone.localdate() + timedelta(days=7))
    with pytest.raises(WrongState, match="已经借出"):
        ask(volume, zhao, kind="lend", due_on=timezone.localdate())
    with pytest.raises(NotPermitted):
        ask(volume, lin)

    actions.return_lent(lent, by=zhao, returned_on=timezone.localdate())
    assert [each.is_out for each in volume.accesses.all()] == [False, False, False]
    with pytest.raises(Invalid):
        ask(volume, zhao, given="", refused="")


def test_the_pages_lead_from_closed_to_archived(client, lin, zhao, justice, sun, closed_case):
    client.force_login(lin)
    page = client.get(closed_case.get_absolute_url()).content.decode()
    assert reverse("cases:bind_volume", args=[closed_case.pk]) in page
    assert "归档还缺" in page
    sent = client.post(reverse("cases:bind_volume", args=[closed_case.pk]), {"statement": ""})
    assert sent.url == Job.objects.get(kind="archive.volume").get_absolute_url()

    volume = ready(closed_case, lin)
    client.force_login(zhao)
    client.post(reverse("cases:submit_volume", args=[volume.pk]), {"submitted_at": now()})
    client.force_login(justice)
    assert str(volume) in client.get("/").content.decode()
    points = dict.fromkeys(("lawful", "complete", "forms", "evidence", "agreement", "visit", "binding"), "0")
    sent = client.post(reverse("cases:check_volume", args=[volume.pk]), {**points, "checked_at": now()})
    assert sent.status_code == 302, sent.content.decode()
    assert "已归档" in client.get(volume.get_absolute_url()).content.decode()
    client.force_login(sun)
    assert client.get(volume.get_absolute_url()).status_code == 404
    assert client.get(volume.pdf.get_absolute_url()).status_code == 404


def now():
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def test_the_list_takes_as_many_queries_for_three_volumes_as_for_one(
    client, lin, justice, closed_case, django_assert_num_queries
):
    client.force_login(justice)
    first = bound(closed_case, lin)
    client.get(reverse("cases:volumes"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("cases:volumes"))
    for place in (1, 2):
        other = Case.objects.get(pk=closed_case.pk)
        other.pk, other.number = None, f"（2026）嘉迎人调字第{90 + place}号"
        other.save()
        Volume.objects.create(
            case=other, name="又一卷", number=other.number, term="permanent", account=lin, filed_at=first.filed_at
        )
    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("cases:volumes"))

    assert answer.content.decode().count("又一卷") == 2
