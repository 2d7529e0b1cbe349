"""What of its file a committee hands over with a case: chosen by the sender, read by the receiver, stored once.

Offered are evidence, papers that came in, and documents; never what was said in separate meetings, nor drafts, nor the
committee's own papers (domain/mediation.md 1.7, T19).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.archive.contents import INNER_ITEMS
from cases.docket.models import Case
from cases.ladder.models import HandedItem, HandedItemKind, Transfer
from governance.errors import Invalid
from governance.files.models import StoredFile

INNER_FORMS = frozenset(form for item in INNER_ITEMS for form in item.forms)


@dataclass(frozen=True)
class Offered:
    """One thing that may go along. `source` names its row; `files` are the keys of what shows it."""

    source: str
    kind: HandedItemKind
    title: str
    detail: str
    origin: int
    files: tuple[int, ...]


def offered(case: Case) -> list[Offered]:
    """All that `case` may hand over now: its own, and what was handed to it."""
    return [*_evidence(case), *_papers(case), *_documents(case), *_handed_before(case)]


def choose(transfer: Transfer, sources: Iterable[str] | None) -> list[HandedItem]:
    """Note what goes along with a transfer that is asked for: everything, if None. Raises Invalid (field "items")."""
    there = {one.source: one for one in offered(transfer.case)}
    wanted = list(there) if sources is None else list(dict.fromkeys(sources))
    if not set(wanted) <= set(there):
        raise Invalid("所选的材料中有不在本案的，请重新选择。", field="items")
    return [_write(transfer, there[source]) for source in wanted]


def hand_over(transfer: Transfer, new: Case) -> int:
    """Open what was chosen to the receiver's case; what was withdrawn or made void since stays behind."""
    there = {one.source: one for one in offered(transfer.case)}
    for item in transfer.items.all():
        if item.source not in there:
            item.files.clear()
            item.delete()
            continue
        item.files.set(there[item.source].files)
        item.case = new
        item.save(update_fields=["case"])
    return new.handed_items.count()


def forget(transfer: Transfer) -> None:
    """Nothing goes along with a transfer that came to nothing."""
    HandedItem.files.through.objects.filter(handeditem__transfer=transfer).delete()
    transfer.items.all().delete()


def _write(transfer, one: Offered) -> HandedItem:
    item = HandedItem.objects.create(
        transfer=transfer,
        origin_id=one.origin,
        kind=one.kind,
        source=one.source,
        title=one.title[:120],
        detail=one.detail[:300],
    )
    item.files.set(one.files)
    return item


def _evidence(case):
    rows = list(case.evidence.standing().order_by("seq"))
    files: dict[str, list[int]] = {}
    about = StoredFile.objects.kept().filter(subject_type="evidence", subject_id__in=[str(row.pk) for row in rows])
    for pk, subject in about.order_by("id").values_list("pk", "subject_id"):
        files.setdefault(subject, []).append(pk)
    for row in rows:
        told = f"{row.get_kind_display()}，{row.provider}提供，{row.taken_on} 取得" + (
            f"；{row.note}" if row.note else ""
        )
        found = tuple(files.get(str(row.pk), ()))
        yield Offered(f"evidence-{row.pk}", HandedItemKind.EVIDENCE, str(row), told, case.pk, found)


def _papers(case):
    for row in case.papers.exclude(file=None).filter(file__in=StoredFile.objects.kept()).order_by("id"):
        told = f"{row.handed_in_at:%Y-%m-%d} 交来"
        yield Offered(f"paper-{row.pk}", HandedItemKind.PAPER, str(row), told, case.pk, (row.file_id,))


def _documents(case):
    for row in case.documents.standing().exclude(form__in=INNER_FORMS).order_by("id"):
        file = row.signed_file_id or row.pdf_id
        if file:
            told = "已签署" if row.is_signed else f"{row.produced_at:%Y-%m-%d} 制作"
            yield Offered(f"document-{row.pk}", HandedItemKind.DOCUMENT, row.title, told, case.pk, (file,))


def _handed_before(case):
    for row in case.handed_items.prefetch_related("files").order_by("id"):
        files = tuple(file.pk for file in row.files.all())
        kind = HandedItemKind(row.kind)
        yield Offered(f"handed-{row.pk}", kind, row.title, row.detail, row.origin_id, files)
