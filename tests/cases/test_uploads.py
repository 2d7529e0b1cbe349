"""What people bring, at every door where a file comes into a case: photos of phones are taken, traps are refused."""

import base64
import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from cases.docket.forms import minute_now
from cases.documents.actions import produce_document
from cases.mediation.inquiry.actions import add_evidence
from cases.mediation.sessions.actions import Presence, hold_session
from governance.audit.models import TrailEntry
from governance.files.models import StoredFile
from tests.cases.agreements import make_ready
from tests.cases.factories import ago
from tests.cases.test_filing_api import platform, post

pytestmark = pytest.mark.usefixtures("folder")

HEIC = (Path(__file__).parent / "photo.heic").read_bytes()


@cache
def jpeg(size=(640, 480), padded_to=0, **how):
    """A photo; `padded_to` bytes by what follows its end, as some cameras do."""
    out = io.BytesIO()
    Image.new("RGB", size, (180, 60, 40)).save(out, "JPEG", **how)
    return out.getvalue() + b"\0" * max(0, padded_to - out.tell())


def locked_pdf():
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def with_macros():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    return out.getvalue()


LOCKED_DOCX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def now_typed():
    return f"{minute_now():%Y-%m-%dT%H:%M}"


def at_filing(client, world, name, content):
    key = "0f3c1a52-6a0e-4a52-9e1f-0d8a4a6f2c11"
    client.post(reverse("cases:save_draft", args=[key]), {"facts": "漏水", "draft_key": key})
    return client.post(reverse("cases:hand_in", args=[key]), {"file": file(name, content), "kind": "application"})


def at_evidence(client, world, name, content):
    typed = {"name": "现场", "kind": "photo", "provider": "楼组长", "pages": 1, "taken_on": timezone.localdate()}
    url = reverse("cases:add_evidence", args=[world["case"].pk])
    return client.post(url, {**typed, "uploads": file(name, content)})


def at_more_evidence(client, world, name, content):
    facts = {"name": "现场", "kind": "photo", "provider": "楼组长", "pages": 1, "taken_on": timezone.localdate()}
    item = world["case"].evidence.first() or add_evidence(world["case"], by=world["lin"], **facts)
    url = reverse("cases:add_evidence_files", args=[item.pk])
    return client.post(url, {"uploads": file(name, content)})


def at_record(client, world, name, content):
    presence = Presence(parties=tuple(world["case"].parties.all()))
    times = {"starts_at": ago(minutes=60), "ends_at": ago(minutes=30)}
    facts = {"place": "调解室", "presence": presence, "result": "continue", "text": "双方陈述。"}
    session = world["case"].sessions.first() or hold_session(world["case"], by=world["lin"], **times, **facts)
    typed = {"signed_at": now_typed(), "signed_by": "刘桂珍、马俊", "version": session.version}
    return client.post(reverse("cases:sign_record", args=[session.pk]), {**typed, "upload": file(name, content)})


def at_document(client, world, name, content):
    made = world["case"].documents.first() or produce_document(world["case"], "F03", by=world["lin"])
    typed = {"signed_at": now_typed(), "signed_by": "刘桂珍", "version": made.version}
    return client.post(reverse("cases:sign_document", args=[made.pk]), {**typed, "scan": file(name, content)})


def at_signature(client, world, name, content):
    agreement = world["case"].agreements.first() or make_ready(world["case"], world["lin"])
    url = reverse("cases:sign_agreement", args=[agreement.pk, f"party-{world['case'].parties.first().pk}"])
    shown = client.get(url)
    form = shown.context["form"]
    typed = {"signer": form.fields["signer"].choices[0][0], "method": "finger", "digest": shown.context["digest"]}
    return client.post(url, {**typed, "witness": "何敏", "image": file(name, content)})


def at_agent(client, world, name, content):
    party = world["case"].parties.first()
    typed = {"kind": "agent", "name": "周律", "agent_kind": "lawyer", "authority": "special", "phone": "19900000777"}
    return client.post(reverse("cases:let_speak", args=[party.pk]), {**typed, "file": file(name, content)})


def at_api(client, world, name, content):
    who = world.setdefault("platform", None) or platform(world["officer"])
    world["platform"] = who
    body = {"kind": "other", "name": name, "content": base64.b64encode(content).decode()}
    return post(client, who, "api:attach_paper", body, key=str(hash(content)), args=[world["case"].pk])


DOORS = [at_filing, at_evidence, at_more_evidence, at_record, at_document, at_signature, at_agent, at_api]


def file(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def world(client, lin, officer, mediated_case):
    client.force_login(lin)
    return {"lin": lin, "officer": officer, "case": mediated_case}


def stored():
    return StoredFile.objects.exclude(purpose="document").get()


def said_by(answer):
    return str(answer.json()) if "json" in answer["Content-Type"] else answer.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_a_heic_photo_is_taken_everywhere_and_kept_as_a_jpeg_that_every_computer_shows(client, world, door):
    answer = door(client, world, "IMG_0101.HEIC", HEIC)

    assert answer.status_code in (200, 201, 302), said_by(answer)
    kept = stored()
    assert (kept.content_type, kept.name) == ("image/jpeg", "IMG_0101.jpg")
    with kept.open() as content, Image.open(content) as picture:
        assert picture.size == (96, 64)
        assert picture.getpixel((10, 30))[2] > 150
        assert picture.getexif()[0x0132] == "2026:03:05 14:30:00"


@pytest.mark.parametrize("door", [door for door in DOORS if door is not at_api])
def test_a_photo_of_41_mb_is_taken_everywhere_and_made_to_fit(client, world, door):
    answer = door(client, world, "大照片.jpg", jpeg((6000, 4000), padded_to=41 * 1024 * 1024))

    assert answer.status_code in (200, 302), said_by(answer)
    with stored().open() as content, Image.open(content) as picture:
        assert picture.size == (4000, 2667)
    assert stored().size < 5 * 1024 * 1024


TRAPS = [
    ("证据.pdf", b"MZ\x90\x00" + b"\0" * 200, "这是程序文件"),
    ("协议.pdf", locked_pdf(), "有密码保护"),
    ("协议.docx", LOCKED_DOCX, "有打开密码"),
    ("IMG_2.HEIC", b"\x00\x00\x00\x18ftypheic" + b"\0" * 300, "打不开"),
    ("宏.docx", with_macros(), "不接受这种文件"),
]


@pytest.mark.parametrize("door", DOORS)
def test_what_nobody_could_open_is_refused_everywhere_in_a_sentence_and_leaves_nothing(client, world, door):
    said = []
    for name, content, sentence in TRAPS:
        answer = door(client, world, name, content)
        said.append((name, answer.status_code, sentence in said_by(answer)))

    assert said == [(name, 422, True) for name, _, _ in TRAPS]
    assert not StoredFile.objects.exclude(purpose="document").exists()


def test_the_trail_keeps_what_was_brought(client, world):
    at_evidence(client, world, "IMG_0101.HEIC", HEIC)

    told = TrailEntry.objects.get(verb="file.stored").detail.body
    assert (told["brought_as"], told["brought_size"], len(told["brought_digest"])) == ("image/heic", len(HEIC), 64)


def test_a_photo_that_fits_is_kept_to_the_byte(client, world):
    photo = jpeg(padded_to=3 * 1024 * 1024)
    at_evidence(client, world, "照片.jpg", photo)

    with stored().open() as content:
        assert content.read() == photo


def test_a_photo_made_smaller_stands_upright(client, world):
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    photo = jpeg((6000, 4000), padded_to=25 * 1024 * 1024, exif=exif.tobytes())
    at_evidence(client, world, "竖.jpg", photo)

    with stored().open() as content, Image.open(content) as picture:
        assert picture.size == (2667, 4000)


def test_a_picture_of_a_billion_pixels_is_refused(client, world):
    out = io.BytesIO()
    Image.new("1", (40_000, 25_000)).save(out, "PNG")
    answer = at_evidence(client, world, "炸弹.png", out.getvalue() + b"\0" * 25 * 1024 * 1024)

    assert answer.status_code == 422
    assert "像素过多" in said_by(answer)
