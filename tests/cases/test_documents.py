"""Documents of a case: produced from what is registered, kept with their facts, never made anew once signed."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.documents.actions import produce_document, sign_document, void_document
from cases.documents.dates import day
from cases.documents.descriptions import FORMS
from cases.documents.filling.offers import ROWS, offers_of
from cases.documents.keeping import digest, from_json
from cases.documents.models import ProducedDocument
from cases.documents.printing import print_form
from cases.intake.actions import log_contact, reject_case
from cases.mediation.inquiry.models import Evidence, Investigation
from cases.mediation.sessions.models import MediationSession
from cases.mediation.timing.models import Extension, Suspension
from cases.parties.actions import Speaker, let_speak
from cases.performance.tasks import note_overdue
from cases.visits.actions import record_visit
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.persons.models import Person
from tests.cases import agreements
from tests.cases.factories import ago
from tests.cases.paper import SIGNATURE
from tests.cases.performing import agreed, late
from tests.cases.test_document_forms import docx_text, pdf_text
from tests.factories import make_person

pytestmark = pytest.mark.usefixtures("folder")

APPLICANT_ID, RESPONDENT_ID = "31019919550218902X", "310199198205119037"


def read(file):
    with file.open() as content:
        return content.read()


def text_of(document):
    return pdf_text(read(document.pdf))


def trail(case):
    entries = TrailEntry.objects.about(case).filter(verb__startswith="case.document").order_by("id")
    return [(entry.verb, entry.account.username) for entry in entries]


def keys(case, *, reads_file=True):
    return {offer.form for offer in offers_of(case, reads_file=reads_file)}


def add_session(case, host, **values):
    facts = {"state": "held", "place": "调解室", "starts_at": ago(hours=1), "ends_at": ago(minutes=20), "seq": 1}
    facts |= {"result": "continue", "text": "双方陈述了意见。", "host": host, **values}
    return MediationSession.objects.create(case=case, **facts)


def test_an_agreement_is_printed_with_what_is_registered_and_nothing_is_typed_again(lin, zhao, mediated_case):
    agreement = agreements.make_ready(mediated_case, lin)

    made = produce_document(mediated_case, "F09", about=f"agreement-{agreement.pk}", by=lin)

    text = text_of(made)
    assert mediated_case.number in text
    assert all(name in text for name in ("刘桂珍", "马俊", APPLICANT_ID, RESPONDENT_ID, "19900000201"))
    assert "支付赔偿款人民币玖仟捌佰元整（￥9,800.00）" in text
    assert "本协议一式3份" in text
    assert docx_text(read(made.docx)).count("人民币玖仟捌佰元整") == text.count("人民币玖仟捌佰元整")
    assert not made.is_signed
    assert trail(mediated_case) == [("case.document_produced", "lin")]


def test_a_document_keeps_the_facts_it_was_printed_from_sealed(lin, mediated_case):
    made = produce_document(mediated_case, "F05", by=lin)

    made = ProducedDocument.objects.get(pk=made.pk)
    snapshot = made.snapshot.open()
    assert APPLICANT_ID in snapshot
    assert APPLICANT_ID not in made.snapshot.token
    assert digest(snapshot) == made.digest
    again = print_form(from_json(snapshot))
    assert (again.pdf, again.docx) == (read(made.pdf), read(made.docx))


def test_the_same_facts_give_the_same_document(lin, mediated_case):
    first = produce_document(mediated_case, "F03", by=lin)

    assert produce_document(mediated_case, "F03", by=lin) == first
    assert trail(mediated_case) == [("case.document_produced", "lin")]


def test_a_document_that_waits_for_its_signatures_is_replaced_when_the_facts_change(lin, mediated_case):
    first = produce_document(mediated_case, "F18.contacts", by=lin)
    party = mediated_case.parties.first()
    log_contact(mediated_case, by=lin, party=party, happened_at=ago(minutes=5), channel="phone", answer="agreed")

    second = produce_document(mediated_case, "F18.contacts", by=lin)

    first.refresh_from_db()
    assert (first.replaced_by, second.replaced_by) == (second, None)
    assert list(mediated_case.documents.standing()) == [second]
    with pytest.raises(WrongState):
        sign_document(first, by=lin, signed_by="林晓", signed_at=timezone.now())


def sign(document, by, **values):
    facts = {"signed_by": "刘桂珍、马俊", "signed_at": timezone.now(), **values}
    return sign_document(document, by=by, **facts)


def test_a_signed_document_is_only_ever_corrected_by_another(lin, mediated_case):
    session = add_session(mediated_case, lin)
    about = f"mediationsession-{session.pk}"
    first = sign(produce_document(mediated_case, "F08", about=about, by=lin), lin)
    session.place = "居委会二楼"
    session.save()

    with pytest.raises(Invalid) as refusal:
        produce_document(mediated_case, "F08", about=about, by=lin)
    assert refusal.value.field == "correction_reason"

    second = produce_document(mediated_case, "F08", about=about, by=lin, correction_reason="地点写错")
    first.refresh_from_db()
    assert (second.corrects, second.correction_reason) == (first, "地点写错")
    assert first.replaced_by is None
    assert "调解室" in text_of(first)
    assert "签署的人民调解记录）" in text_of(second)
    assert "居委会二楼" in text_of(second)


def test_signing_keeps_the_scan_and_the_document_does_not_change_after(lin, mediated_case):
    made = produce_document(mediated_case, "F03", by=lin)

    signed = sign(made, lin, scan=ContentFile(SIGNATURE, name="扫描.png"), version=1)

    assert (signed.is_signed, signed.signed_file.name) == (True, "扫描.png")
    assert trail(mediated_case)[-1] == ("case.document_signed", "lin")
    with pytest.raises(WrongState):
        sign(made, lin)
    with pytest.raises(WrongState, match="更正"):
        void_document(made, by=lin, reason="误签")
    with pytest.raises(Stale):
        sign(produce_document(mediated_case, "F05", by=lin), lin, version=7)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"signed_by": " "}, "signed_by"),
        ({"signed_by": "甲" * 301}, "signed_by"),
        ({"signed_at": timezone.now() + timedelta(days=1)}, "signed_at"),
        ({"signed_at": timezone.now() - timedelta(days=1)}, "signed_at"),
        ({"scan": ContentFile(b"MZ" + b"\0" * 90, name="协议.pdf")}, "scan"),
    ],
)
def test_a_signing_that_cannot_be_is_refused(lin, mediated_case, wrong, field):
    made = produce_document(mediated_case, "F03", by=lin)

    with pytest.raises(Invalid) as refusal:
        sign(made, lin, **wrong)

    assert refusal.value.field == field


def test_a_document_that_nobody_signed_can_be_made_void_and_then_made_again(lin, mediated_case):
    first = produce_document(mediated_case, "F03", by=lin)

    void_document(first, by=lin, reason="打印错误")
    second = produce_document(mediated_case, "F03", by=lin)

    assert second != first
    assert list(mediated_case.documents.standing()) == [second]


def test_an_agreement_in_force_is_printed_with_its_signatures(lin, zhao, mediated_case):
    agreement = agreements.make_ready(mediated_case, lin)
    draw = lambda: ContentFile(SIGNATURE, name="签名.png")  # noqa: E731 - each signature reads its own
    for slot in agreements.missing(agreements.slots_of(agreement, on=timezone.localdate())):
        method = "seal" if slot.is_seal else "hand"
        agreements.sign(agreement, lin, slot.key, signer=slot.signers[0].code, method=method, image=draw())

    made = produce_document(mediated_case, "F09", about=f"agreement-{agreement.pk}", by=lin)

    assert made.is_signed
    assert "刘桂珍" in made.signed_by
    agreement.refresh_from_db()
    assert agreement.document == made.pdf
    shown = PdfReader(io.BytesIO(read(made.pdf)))
    assert sum(len(page.images) for page in shown.pages) >= 1


def test_a_picture_that_cannot_be_read_is_named_instead_of_shown(lin, mediated_case):
    agreement = agreements.make_ready(mediated_case, lin)
    slots = agreements.missing(agreements.slots_of(agreement, on=timezone.localdate()))
    agreements.sign(agreement, lin, slots[0].key, signer=slots[0].signers[0].code)  # the head of a PNG, and nothing

    made = produce_document(mediated_case, "F09", about=f"agreement-{agreement.pk}", by=lin)

    assert "刘桂珍（屏幕手写）" in text_of(made)


def test_each_stage_of_a_case_offers_its_forms(lin, zhao, registered_case):
    assert keys(registered_case) == {"F01.oral", "F18.receipt", "F18.address", "F03", "F05"}
    assert keys(registered_case, reads_file=False) == {"F01.oral", "F18.receipt", "F18.address", "F03"}

    reject_case(registered_case, by=zhao, happened_at=ago(minutes=1), reason="R03", text="马俊电话中明确拒绝")
    registered_case.refresh_from_db()

    assert "F18.refusal" in keys(registered_case)
    made = produce_document(registered_case, "F18.refusal", by=zhao)
    assert "一方当事人明确拒绝调解" in text_of(made)
    assert "《人民调解法》第十七条" in text_of(made)
    assert "诉讼时效从提出请求之日起中断" in text_of(made)


def test_a_letter_has_the_next_number_of_its_committee_and_keeps_it(lin, zhao, mediated_case):
    year = timezone.localdate().year
    first = produce_document(mediated_case, "F18.acceptance", by=lin)
    session = MediationSession.objects.create(
        case=mediated_case, seq=1, state="planned", planned_at=timezone.now(), place="调解室"
    )
    about = f"mediationsession-{session.pk}"
    call = produce_document(mediated_case, "F18.session", about=about, by=lin)
    session.place = "居委会二楼"
    session.save()
    again = produce_document(mediated_case, "F18.session", about=about, by=lin)

    assert f"嘉迎人调告字〔{year}〕1号" in text_of(first)
    assert f"嘉迎人调告字〔{year}〕2号" in text_of(call)
    assert f"嘉迎人调告字〔{year}〕2号" in text_of(again)
    assert produce_document(mediated_case, "F18.session", about=about, by=lin) == again


def test_every_form_can_be_made_from_rows_of_a_case(lin, zhao, mediated_case):
    case = mediated_case
    add_session(case, lin)
    MediationSession.objects.create(case=case, seq=2, state="planned", planned_at=timezone.now(), place="调解室")
    Investigation.objects.create(
        case=case, starts_at=ago(hours=2), ends_at=ago(hours=1), place="7幢", asked=["周强"], text="问：…", account=lin
    )
    Evidence.objects.create(
        case=case, seq=1, name="照片", kind="photo", provider="刘桂珍", taken_on=timezone.localdate(), account=lin
    )
    today = timezone.localdate()
    Extension.objects.create(
        case=case, from_due_on=today, to_on=today + timedelta(days=9), reason="鉴定", proposed_at=ago(hours=1),
        proposed_by=lin,
    )  # fmt: skip
    Suspension.objects.create(case=case, reason="appraisal", stopped_at=ago(hours=2), resumed_at=ago(hours=1))
    agreements.make_ready(case, lin)

    made = {offer.form: produce_document(case, offer.form, about=offer.about, by=lin)
            for offer in offers_of(case, reads_file=True)}  # fmt: skip

    never_here = {"F01", "F04", "F10", "F18.refusal", "F18.transfer", "F18.replacement", "F18.termination"}
    never_here |= {"F18.withdrawal", "F18.remedies", "F18.reply", "F18.entrusted", "F17", "F18.reopening"}
    never_here |= {"F18.court_end", "F18.risk", "F21"}
    never_here |= {"F11", "F12", "F12.commitment", "F12.hosted", "F18.urge"}
    never_here |= {"F18.withdrawal", "F18.remedies", "F18.reply", "F17", "F18.reopening", "F24"}
    never_here |= {"F13", "F14", "F15", "F16", "F23"}
    assert set(made) == set(FORMS) - never_here
    assert set(ROWS) == set(FORMS)
    for form, document in made.items():
        assert document.missing == []
        assert "刘桂珍" in text_of(document) or form in ("F06", "F18.legality")


def test_after_an_agreement_the_papers_for_the_court_the_letter_and_the_visit_can_be_made(lin, mediated_case):
    agreement = agreed(mediated_case, lin)
    late(agreement, timezone.localdate() - timedelta(days=1))
    note_overdue()
    record_visit(
        mediated_case,
        by=lin,
        party=agreements.side(mediated_case, "respondent"),
        visited_at=ago(minutes=1),
        channel="phone",
        performance="overdue",
        satisfaction=2,
        found=("risk",),
        situation="说下周付清，语气激动",
    )
    mediated_case.refresh_from_db()
    made = {offer.form: produce_document(mediated_case, offer.form, about=offer.about, by=lin)
            for offer in offers_of(mediated_case, reads_file=True)}  # fmt: skip

    assert "请求人民法院确认各申请人达成的调解协议" in text_of(made["F12"])
    assert "上海市嘉定区人民法院" in text_of(made["F12"])
    assert "没有恶意串通" in text_of(made["F12.commitment"])
    assert "￥9,800.00" in text_of(made["F18.urge"])
    assert "矛盾反复或有激化苗头" in text_of(made["F11"])


def test_who_may_not_work_on_the_case_makes_no_documents(lin, sun, auditor, mediated_case):
    for outsider in (sun, auditor):
        with pytest.raises(NotPermitted):
            produce_document(mediated_case, "F03", by=outsider)


def test_a_registrar_who_does_not_read_the_file_makes_only_what_they_typed(lin, member, mediated_case):
    made = produce_document(mediated_case, "F18.receipt", by=member)
    session = add_session(mediated_case, lin)

    with pytest.raises(WrongState):
        produce_document(mediated_case, "F08", about=f"mediationsession-{session.pk}", by=member)
    of_file = produce_document(mediated_case, "F08", about=f"mediationsession-{session.pk}", by=lin)
    assert list(ProducedDocument.objects.visible_to(member)) == [made]
    assert set(ProducedDocument.objects.visible_to(lin)) == {made, of_file}


def test_what_the_case_does_not_have_is_not_made(lin, mediated_case):
    session = add_session(mediated_case, lin)

    for form, about in (("F08", f"mediationsession-{session.pk + 1}"), ("F08", ""), ("F99", ""), ("F18.refusal", "")):
        with pytest.raises(WrongState):
            produce_document(mediated_case, form, about=about, by=lin)


def test_the_page_makes_a_document_once_and_gives_both_files(client, lin, mediated_case):
    client.force_login(lin)
    page = client.get(reverse("cases:documents", args=[mediated_case.pk]))
    assert "可以制作" in page.content.decode()
    body = {"offer": "F03:", "submission": "a" * 32}

    first = client.post(reverse("cases:produce_document", args=[mediated_case.pk]), body, follow=True)
    client.post(reverse("cases:produce_document", args=[mediated_case.pk]), body)

    document = mediated_case.documents.get()
    assert "已制作：人民调解当事人权利义务告知书" in first.content.decode()
    for file, start in ((document.pdf, b"%PDF"), (document.docx, b"PK")):
        answer = client.get(file.get_absolute_url())
        assert answer.getvalue().startswith(start)
    assert TrailEntry.objects.filter(verb="file.read", account=lin).count() == 2


@pytest.mark.parametrize("offer", ["", "F08:mediationsession-1", "x" * 81, "𠮷:😀"])
def test_what_the_case_does_not_offer_is_answered_with_a_sentence(client, lin, mediated_case, offer):
    client.force_login(lin)

    answer = client.post(reverse("cases:produce_document", args=[mediated_case.pk]), {"offer": offer})

    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.content.decode()


def test_signing_and_voiding_have_their_pages(client, lin, mediated_case):
    client.force_login(lin)
    made = produce_document(mediated_case, "F03", by=lin)
    url = reverse("cases:sign_document", args=[made.pk])
    assert client.get(url).status_code == 200

    wrong = client.post(url, {"signed_by": "", "signed_at": "never"})
    assert wrong.status_code == 422
    the_minute = timezone.localtime(made.produced_at).replace(second=0)
    before = (the_minute - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    early = client.post(url, {"signed_by": "刘桂珍", "signed_at": before, "version": 1})
    assert "签署时间不能早于文书制作时间。" in early.content.decode()
    typed = the_minute.strftime("%Y-%m-%dT%H:%M")
    right = client.post(url, {"signed_by": "刘桂珍", "signed_at": typed, "version": 1}, follow=True)
    assert "已签署" in right.content.decode()

    other = produce_document(mediated_case, "F05", by=lin)
    url = reverse("cases:void_document", args=[other.pk])
    assert client.get(url).status_code == 200
    assert "已作废" in client.post(url, {"reason": "打印错误", "version": 1}, follow=True).content.decode()


def test_next_door_finds_neither_page_nor_files(client, lin, sun, mediated_case):
    made = produce_document(mediated_case, "F03", by=lin)
    client.force_login(sun)

    for url in (
        reverse("cases:documents", args=[mediated_case.pk]),
        reverse("cases:sign_document", args=[made.pk]),
        made.pdf.get_absolute_url(),
        made.docx.get_absolute_url(),
    ):
        assert client.get(url).status_code == 404
    assert client.post(reverse("cases:produce_document", args=[mediated_case.pk])).status_code == 404


def test_the_page_costs_as_many_queries_with_one_document_as_with_three(client, lin, mediated_case):
    client.force_login(lin)
    url = reverse("cases:documents", args=[mediated_case.pk])

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(url)
        return len(caught)

    produce_document(mediated_case, "F03", by=lin)
    client.get(url)
    one = queries()
    for form in ("F02", "F05"):
        produce_document(mediated_case, form, by=lin)

    assert queries() == one


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_blank_forms_are_there_to_print(client, lin, kind):
    client.force_login(lin)
    assert client.get(reverse("cases:blank_forms")).status_code == 200

    answer = client.get(reverse("cases:blank_form", args=["F09", kind]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert client.get(reverse("cases:blank_form", args=["F99", kind])).status_code == 404
    assert client.get(reverse("cases:blank_form", args=["F09", "exe"])).status_code == 404


def test_forms_print_the_ethnicity_that_is_registered(lin, mediated_case):
    Person.objects.filter(name="马俊").update(ethnicity="03")

    text = text_of(produce_document(mediated_case, "F02", by=lin))

    assert "回族" in text
    assert "汉族" not in text


def test_a_power_of_attorney_prints_its_matters_and_its_period(lin, mediated_case):
    agent = make_person(lin, mediated_case.area_id, name="周律", number="", phones=("19900000777",))
    until_on = timezone.localdate() + timedelta(days=60)
    given = Speaker(agent, "agent", "lawyer", "special", matters="代为参加调解、领取赔偿款", until_on=until_on)
    one = let_speak(mediated_case.parties.first(), by=lin, speaker=given)

    text = text_of(produce_document(mediated_case, "F04", about=f"representation-{one.pk}", by=lin))

    assert "代为参加调解、领取赔偿款" in text
    assert f"自{day(timezone.localdate())}起至{day(until_on)}止" in text.replace("\n", "")


def test_without_words_a_power_of_attorney_is_for_this_mediation_until_it_ends(lin, mediated_case):
    agent = make_person(lin, mediated_case.area_id, name="周律", number="", phones=("19900000777",))
    one = let_speak(mediated_case.parties.first(), by=lin, speaker=Speaker(agent, "agent", "lawyer", "general"))

    text = text_of(produce_document(mediated_case, "F04", about=f"representation-{one.pk}", by=lin)).replace("\n", "")

    assert "代为参加本纠纷的人民调解" in text
    assert "至本次调解程序终结之日止" in text


def test_a_power_of_attorney_that_has_run_out_is_refused(lin, mediated_case):
    agent = make_person(lin, mediated_case.area_id, name="周律", number="", phones=("19900000777",))
    over = Speaker(agent, "agent", "lawyer", "special", until_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(Invalid, match="期限已经届满") as refusal:
        let_speak(mediated_case.parties.first(), by=lin, speaker=over)
    assert refusal.value.field == "until_on"
