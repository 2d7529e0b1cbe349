"""What an official form is made of: it describes itself in these blocks; `pdf.py` and `docx.py` show any of them."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

WIDTH = 158  # mm between the margins of A4
LANDSCAPE = 267  # mm between the margins of A4 lying down
BLANK = "＿"
CHARACTER, LINE = 3.8, 6.3  # mm: one Chinese character and one line inside a table


def fill(value: Any, blanks: int = 8) -> str:
    """The value inside a running text, or a line to write it on by hand."""
    return str(value) if value else BLANK * blanks


def tick(chosen: bool, label: str) -> str:
    """An option as forms show it: ■ chosen, □ not."""
    return f"{'■' if chosen else '□'}{label}"


@dataclass(frozen=True)
class Para:
    """A paragraph of running text; `indent` in characters. `small`: the size of tables, for long texts of law.

    `ruled`: a line to write on, with room above it for a hand.
    """

    text: str
    indent: int = 2
    align: str = "left"
    bold: bool = False
    keep: bool = False  # with what follows, on one page
    small: bool = False
    ruled: bool = False


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Cell:
    """`span` columns wide, `down` rows high. `height` (mm) is the least room left to write in.

    `prose` is running text of several paragraphs. `images` are digests of pictures, shown `image_height` mm high.
    """

    text: str = ""
    span: int = 1
    down: int = 1
    label: bool = False
    align: str = "left"
    height: float = 0
    prose: bool = False
    images: tuple[str, ...] = ()
    image_height: float = 0


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A bordered table; `widths` in mm, `header` rows are repeated on each page. `small`: for many columns."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    header: int = 0
    small: bool = False


@dataclass(frozen=True)
class Mark:
    """A signature as it was given: a picture (digest) of hand, finger or seal, and how."""

    image: str = ""
    note: str = ""


@dataclass(frozen=True)
class SignatureLine:
    """`label` says who signs; `marks` is empty until they did: then the line is there for a pen."""

    label: str
    marks: tuple[Mark, ...] = ()
    day: str = ""


@dataclass(frozen=True)
class Signatures:
    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True)
class Closing:
    """Who issues the document and when, at the lower right, with room for the seal, or its picture (digest)."""

    issuer: str
    day: str
    note: str = "（印章）"
    image: str = ""


@dataclass(frozen=True)
class Cut:
    """A dashed line: the part below is torn off and sent back."""

    text: str


@dataclass(frozen=True)
class Break:
    """The next block begins a page."""

    title: str = ""


Block = Para | Heading | Table | Signatures | Closing | Cut | Break


@dataclass(frozen=True)
class Document:
    """One document. `heading` is the organ above the title, `number` the official number below it.

    `is_letter`: in the larger type of letters. `is_landscape`: a register, on A4 lying down.
    """

    title: str
    blocks: tuple[Block, ...]
    heading: str = ""
    number: str = ""
    footer: str = ""
    is_letter: bool = False
    is_landscape: bool = False


def written_over(part: Any, change: Callable[[str], str]) -> Any:
    """`part` with every text replaced by `change(text)`; digests of pictures and settings stay."""
    if isinstance(part, tuple):
        return tuple(written_over(one, change) for one in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, str):
            changed[field.name] = value if field.name in ("align", "image") else change(value)
        elif isinstance(value, tuple) and field.name != "images":
            changed[field.name] = written_over(value, change)
    return replace(part, **changed)


def plain(part: Any) -> Any:
    """`part` as JSON can carry it; each block names its `kind`."""
    if isinstance(part, tuple):
        return [plain(one) for one in part]
    if is_dataclass(part) and not isinstance(part, type):
        values = {field.name: plain(getattr(part, field.name)) for field in fields(part)}
        return {"kind": type(part).__name__, **values}
    return part


def room_below(cell: Cell, width: float) -> float:
    """mm to leave below the text of `cell`, so that its least height is kept."""
    if not cell.height:
        return 0
    in_line = max(1, int((width - 4) / CHARACTER))
    lines = sum(-(-max(1, len(line)) // in_line) for line in cell.text.split("\n")) if cell.text else 0
    return max(0.0, cell.height - lines * LINE)
