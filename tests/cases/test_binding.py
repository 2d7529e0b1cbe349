"""Documents, scans and pictures in one PDF: in order, numbered, upright, whatever one of them is like."""

import io
import time
from datetime import UTC, datetime
from functools import cache

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from cases.archive.binding import A4, MOST_BYTES, Part, bind, finished, number
from cases.documents.layout import Document, Para
from cases.documents.pdf import number_pages, to_pdf
from cases.documents.printing import print_form
from governance.files.sniffing import DOCX, JPEG, PDF, PNG
from tests.cases import paper


@cache
def form(code="F08"):
    return print_form(paper.filled(code), paper.IMAGES).pdf


def instead(part, why):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return to_pdf(Document("未能装订的材料", (Para(part.title), Para(why))), at=at)


def part(content, title="材料", kind=PDF, **more):
    return Part(title, kind, more.pop("size", len(content)), lambda: content, **more)


def bound(*parts):
    [(writer, placed)] = bind(parts, instead=instead, advance=lambda: None)
    number(writer, number_pages(len(writer.pages)))
    return PdfReader(io.BytesIO(finished(writer, title="卷"))), placed


def locked_pdf():
    writer = PdfWriter(clone_from=io.BytesIO(form()))
    writer.encrypt("secret")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def turned(*degrees, size=None):
    writer = PdfWriter()
    for degree in degrees:
        page = writer.add_page(PdfReader(io.BytesIO(form("F16"))).pages[0])
        if size:
            page.scale_to(*size)
        page.rotate(degree)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_the_parts_lie_in_their_order_from_the_page_that_the_catalogue_says():
    whole, placed = bound(part(form("F03"), "告知书", is_ours=True), part(form("F09"), "协议书"))

    assert [one.title for one in placed] == ["告知书", "协议书"]
    assert placed[1].first == placed[0].pages + 1
    assert "权利义务告知书" in whole.pages[0].extract_text()
    assert "人民调解协议书" in whole.pages[placed[1].first - 1].extract_text()
    assert len(whole.pages) == sum(one.pages for one in placed)


def test_every_page_is_a4_upright_and_has_its_number_in_the_outer_corner():
    whole, _ = bound(part(turned(0, 90, 180, 270)), part(turned(90, size=(300, 900))), part(form("F16")))

    for place, page in enumerate(whole.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height), page.rotation) == (595, 842, 0)
        assert str(place) in [line.strip() for line in page.extract_text().splitlines()]
        assert "本卷宗共" in page.extract_text()
    assert round(A4[0]) == 595


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: part(form()[: len(form()) // 2]), "已损坏"),
        (lambda: part(b"%PDF-1.4 nonsense"), "已损坏"),
        (lambda: part(locked_pdf()), "设有密码"),
        (lambda: part(b"", size=60 * 1024 * 1024), "60 MB"),
        (lambda: part(b"PK", kind=DOCX), "Word"),
        (lambda: part(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, kind=PNG), "图片已损坏"),
        (lambda: part(b"\xff\xd8\xff" + b"\0" * 40, kind=JPEG), "图片已损坏"),
        (lambda: part(b"id,name", kind="text/csv"), "不能装订"),
    ],
)
def test_what_cannot_be_bound_leaves_a_page_that_says_so(made, why):
    whole, placed = bound(part(form("F03"), is_ours=True), made(), part(form("F16"), is_ours=True))

    assert why in placed[1].problem
    assert placed[1].note == "未装订，见该页说明"
    assert "未能装订的材料" in whole.pages[placed[1].first - 1].extract_text()
    assert [one.problem for one in (placed[0], placed[2])] == ["", ""]
    assert MOST_BYTES < 60 * 1024 * 1024


def test_a_picture_fills_a_page():
    whole, placed = bound(part(paper.picture(800, 300), kind=PNG))

    assert (placed[0].pages, placed[0].problem) == (1, "")
    assert len(whole.pages[0].images) == 1


def test_what_a_pdf_would_do_by_itself_is_left_behind():
    writer = PdfWriter(clone_from=io.BytesIO(form("F16")))
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): TextStringObject("app.alert('x')")})
    written = io.BytesIO()
    writer.write(written)

    [(writer, _)] = bind([part(written.getvalue())], instead=instead, advance=lambda: None)
    assert b"app.alert" not in finished(writer, title="卷")


def test_two_hundred_pages_take_less_than_ten_seconds():
    pages = len(PdfReader(io.BytesIO(form())).pages)
    parts = [part(form(), is_ours=place % 2 == 0) for place in range(-(-200 // pages))]
    began = time.process_time()

    whole, _ = bound(*parts)

    assert len(whole.pages) >= 200
    assert time.process_time() - began < 10
