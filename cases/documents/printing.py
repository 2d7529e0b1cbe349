"""From a snapshot to the two files of a document; both show one description, so that they cannot disagree.

What prints is imported when something is printed: 30 MB that most processes never need.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cases.documents.coverage import printable, unprintable
from cases.documents.descriptions import FORMS
from cases.documents.keeping import to_json
from cases.documents.layout import Document, written_over
from cases.documents.snapshot import CaseSnapshot, FormSnapshot

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # the date of blank forms


class Unprintable(Exception):
    """A picture that cannot be read, or a character that no font shows."""


@dataclass(frozen=True)
class Printed:
    """`missing` are characters of the snapshot that no font shows: they stand as 〓 and must be written by hand."""

    title: str
    pdf: bytes
    docx: bytes
    missing: tuple[str, ...]


def describe(snap: FormSnapshot) -> Document:
    """The document that `snap` makes, with nothing in it that cannot be printed."""
    return written_over(FORMS[snap.form].describe(snap), printable)


def print_form(snap: FormSnapshot, images: Mapping[str, bytes] | None = None) -> Printed:
    """PDF and .docx of one snapshot. The same snapshot and pictures give the same bytes. Raises Unprintable."""
    document = describe(snap)
    return Printed(
        title=document.title,
        pdf=as_file(document, "pdf", at=snap.taken_at, images=images),
        docx=as_file(document, "docx", at=snap.taken_at, images=images),
        missing=tuple(unprintable(to_json(snap))),
    )


def as_file(document: Document, kind: str, *, at: datetime, images: Mapping[str, bytes] | None = None) -> bytes:
    """One document as "pdf" or "docx". Raises Unprintable."""
    import typst

    from cases.documents.docx import to_docx
    from cases.documents.pdf import to_pdf

    document = written_over(document, printable)
    if kind == "docx":
        return to_docx(document, at=at, images=images)
    try:
        return to_pdf(document, at=at, images=images)
    except typst.TypstError as fault:
        raise Unprintable(fault.message) from None


def blank(form: str, committee: str = "") -> FormSnapshot:
    """The empty form, to be filled in by hand; `committee` is printed where it is known."""
    return FormSnapshot(form, FORMS[form].version, NEVER, CaseSnapshot(committee=committee))
