"""Everything that lies in the volume of a case, in the order of its items; and for how long it is kept."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone

from cases.agreements.models import Agreement
from cases.archive import retention
from cases.archive.binding import Part
from cases.archive.contents import HANDED, INNER_ITEMS, ITEMS, UNSIGNED, Item, Outcome, outcome_of, place_of
from cases.archive.rules import LONG_YEARS, PEOPLE, SHORT_YEARS
from cases.docket.models import Case
from cases.documents.form_details import Papers
from cases.documents.models import ProducedDocument
from cases.intake.models import Paper, PaperKind
from governance import rules
from governance.files.models import StoredFile

FINAL = {"F09", "F10"}


def outcome_of_case(case: Case) -> Outcome:
    agreement = agreement_of(case)
    return outcome_of(case.result, agreement.form if agreement else "", case.difficulty)


def is_oral(case: Case) -> bool:
    return outcome_of_case(case) in (Outcome.ORAL, Outcome.SIMPLE)


def is_in_register(case: Case) -> bool:
    """Whether it may stand in the register of its month instead of a volume: simple, and agreed orally (3.2)."""
    return outcome_of_case(case) == Outcome.SIMPLE


def keeping_of(case: Case, outcome: Outcome) -> tuple[retention.Term, str, int | None]:
    """Its term, why, and the years that the rules of its place give that term."""
    said = rules.several((PEOPLE, LONG_YEARS, SHORT_YEARS), case.area_id, day_of_rules(case))
    people_from = said[PEOPLE]
    facts = retention.Facts(
        outcome=outcome,
        people=case.people_count,
        dispute_type=case.dispute_type,
        is_confirmed=case.confirmation == "confirmed",
        has_death=case.involves_death(),
    )
    reasons = retention.reasons_to_keep(facts, people_from=people_from)
    term = retention.term_of(facts, people_from=people_from)
    if term == retention.Term.PERMANENT:
        return term, "、".join(reasons), None
    return term, str(outcome), said[LONG_YEARS if term == retention.Term.LONG else SHORT_YEARS]


def parts_of(case: Case) -> list[Part]:
    """The documents, and behind each kind the scans and papers that belong to it; last, what another committee sent."""
    documents = _documents_of(case, ITEMS)
    scans = case.papers.exclude(file=None).select_related("file", "party").order_by("id")
    printed = _pictures_on(documents)
    papers = [one for one in scans if not _is_printed(one, printed)]
    signed = {f"mediationsession-{pk}" for pk in case.sessions.exclude(signed_at=None).values_list("pk", flat=True)}
    parts: list[Part] = []
    for place, item in enumerate(ITEMS):
        parts += [_of_document(one, signed) for one in documents if one.pdf and place_of(one.form) == place]
        parts += [_of_file(one.file, _title(one)) for one in papers if one.file and one.kind in item.papers]
        parts += _files_of(case, item)
    for handed in case.handed_items.prefetch_related("files"):
        parts += [_of_file(file, f"{HANDED}：{handed.title}") for file in handed.files.all()]
    return parts


def inner_parts_of(case: Case) -> list[Part]:
    """The papers of the committee's own, for the volume that is kept inside."""
    return [_of_document(one) for one in _documents_of(case, INNER_ITEMS) if one.pdf]


def _documents_of(case: Case, items: tuple[Item, ...]) -> list[ProducedDocument]:
    """Those that belong to `items`, in their order."""
    documents = case.documents.standing().select_related("pdf", "signed_file")
    belonging = [one for one in documents if place_of(one.form, items) < len(items)]
    found = sorted(belonging, key=lambda one: _in_order(one, items))
    forms = [one.form for one in found]
    for place, one in enumerate(found):
        if forms.count(one.form) > 1:  # told apart in the catalogue: 调解记录（1）、（2）
            one.title = f"{one.title}（{forms[:place].count(one.form) + 1}）"
    return found


def _pictures_on(documents) -> set[str]:
    """Digests of the photographs that are printed on the sheet of identity papers (F05)."""
    sheets = [one.facts.detail for one in documents if one.form == "F05" and not one.signed_file]
    return {image for sheet in sheets if isinstance(sheet, Papers) for paper in sheet.items for image in paper.images}


def _is_printed(paper: Paper, pictures: set[str]) -> bool:
    return paper.kind == PaperKind.ID_PHOTO and paper.file is not None and paper.file.digest in pictures


def _title(paper: Paper) -> str:
    return f"{paper.get_kind_display()}（{paper.party.name}）" if paper.party else paper.get_kind_display()


def day_of_rules(case: Case) -> date:
    """The day whose rules hold: that of the closing, before it that of the result."""
    return case.closed_on or case.result_on or timezone.localdate()


def agreement_of(case: Case) -> Agreement | None:
    return case.agreements.in_effect().order_by("-seq").first()


def _in_order(document: ProducedDocument, items: tuple[Item, ...]):
    item = place_of(document.form, items)
    kind, _, pk = document.about.rpartition("-")
    forms = items[item].forms
    place = forms.index(document.form) if document.form in forms else len(forms)
    return item, place, kind, int(pk or 0), document.pk


def _of_document(document: ProducedDocument, signed: Collection[str] = ()) -> Part:
    """The signed paper where it was scanned, else what was printed; `signed` are records signed in the portal."""
    if document.signed_file:
        return _of_file(document.signed_file, document.title)
    assert document.pdf is not None
    is_signed = document.is_signed or document.about in signed
    note = "" if is_signed or document.form in UNSIGNED else "未登记签署"
    return _of_file(document.pdf, document.title, note=note, is_ours=True)


def _files_of(case: Case, item: Item) -> Iterator[Part]:
    for name in item.files:
        rows = getattr(case, name, None)
        for row in rows.order_by("id") if rows is not None else ():
            for place, file in enumerate(StoredFile.objects.about(row).kept().order_by("id"), 1):
                yield _of_file(file, f"{row}（附件{place}）")


def _of_file(file: StoredFile, title: str, *, note: str = "", is_ours: bool = False) -> Part:
    def read() -> bytes:
        with file.open() as opened:
            return opened.read()

    return Part(title[:100], file.content_type, file.size, read, note=note, is_ours=is_ours)
