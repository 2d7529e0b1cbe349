"""Documents, scans and pictures bound into one PDF of A4 pages, each with its number. Bytes in, bytes out.

No page is parsed to be placed: what a page draws is wrapped as it stands, so that a drawing of a thousand strokes
costs no more than a letter. A file that cannot be bound leaves a page that says so, and the volume goes on.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, RectangleObject, StreamObject

from governance.files.purposes import MB
from governance.files.sniffing import DOCX, JPEG, PDF, PNG

A4 = (595.276, 841.89)  # points
MOST_BYTES = 40 * MB  # of one file
MOST_PAGES = 400  # of one file
BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError,
    OverflowError, NotImplementedError, zlib.error, struct.error,
)  # fmt: skip  # what reading somebody's damaged PDF has been seen to raise


class Unbindable(Exception):
    """Why a file cannot be part of a volume, in words for the clerk."""


@dataclass(frozen=True)
class Part:
    """One thing that lies in a volume. `read()` gives its bytes; `size` in bytes is known without reading."""

    title: str
    kind: str
    size: int
    read: Callable[[], bytes]
    note: str = ""
    is_ours: bool = False


@dataclass(frozen=True)
class Placed:
    """A part in its volume: from page `first`, `pages` long; `problem` why it is not in it."""

    title: str
    first: int
    pages: int
    note: str
    problem: str = ""


class Bound(NamedTuple):
    """The pages of one book, and where each part lies in it."""

    writer: PdfWriter
    placed: list[Placed]

    @property
    def catalogue(self) -> list[list]:
        return [[one.title, one.first, one.pages, one.note] for one in self.placed]

    @property
    def problems(self) -> list[list[str]]:
        return [[one.title, one.problem] for one in self.placed if one.problem]


def bind(
    parts: Iterable[Part],
    *,
    instead: Callable[[Part, str], bytes],
    advance: Callable[[], None],
    most_pages: int | None = None,
) -> list[Bound]:
    """The pages of `parts` in their order, in as many books as it takes; an empty one where there is nothing.

    `instead(part, why)` makes the page that stands for what cannot be bound; `advance()` is called after each part. No
    part is split: one alone may have more than `most_pages`.
    """
    books = [Bound(PdfWriter(), [])]
    for part in parts:
        problem, note = "", part.note
        try:
            reader = PdfReader(io.BytesIO(pdf_of(part)))
        except Unbindable as fault:
            problem, note = str(fault), "未装订，见该页说明"
            reader = PdfReader(io.BytesIO(instead(part, problem)))
        filled = len(books[-1].writer.pages)
        if most_pages and filled and filled + len(reader.pages) > most_pages:
            books.append(Bound(PdfWriter(), []))
        writer, placed = books[-1]
        count = _append(writer, reader)
        placed.append(Placed(part.title, len(writer.pages) - count + 1, count, note, problem))
        advance()
    return books


def pdf_of(part: Part) -> bytes:
    """The part as PDF. Raises Unbindable, saying why not."""
    if part.size > MOST_BYTES:
        raise Unbindable(
            f"文件 {part.size / MB:.0f} MB，超过 {MOST_BYTES // MB} MB，未装入本卷：请压缩后重新上传，或者随卷另存"
        )
    if part.kind == DOCX:
        raise Unbindable("Word 文件不能装订：请另存为 PDF 后重新上传")
    if part.kind not in (PDF, PNG, JPEG):
        raise Unbindable("这种文件不能装订：请转为 PDF 或者图片后重新上传")
    try:
        content = part.read()
    except FileNotFoundError:
        raise Unbindable("文件已经不在存储中") from None
    if part.is_ours:
        return content
    return _picture(content) if part.kind != PDF else _sound(content)


def _picture(content: bytes) -> bytes:
    from cases.documents.pdf import picture_page
    from cases.documents.pictures import is_picture

    if not is_picture(content):
        raise Unbindable("图片已损坏或者过大，无法打开：请重新拍照上传")
    return picture_page(content)


def _sound(content: bytes) -> bytes:
    """Somebody's PDF read from end to end and written anew, without what it would do by itself."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Unbindable("PDF 设有密码，无法装订：请去除密码后重新上传")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Unbindable(f"PDF 有 {count} 页，超过 {MOST_PAGES} 页，未装入本卷：请随卷另存")
        writer = PdfWriter()
        for page in reader.pages:
            _check(page)
            _disarm(writer.add_page(page))
        written = io.BytesIO()
        writer.write(written)
    except BROKEN as fault:
        raise Unbindable("PDF 已损坏，无法打开：请重新扫描上传") from fault
    if not count:
        raise Unbindable("PDF 里没有页面")
    return written.getvalue()


def _check(page: PageObject) -> None:
    contents = page.get_contents()
    if contents is not None:
        contents.get_data()
    if min(float(page.mediabox.width), float(page.mediabox.height)) <= 0:
        raise ValueError("a page without room")


def _disarm(page: PageObject) -> None:
    page.pop("/AA", None)
    for annotation in page.get("/Annots", None) or ():
        for action in ("/A", "/AA"):
            annotation.get_object().pop(action, None)


def _append(writer: PdfWriter, reader: PdfReader) -> int:
    for page in reader.pages:
        _fit(writer, writer.add_page(page))
    return len(reader.pages)


def _fit(writer: PdfWriter, page: PageObject) -> None:
    """Any page as A4 upright: turned as it says, shrunk or enlarged to fit, in the middle."""
    box, turned = page.cropbox, page.rotation % 360
    width, height = float(box.width), float(box.height)
    if (
        not turned
        and abs(width - A4[0]) < 2
        and abs(height - A4[1]) < 2
        and not float(box.left)
        and not float(box.bottom)
    ):
        return
    move = Transformation().translate(-float(box.left), -float(box.bottom))
    turns: dict[int, Callable[[Transformation], Transformation]] = {
        90: lambda t: t.rotate(-90).translate(0, width),
        180: lambda t: t.rotate(180).translate(width, height),
        270: lambda t: t.rotate(90).translate(height, 0),
    }
    if turned in turns:
        move = turns[turned](move)
    if turned in (90, 270):
        width, height = height, width
    scale = min(A4[0] / width, A4[1] / height)
    move = move.scale(scale).translate((A4[0] - width * scale) / 2, (A4[1] - height * scale) / 2)
    a, b, c, d, e, f = (round(value, 5) for value in move.ctm)
    seen = f"{float(box.left)} {float(box.bottom)} {float(box.width)} {float(box.height)} re W n"
    _wrap(writer, page, f"q {a} {b} {c} {d} {e} {f} cm {seen}\n".encode(), b"\nQ")
    page[NameObject("/Rotate")] = NumberObject(0)
    for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        page.pop(name, None)
    page[NameObject("/MediaBox")] = RectangleObject((0, 0, *A4))
    page.pop("/Annots", None)


def number(writer: PdfWriter, numbers: bytes) -> None:
    """Write the numbers of `numbers` (one page each, as many as there are pages) on the pages."""
    for place, stamp in enumerate(PdfReader(io.BytesIO(numbers)).pages):
        page = writer.pages[place]
        form = StreamObject()
        drawn = stamp.get_contents()
        form.set_data(drawn.get_data() if drawn is not None else b"")
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): RectangleObject((0, 0, *A4)),
                NameObject("/Resources"): stamp["/Resources"].clone(writer),
            }
        )
        resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
        shown = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
        shown[NameObject("/VolumePageNumber")] = writer._add_object(form)
        resources[NameObject("/XObject")] = shown
        page[NameObject("/Resources")] = resources
        _wrap(writer, page, b"q\n", b"\nQ q /VolumePageNumber Do Q")


def finished(writer: PdfWriter, *, front: Iterable[bytes] = (), back: Iterable[bytes] = (), title: str) -> bytes:
    """The pages between the forms before and behind them, as one file."""
    place = 0
    for form in front:
        for page in PdfReader(io.BytesIO(form)).pages:
            writer.insert_page(page, place)
            place += 1
    for form in back:
        for page in PdfReader(io.BytesIO(form)).pages:
            writer.add_page(page)
    writer.add_metadata({"/Title": title})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _wrap(writer: PdfWriter, page: PageObject, before: bytes, after: bytes) -> None:
    held = page.get("/Contents")
    held = held.get_object() if held is not None else ArrayObject()
    inner = list(held) if isinstance(held, ArrayObject) else [page.raw_get("/Contents")]
    head, foot = StreamObject(), StreamObject()
    head.set_data(before)
    foot.set_data(after)
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(head), *inner, writer._add_object(foot)])
