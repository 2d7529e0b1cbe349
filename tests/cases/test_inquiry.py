"""Investigations and evidence: kept, read by those of the file, and files that cannot be used refused in a sentence."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from cases.mediation.endings.actions import fail_mediation
from cases.mediation.inquiry.actions import (
    add_evidence,
    add_evidence_files,
    record_investigation,
    withdraw_evidence,
)
from cases.search.models import CaseText
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.models import StoredFile
from tests.cases.factories import ago

pytestmark = pytest.mark.usefixtures("folder")

JPEG = b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF" + b"0" * 3000
HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 3000


def photo(content=JPEG, name="漏水.jpg"):
    return SimpleUploadedFile(name, content)


def locked_pdf():
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(content)
    return content.getvalue()


def take(case, by, **more):
    values = {"name": "渗水照片", "kind": "photo", "taken_on": timezone.localdate(), "provider": "楼组长", **more}
    return add_evidence(case, by=by, **values)


def ask(case, by, **more):
    values = {"starts_at": ago(minutes=60), "ends_at": ago(minutes=30), "place": "7幢301室", **more}
    return record_investigation(case, by=by, **{"asked": ("王师傅",), "text": "卫生间地漏周围渗水。", **values})


def test_who_was_asked_where_and_what_they_said(lin, mediated_case):
    found = ask(mediated_case, lin, asked=("王师傅", " ", "何敏"), asked_about="物业维修工")

    event = mediated_case.events.get(step="T10")
    assert (found.asked, str(found)) == (["王师傅", "何敏"], "调查记录：王师傅、何敏")
    assert (event.text, event.note) == ("调查", "")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"asked": (" ",)}, "asked"),
        ({"text": ""}, "text"),
        ({"text": "电话19900000101"}, "text"),
        ({"ends_at": ago(hours=2)}, "ends_at"),
        ({"ends_at": timezone.now() + timedelta(hours=2)}, "ends_at"),
    ],
)
def test_an_investigation_names_people_times_and_words(lin, mediated_case, more, field):
    with pytest.raises(Invalid) as refusal:
        ask(mediated_case, lin, **more)
    assert refusal.value.field == field


def test_only_mediators_of_the_case_investigate_while_it_is_mediated(lin, sun, justice, accepted_case):
    with pytest.raises(WrongState, match="请先由调委会主任指派"):
        ask(accepted_case, lin)


def test_what_was_said_is_found_by_those_of_the_file(lin, staff, justice, mediated_case):
    ask(mediated_case, lin)
    take(mediated_case, lin, name="闭水试验报告")

    for words in ("地漏", "闭水"):
        found = {who.username for who in (lin, staff, justice) if CaseText.objects.matching(words, who).exists()}
        assert found == {"lin", "justice"}


def test_evidence_has_a_number_a_provider_pages_and_files_with_a_digest(lin, mediated_case):
    party = mediated_case.parties.get(side="applicant")
    first = take(mediated_case, lin, party=party, provider="", pages=2, uploads=(photo(), photo(name="漏水2.jpg")))
    second = take(mediated_case, lin, name="维修发票", kind="document", is_original=True)

    files = list(first.files)
    assert (first.seq, first.provider, second.seq) == (1, "刘桂珍", 2)
    assert [(file.name, file.content_type, len(file.digest)) for file in files] == [
        ("漏水.jpg", "image/jpeg", 64),
        ("漏水2.jpg", "image/jpeg", 64),
    ]
    assert not second.files.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"provider": " "}, "provider"),
        ({"pages": 0}, "pages"),
        ({"taken_on": date(2099, 1, 1)}, "taken_on"),
        ({"kind": "rumour"}, "kind"),
        ({"name": ""}, "name"),
    ],
)
def test_evidence_without_what_it_needs_is_refused(lin, mediated_case, more, field):
    with pytest.raises(Invalid) as refusal:
        take(mediated_case, lin, **more)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"MZ" + b"\x90" * 3000, "合同.pdf", "程序文件"),
        (b"\x7fELF" + b"\x00" * 3000, "照片.jpg", "程序文件"),
        (locked_pdf(), "合同.pdf", "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000, "合同.docx", "密码"),
        (b"hello", "记录.txt", "不接受这种文件"),
        (JPEG + b"0" * (20 * 1024 * 1024), "大图.jpg", "打不开"),
        (b"", "空.jpg", "空的"),
    ],
)
def test_a_file_that_nobody_could_use_is_refused_by_name_and_leaves_nothing(lin, mediated_case, content, name, says):
    with pytest.raises(Invalid, match=says) as refusal:
        take(mediated_case, lin, uploads=(photo(), photo(content, name)))

    assert (refusal.value.field, name in refusal.value.message) == ("uploads", True)


def test_more_files_come_later_and_a_withdrawn_item_takes_none(lin, mediated_case):
    item = take(mediated_case, lin)
    add_evidence_files(item, by=lin, uploads=(photo(),))
    with pytest.raises(Invalid):
        withdraw_evidence(item, by=lin, reason="")

    gone = withdraw_evidence(item, by=lin, reason="当事人取回")

    assert (item.files.count(), gone.withdrawn_reason) == (1, "当事人取回")
    with pytest.raises(WrongState, match="已经撤回"):
        add_evidence_files(item, by=lin, uploads=(photo(),))


def test_evidence_is_taken_from_registration_on(lin, sun, registered_case):
    assert take(registered_case, lin).seq == 1
    with pytest.raises(NotPermitted):
        take(registered_case, sun)


def test_evidence_is_taken_until_the_end(lin, mediated_case):
    fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=5), told_by="face", remedies=("court",))
    with pytest.raises(WrongState):
        take(mediated_case, lin)


# --- pages and files


def test_a_file_is_fetched_by_those_of_the_file_alone_and_each_time_noted(
    client, lin, zhao, justice, staff, sun, mediated_case
):
    item = take(mediated_case, lin, uploads=(photo(),))
    file = item.files.get()

    status = {}
    for who in (lin, zhao, justice, staff, sun):
        client.force_login(who)
        answers = [client.get(item.get_absolute_url()), client.get(file.get_absolute_url())]
        status[who.username] = [answer.status_code for answer in answers]
        if answers[1].status_code == 200:
            assert b"".join(answers[1].streaming_content) == JPEG

    yes, no = [200, 200], [404, 404]
    assert status == {"lin": yes, "zhao": yes, "justice": yes, "staff": no, "sun": no}
    assert TrailEntry.objects.about(file).filter(verb="file.read").count() == 3


def test_photos_come_by_the_form_several_at_once_and_twice_is_once(client, lin, mediated_case):
    client.force_login(lin)
    url = f"/cases/{mediated_case.pk}/evidence/add/"

    def send():
        typed = {"name": "现场", "kind": "photo", "provider": "楼组长", "pages": 2, "taken_on": timezone.localdate()}
        return client.post(url, {**typed, "submission": "evidence-0001", "uploads": [photo(), photo(name="二.jpg")]})

    answers = [send().status_code, send().status_code]

    assert answers == [302, 302]
    assert (mediated_case.evidence.count(), StoredFile.objects.filter(purpose="case_evidence").count()) == (1, 2)


def test_a_heic_photo_is_refused_with_what_to_do_and_the_words_are_kept(client, lin, mediated_case):
    client.force_login(lin)
    typed = {"name": "现场", "kind": "photo", "provider": "楼组长", "pages": 1, "taken_on": timezone.localdate()}
    answer = client.post(f"/cases/{mediated_case.pk}/evidence/add/", {**typed, "uploads": photo(HEIC, "IMG_1.HEIC")})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("IMG_1.HEIC" in text, "JPEG" in text, 'value="现场"' in text) == (True, True, True)


def test_an_investigation_is_read_by_those_of_the_file(client, lin, staff, justice, mediated_case):
    found = ask(mediated_case, lin)

    status = {}
    for who in (lin, justice, staff):
        client.force_login(who)
        status[who.username] = client.get(found.get_absolute_url()).status_code

    assert status == {"lin": 200, "justice": 200, "staff": 404}
    assert TrailEntry.objects.about(found).filter(verb="investigation.read").count() == 2
