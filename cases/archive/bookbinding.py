"""The books of a volume as files: each between a cover, a catalogue and a back cover of its own. Part of binding."""

from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile

from cases.archive import binding
from cases.archive.files import SUB_VOLUME, VOLUME
from cases.archive.models import Book, SubVolume, Volume
from cases.docket.models import Case
from cases.documents.coverage import printable
from cases.documents.descriptions import FORMS
from cases.documents.filling.archive import volume as volume_facts
from cases.documents.filling.blocks import case_block
from cases.documents.follow_up_details import Volume as VolumeFacts
from cases.documents.layout import Document, Para, written_over
from cases.documents.printing import describe
from cases.documents.snapshot import CaseSnapshot, FormSnapshot
from governance.files.actions import store_file

FRONT, BACK, STATEMENT = ("F13", "F14"), ("F16",), ("F15",)


def page_instead(at: datetime) -> Callable[[binding.Part, str], bytes]:
    """What makes the page that lies in a volume in place of what cannot be bound."""

    def instead(part: binding.Part, why: str) -> bytes:
        said = Document("未能装订的材料", (Para(f"材料：{part.title}", 0), Para(f"原因：{why}。", 0)))
        return _printed(written_over(said, printable), at)

    return instead


def store_books(
    case: Case, volume: Volume, books: list[binding.Bound], *, inner: list[binding.Bound], by
) -> list[SubVolume]:
    """Write the files of a saved volume: its first book, which it points to itself, and the others behind it."""
    shown, many = case_block(case), len(books)
    called = [f"第 {seq} 册，共 {many} 册" if many > 1 else "" for seq in range(1, many + 1)]
    first = volume_facts(case, volume, pages=len(books[0].writer.pages), called=called[0])
    back = (*(STATEMENT if volume.statement else ()), *BACK)
    content = _finished(books[0], shown, volume, first, back=back, title=f"{case.number} {case.title}")
    upload = ContentFile(content, name=f"{case.number}案卷{called[0]}.pdf")
    volume.pdf = store_file(upload, by=by, area=case.area_id, purpose=VOLUME.code, subject=volume)
    volume.save(update_fields=["pdf"])
    others = [(Book.PART, seq, book, called[seq - 1]) for seq, book in enumerate(books[1:], 2)]
    others += [(Book.INNER, 1, book, Book.INNER.label) for book in inner]
    return [_store_book(case, shown, volume, *one, by=by) for one in others]


def _store_book(case, shown, volume, kind, seq, bound, called, *, by) -> SubVolume:
    book = SubVolume.objects.create(
        volume=volume,
        kind=kind,
        seq=seq,
        catalogue=bound.catalogue,
        problems=bound.problems,
        pages=len(bound.writer.pages),
    )
    facts = volume_facts(case, volume, book=book, called=called)
    content = _finished(bound, shown, volume, facts, back=BACK, title=f"{case.number} {case.title} {called}")
    upload = ContentFile(content, name=f"{case.number}案卷{called}.pdf")
    book.pdf = store_file(upload, by=by, area=case.area_id, purpose=SUB_VOLUME.code, subject=book)
    book.save(update_fields=["pdf"])
    return book


def _finished(bound, shown, volume, facts: VolumeFacts, *, back, title) -> bytes:
    binding.number(bound.writer, _number_pages(len(bound.writer.pages)))
    front = [_form(shown, volume, facts, code) for code in FRONT]
    behind = [_form(shown, volume, facts, code) for code in back]
    return binding.finished(bound.writer, front=front, back=behind, title=title)


def _form(shown: CaseSnapshot, volume: Volume, facts: VolumeFacts, code: str) -> bytes:
    snap = FormSnapshot(code, FORMS[code].version, volume.filed_at, shown, facts)
    return _printed(describe(snap), volume.filed_at)


def _printed(document: Document, at: datetime) -> bytes:
    from cases.documents.pdf import to_pdf  # 30 MB that most processes never need

    return to_pdf(document, at=at)


def _number_pages(total: int) -> bytes:
    from cases.documents.pdf import number_pages

    return number_pages(total)
