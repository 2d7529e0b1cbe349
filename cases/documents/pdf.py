"""A document as PDF/A-2b: the same bytes for the same document, on every machine."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import manimgx_fonts_cjk
import typst

from cases.documents.coverage import FONTS
from cases.documents.layout import Document, Table, plain, room_below

TEMPLATE = Path(__file__).with_name("form.typ")
RARE = Path(manimgx_fonts_cjk.__file__).parent


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS, RARE])


def to_pdf(document: Document, *, at: datetime, images: Mapping[str, bytes] | None = None) -> bytes:
    """`document` as PDF, dated `at`; `images` are the bytes of its pictures by digest.

    Raises typst.TypstError for a picture that cannot be read, or a character that no font shows.
    """
    return _compile(document, images or {}, format="pdf", timestamp=int(at.timestamp()), pdf_standards="a-2b")


def to_pictures(document: Document, images: Mapping[str, bytes] | None = None, *, ppi: float = 80) -> list[bytes]:
    """The pages as PNG, for a look at them on the screen."""
    pages = _compile(document, images or {}, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


PICTURE_PAGE = (
    b'#set page(paper: "a4", margin: (top: 20mm, bottom: 12mm, x: 18mm))\n'
    b'#align(center + horizon, image("/picture", width: 100%, height: 100%, fit: "contain"))'
)
NUMBER_PAGES = """#set page(paper: "a4", margin: 0mm)
#set text(font: "Noto Sans SC", size: 10.5pt)
#for n in range(1, int(sys.inputs.total) + 1) {
  if n > 1 { pagebreak() }
  place(top + if calc.odd(n) { right } else { left }, dx: if calc.odd(n) { -12mm } else { 12mm }, dy: 9mm, str(n))
}"""


def picture_page(picture: bytes) -> bytes:
    """A picture on a page of A4, as large as it fits. Raises typst.TypstError when it cannot be read."""
    with TemporaryDirectory(prefix="form-") as root:
        Path(root, "picture").write_bytes(picture)
        return typst.compile(PICTURE_PAGE, root=root, font_paths=_fonts(), format="pdf")  # type: ignore


def number_pages(total: int) -> bytes:
    """Pages that hold nothing but their number: in the right corner of a front, in the left one of a back."""
    inputs = {"total": str(total)}
    return typst.compile(NUMBER_PAGES.encode(), font_paths=_fonts(), format="pdf", sys_inputs=inputs)  # type: ignore


def shows(picture: bytes) -> bool:
    """Whether a picture can be read to its end."""
    with TemporaryDirectory(prefix="form-") as root:
        Path(root, "picture").write_bytes(picture)
        try:
            typst.compile(  # type: ignore[call-overload]
                b'#image("/picture", width: 1cm)', root=root, font_paths=_fonts(), format="png", ppi=10
            )
        except typst.TypstError:
            return False
    return True


def _compile(document, images, **options: Any):
    with TemporaryDirectory(prefix="form-") if images else nullcontext(str(TEMPLATE.parent)) as root:
        for digest, content in images.items():
            Path(root, digest).write_bytes(content)
        return typst.compile(
            TEMPLATE.read_bytes(),
            root=root,
            font_paths=_fonts(),
            sys_inputs={"document": json.dumps(_shown(document), ensure_ascii=False)},
            **options,
        )


def _shown(document: Document) -> dict:
    """The document for form.typ, with the room that cells leave to write in."""
    shown = plain(document)
    for block, form in zip(document.blocks, shown["blocks"], strict=True):
        if isinstance(block, Table):
            _add_room(block, form)
    return shown


def _add_room(table: Table, form: dict) -> None:
    taken = [0] * len(table.widths)  # rows for which a cell from above still fills the column
    for row, shown_row in zip(table.rows, form["rows"], strict=True):
        column = 0
        for cell, shown in zip(row.cells, shown_row["cells"], strict=True):
            while taken[column]:
                column += 1
            columns = range(column, column + cell.span)
            shown["room"] = room_below(cell, sum(table.widths[c] for c in columns))
            for c in columns:
                taken[c] = cell.down
            column += cell.span
        taken = [max(0, rows - 1) for rows in taken]
