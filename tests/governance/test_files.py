"""Files: what is taken, who reads it, and that bytes and rows agree whatever happens."""

import io
import os
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.errors import Invalid
from governance.files import purposes, sweeping
from governance.files.actions import expire_file, store_file
from governance.files.models import StoredFile
from governance.files.naming import day_folder, safe_name
from governance.files.sniffing import CSV, HEIC, PDF, PNG, XLSX, sniff, why_unusable
from governance.people.models import Posting
from tests.factories import CANGCHANG, JIADING, YINGYUAN, make_posting

pytestmark = pytest.mark.usefixtures("folder")

PDF_BYTES = b"%PDF-1.7\n" + b"0" * 2000
EMPTY_SM3 = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"  # GB/T 32905, the empty message


@pytest.fixture(autouse=True)
def purpose(monkeypatch):
    """Attachments for a test: seen by who holds person.view at the place."""
    monkeypatch.setattr(purposes, "PURPOSES", purposes.PURPOSES)
    made = purposes.Purpose("test.paper", "附件", 10_000, frozenset({PDF, PNG, CSV}), verb="person.view")
    monkeypatch.setitem(purposes.PURPOSES, made.code, made)
    return made


def upload(content=PDF_BYTES, name="协议书.pdf"):
    return SimpleUploadedFile(name, content)


def store(by, content=PDF_BYTES, name="协议书.pdf", **overrides):
    return store_file(upload(content, name), by=by, **{"area": YINGYUAN, "purpose": "test.paper", **overrides})


def status(client, url):
    answer = client.get(url)
    answer.getvalue()
    return answer.status_code


def stored_bytes(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def workbook(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return content.getvalue()


def test_a_stored_file_has_its_size_type_digest_and_readers(lin):
    file = store(lin)

    assert (file.name, file.content_type, file.size) == ("协议书.pdf", PDF, 2009)
    with file.open() as content:
        assert content.read() == PDF_BYTES
    assert len(file.digest) == 64
    assert [(e.verb, e.account) for e in TrailEntry.objects.about(file)] == [("file.stored", lin)]


def test_the_digest_is_sm3():
    from governance.files.actions import Measured

    measured = Measured(ContentFile(b""), limit=1, is_text=False)
    list(measured.chunks())

    assert measured.digest() == EMPTY_SM3


def test_where_bytes_lie_is_not_taken_from_the_name(lin, folder):
    file = store(lin, name="../../../etc/passwd")

    assert file.name == "passwd"
    (path,) = stored_bytes(folder)
    assert path.relative_to(folder).as_posix() == file.path
    assert file.path.startswith(day_folder(timezone.localdate()))
    assert os.stat(path).st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\报表\\名单.xlsx", "名单.xlsx"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("付款\u202efdp.exe", "付款fdp.exe"),
        ("...", "未命名"),
        ("", "未命名"),
        ("𠮷" * 300 + ".pdf", "𠮷" * 146 + ".pdf"),
        ('引号"和;分号.pdf', "引号和;分号.pdf"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert safe_name(given) == kept


def test_a_file_larger_than_its_purpose_allows_is_refused_before_it_is_read(lin, folder):
    class Unread(SimpleUploadedFile):
        def read(self, *args):
            pytest.fail("read")

    huge = Unread("大.pdf", PDF_BYTES)
    huge.size = 2 * 1024**3

    with pytest.raises(Invalid, match="文件过大"):
        store_file(huge, by=lin, area=YINGYUAN, purpose="test.paper")
    assert stored_bytes(folder) == []


def test_a_file_that_lies_about_its_size_is_refused_and_leaves_nothing(lin, folder):
    lying = SimpleUploadedFile("小.pdf", b"%PDF-" + b"0" * 20_000)
    lying.size = 10

    with pytest.raises(Invalid, match="文件过大"):
        store_file(lying, by=lin, area=YINGYUAN, purpose="test.paper")
    assert stored_bytes(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\x00" * 100,
        workbook("xl/workbook.xml"),
        workbook("xl/workbook.xml", "xl/vbaProject.bin"),
        b"PK\x03\x04 broken",
        b"",
    ],
    ids=["program", "not for this purpose", "macros", "broken zip", "empty"],
)
def test_what_a_purpose_does_not_take_is_refused_by_its_bytes(lin, folder, content):
    with pytest.raises(Invalid) as refusal:
        store(lin, content, name="协议书.pdf")

    assert refusal.value.field == "file"
    assert stored_bytes(folder) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + b"\x00" * 100, "程序文件"),
        (b"#!/bin/sh\nrm", "程序文件"),
        (b"%PDF-1.7\n1 0 obj\ntrailer << /Encrypt 5 0 R >>", "密码保护"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "打开密码"),
    ],
    ids=["program", "script", "locked PDF", "locked office file"],
)
def test_a_file_that_nobody_could_open_is_refused_with_what_to_do(lin, folder, content, said):
    with pytest.raises(Invalid, match=said) as refusal:
        store(lin, content, name="协议书.pdf")

    assert refusal.value.field == "file"
    assert stored_bytes(folder) == []


def test_the_lock_of_a_pdf_is_seen_wherever_it_stands():
    large = b"%PDF-1.7\n" + b"0" * (1024 * 1024 - 13) + b"/Encrypt 5 0 R"

    assert "密码保护" in why_unusable(io.BytesIO(large))
    assert why_unusable(io.BytesIO(large.replace(b"/Encrypt", b"/Encoded"))) == ""


def test_a_photo_of_a_phone_is_known_by_its_brand():
    assert sniff(io.BytesIO(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")) == HEIC
    assert sniff(io.BytesIO(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00")) == ""


def test_office_files_are_known_by_what_is_inside():
    assert sniff(io.BytesIO(workbook("xl/workbook.xml"))) == XLSX
    assert sniff(io.BytesIO(workbook("xl/workbook.xml", "xl/vbaProject.bin"))) == ""


def test_a_workbook_that_unpacks_to_far_more_is_refused(monkeypatch):
    monkeypatch.setattr("governance.files.sniffing.MOST_UNPACKED", 5)

    assert sniff(io.BytesIO(workbook("xl/workbook.xml", "xl/sheet1.xml"))) == ""


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("姓名,𠮷".encode(), "utf-8-sig"),
        ("\ufeff姓名".encode(), "utf-8-sig"),
        ("姓名,㐂".encode("gb18030"), "gb18030"),
    ],
)
def test_texts_are_taken_in_both_encodings_in_use(lin, content, encoding):
    assert store(lin, content, name="名单.csv").encoding == encoding


@pytest.mark.parametrize(
    "content", ["姓名".encode() + b"\xff\xfe" + b"a" * 5000 + b"\x81", b"a" * 5000 + b"\x00", "姓名".encode("utf-16")]
)
def test_a_text_in_no_known_encoding_is_refused_and_leaves_nothing(lin, folder, content):
    with pytest.raises(Invalid):
        store(lin, content, name="名单.csv")

    assert stored_bytes(folder) == []


def test_who_holds_the_verb_at_the_place_downloads(client, lin, zhao, staff, sun, viewer, xu):
    url = store(lin).get_absolute_url()

    answers = {}
    for account in (lin, zhao, staff, sun, viewer, xu):
        client.force_login(account)
        answers[account.username] = status(client, url)

    assert answers == {"lin": 200, "zhao": 200, "staff": 200, "sun": 404, "viewer": 404, "xu": 404}


def test_a_download_is_an_attachment_that_no_browser_runs(client, lin):
    client.force_login(lin)

    answer = client.get(store(lin, name="协议 书.pdf").get_absolute_url())

    assert answer.getvalue() == PDF_BYTES
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert not TrailEntry.objects.filter(verb="file.read").exists()


def test_reading_a_sensitive_file_is_recorded_and_being_refused_is_not(client, lin, sun, monkeypatch):
    made = purposes.Purpose("test.note", "谈话记录", 10_000, frozenset({PDF}), verb="person.view", sensitive=True)
    monkeypatch.setitem(purposes.PURPOSES, made.code, made)
    file = store(lin, purpose="test.note")

    for account in (sun, lin):
        client.force_login(account)
        status(client, file.get_absolute_url())

    assert [(e.verb, e.account) for e in TrailEntry.objects.filter(verb="file.read")] == [("file.read", lin)]


def test_who_sees_the_subject_reads_its_files_wherever_it_moves(client, lin, sun, zhao, monkeypatch):
    made = purposes.Purpose("test.posting", "任职文件", 10_000, frozenset({PDF}), subject="governance.Posting")
    monkeypatch.setitem(purposes.PURPOSES, made.code, made)
    posting = make_posting(sun, "committee_member", YINGYUAN)
    file = store(lin, purpose="test.posting", subject=posting)
    client.force_login(zhao)
    assert status(client, file.get_absolute_url()) == 200

    Posting.objects.filter(pk=posting.pk).update(area_id=CANGCHANG)

    assert status(client, file.get_absolute_url()) == 404
    assert list(StoredFile.objects.about(posting)) == [file]


def export_of(by, *places):
    content = workbook("xl/workbook.xml")
    return store(by, content, name="人员.xlsx", purpose="export", verb="person.view", places=places)


def test_an_export_is_read_by_its_maker_alone(client, lin, zhao, officer, administrator):
    url = export_of(lin, YINGYUAN).get_absolute_url()

    answers = {}
    for account in (lin, zhao, officer, administrator):
        client.force_login(account)
        answers[account.username] = status(client, url)

    assert answers == {"lin": 200, "zhao": 404, "officer": 404, "administrator": 404}


def test_an_export_is_gone_for_a_maker_who_lost_one_of_its_places(client, lin):
    make_posting(lin, "mediator", CANGCHANG)
    file = export_of(lin, YINGYUAN, CANGCHANG)
    client.force_login(lin)
    assert status(client, file.get_absolute_url()) == 200

    Posting.objects.filter(area_id=CANGCHANG).update(ends_on=date(2026, 2, 1))

    assert status(client, file.get_absolute_url()) == 404


def test_an_expired_file_is_not_found_and_its_bytes_go_with_the_sweep(client, lin, folder):
    file, other = store(lin), store(lin)
    client.force_login(lin)

    expire_file(file, by=lin)

    assert status(client, file.get_absolute_url()) == 404
    assert sweeping.erase_expired() == 1
    assert sweeping.erase_expired() == 0
    assert [path.name for path in stored_bytes(folder)] == [other.key.hex]
    assert StoredFile.objects.get(pk=file.pk).erased_at is not None


def test_an_expiry_sweep_that_was_interrupted_is_taken_up_again(lin, folder):
    file = store(lin)
    expire_file(file, by=lin)
    default_storage.delete(file.path)  # the process died before the mark was written

    assert sweeping.erase_expired() == 1


def test_exports_expire_by_themselves(lin):
    file = export_of(lin, YINGYUAN)

    assert file.expires_at - file.stored_at >= timedelta(days=6)
    assert not StoredFile.objects.kept(timezone.now() + timedelta(days=8)).exists()


def age(folder, *, hours):
    then = (timezone.now() - timedelta(hours=hours)).timestamp()
    for path in stored_bytes(folder):
        os.utime(path, (then, then))


def test_bytes_of_a_transaction_that_rolled_back_go_with_the_sweep(lin, folder):
    kept = store(lin)
    with transaction.atomic():
        store(lin)
        transaction.set_rollback(True)

    assert len(stored_bytes(folder)) == 2
    assert sweeping.remove_orphans() == 0  # young: its transaction may be open still
    age(folder, hours=25)
    assert sweeping.remove_orphans() == 1
    assert [path.name for path in stored_bytes(folder)] == [kept.key.hex]


def test_bytes_half_written_by_a_process_that_died_go_with_the_sweep(places, folder):
    default_storage.save(f"{day_folder(timezone.localdate() - timedelta(days=2))}/half", ContentFile(b"%PDF"))
    age(folder, hours=40)

    assert sweeping.remove_orphans() == 1
    assert stored_bytes(folder) == []


def test_an_unknown_file_and_one_outside_scope_answer_with_the_same_bytes(client, lin, sun):
    file = store(lin)
    client.force_login(sun)

    unknown = client.get(reverse("files:download", args=[file.pk + 1]))
    hidden = client.get(file.get_absolute_url())

    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_the_country_wide_holder_reads_and_the_district_of_another_does_not(client, lin, administrator, far):
    url = store(lin, area=JIADING).get_absolute_url()

    client.force_login(administrator)
    assert status(client, url) == 200
    for account in (lin, far):
        client.force_login(account)
        assert status(client, url) == 404
