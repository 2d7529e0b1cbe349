"""Everything that lies in the volume of a case, in the order of its items; and what is missing from it."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from cases.agreements.models import Agreement
from cases.archive import retention
from cases.archive.binding import Part
from cases.archive.contents import HANDED, INNER_ITEMS, ITEMS, UNSIGNED, VISIT, Item, Outcome, outcome_of, place_of
from cases.archive.rules import LONG_YEARS, PEOPLE, SHORT_YEARS, VISIT_NEEDED
from cases.docket.codes import Result
from cases.docket.models import Case
from cases.documents.models import ProducedDocument
from governance import rules
from governance.files.models import StoredFile

FINAL = {"F09", "F10"}


def outcome_of_case(case: Case) -> Outcome:
    agreement = _agreement(case)
    return outcome_of(case.result, agreement.form if agreement else "")


def missing_from(case: Case) -> list[str]:
    """Labels of what the volume of this case needs and has not (domain/mediation.md 3.2)."""
    outcome = outcome_of_case(case)
    made = set(case.documents.standing().values_list("form", flat=True))
    handed_in = set(case.papers.exclude(file=None).values_list("kind", flat=True))
    asks_visit = rules.value(VISIT_NEEDED, case.area_id, _on(case))
    needed = [item for item in ITEMS if outcome in item.needed and (item.label != VISIT or asks_visit)]
    return [item.label for item in needed if not made & set(item.forms) and not handed_in & set(item.papers)]


def is_in_register(case: Case) -> bool:
    """Whether it may stand in the month's register instead of a volume of its own: simple, and agreed orally."""
    return outcome_of_case(case) == Outcome.ORAL


def keeping_of(case: Case) -> tuple[retention.Term, str, int | None]:
    """Its term, why, and the years that the rules of its place give that term."""
    on = _on(case)
    people_from = rules.value(PEOPLE, case.area_id, on)
    facts = retention.Facts(
        outcome=outcome_of_case(case),
        people=case.people_count,
        dispute_type=case.dispute_type,
        is_confirmed=case.confirmation == "confirmed",
        has_death=case.result == Result.EXTINCT or case.parties.filter(died_on__isnull=False).exists(),
    )
    reasons = retention.reasons_to_keep(facts, people_from=people_from)
    term = retention.term_of(facts, people_from=people_from)
    if term == retention.Term.PERMANENT:
        return term, "、".join(reasons), None
    key = LONG_YEARS if term == retention.Term.LONG else SHORT_YEARS
    return term, str(facts.outcome), rules.value(key, case.area_id, on)


def parts_of(case: Case) -> list[Part]:
    """The documents, and behind each kind the scans and papers that belong to it; last, what another committee sent."""
    documents = _documents_of(case, ITEMS)
    papers = list(case.papers.exclude(file=None).select_related("file").order_by("id"))
    parts: list[Part] = []
    for place, item in enumerate(ITEMS):
        parts += [_of_document(one) for one in documents if one.pdf and place_of(one.form) == place]
        parts += [_of_file(one.file, one.get_kind_display()) for one in papers if one.file and one.kind in item.papers]
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


def _on(case: Case) -> date:
    """The day whose rules hold: that of the closing, before it that of the result."""
    return case.closed_on or case.result_on or timezone.localdate()


def _agreement(case: Case) -> Agreement | None:
    return case.agreements.in_effect().order_by("-seq").first()


def _in_order(document: ProducedDocument, items: tuple[Item, ...]):
    item = place_of(document.form, items)
    kind, _, pk = document.about.rpartition("-")
    return item, items[item].forms.index(document.form), kind, int(pk or 0), document.pk


def _of_document(document: ProducedDocument) -> Part:
    """The signed paper where it was scanned, else what was printed."""
    if document.signed_file:
        return _of_file(document.signed_file, document.title)
    assert document.pdf is not None
    note = "" if document.is_signed or document.form in UNSIGNED else "未登记签署"
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
