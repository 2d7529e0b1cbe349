"""Documents are produced, signed, made void; a signed one is only ever corrected by another."""

from dataclasses import replace
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.docket.actions import locked_case, require_standing
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.permissions import can_read_file, can_settle
from cases.docket.states import LOCKED, Procedure
from cases.documents.dates import day
from cases.documents.files import PRINTED, SIGNED
from cases.documents.filling.offers import Offer, filled, offer_of
from cases.documents.form_details import Letter
from cases.documents.keeping import digest, to_json
from cases.documents.models import ProducedDocument
from cases.documents.printing import NEVER, Unprintable, print_form
from cases.documents.snapshot import FormSnapshot
from cases.numbers.actions import NumberKind, issue_number
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.files.actions import store_file
from governance.identifiers.typed import free_text


@transaction.atomic
def produce_document(
    case: Case, form: str, *, by, about: str = "", correction_reason: str = "", for_volume: bool = False
) -> ProducedDocument:
    """Make a document of `case` by a form, from the facts as they stand; the same facts give the same document.

    One that waits for its signatures is replaced by the newer one. After a signed one the new one is a correction,
    which needs its reason. `for_volume`: who binds the file need not read it. Raises NotPermitted, WrongState when the
    case has no such document now, Invalid (field "correction_reason").
    """
    case = locked_case(case, archived=bool(correction_reason))
    require_standing(case)
    _require_worker(by, case)
    offer = offer_of(case, f"{form}:{about}", reads_file=for_volume or can_read_file(by, case))
    if offer is None:
        raise WrongState("本案现在不能制作这份文书：请先办理相应的事项。")
    now = timezone.now()
    snap, images = filled(case, offer, taken_at=now)
    earlier = case.documents.standing().of_form(offer.form, offer.about).order_by("-id").first()
    if earlier and earlier.facts_digest == _facts_digest(snap):
        return earlier
    signed = case.documents.of_form(offer.form, offer.about).filter(signed_at__isnull=False).order_by("-id").first()
    reason = free_text(correction_reason, field="correction_reason", longest=200, required=False)
    if case.procedure == Procedure.ARCHIVED and not signed:
        raise WrongState(LOCKED)
    if signed and not reason:
        raise Invalid(
            "这份文书已经签署，不能覆盖：内容有误的，请写明更正原因，另制更正文书。", field="correction_reason"
        )
    facts = _facts_digest(snap)
    snap = _numbered(snap, case, signed or earlier)
    if signed:
        snap = replace(snap, corrects=f"{day(timezone.localdate(signed.signed_at))}签署的{signed.title}")
    return _print(case, offer, snap, images, by=by, facts=facts, earlier=earlier, signed=signed, reason=reason)


def _print(case, offer: Offer, snap, images, *, by, facts, earlier, signed, reason) -> ProducedDocument:
    try:
        printed = print_form(snap, images)
    except Unprintable as fault:
        raise Invalid(f"文书无法打印：{str(fault)[:100]}", field="form") from None
    text = to_json(snap)
    if earlier and not earlier.is_signed:
        earlier.replaced_by = earlier  # frees its place for the newer one, which has no key yet
        earlier.save(update_fields=["replaced_by"])
    made = ProducedDocument.objects.create(
        case=case,
        form=offer.form,
        about=offer.about,
        title=printed.title,
        template=snap.version,
        snapshot=text,
        digest=digest(text),
        facts_digest=facts,
        missing=list(printed.missing)[:50],
        account=by,
        produced_at=snap.taken_at,
        corrects=signed,
        correction_reason=reason if signed else "",
        **_signed_here(offer),
    )
    if earlier and not earlier.is_signed:
        earlier.replaced_by = made
        earlier.save(update_fields=["replaced_by"])
    made.pdf = _stored(made, printed.pdf, "pdf", by=by)
    made.docx = _stored(made, printed.docx, "docx", by=by)
    made.save(update_fields=["pdf", "docx"])
    if isinstance(offer.row, Agreement) and made.is_signed:
        Agreement.objects.filter(pk=offer.row.pk).update(document=made.pdf)

    record(
        "case.document_produced",
        case,
        by=by,
        paper=made.pk,
        form=made.form,
        title=made.title,
        digest=made.digest,
        corrects=signed.pk if signed else None,
        reason=made.correction_reason,
    )
    return made


@transaction.atomic
def sign_document(
    document: ProducedDocument,
    *,
    by,
    signed_by: str,
    signed_at: datetime,
    scan: File | None = None,
    version: int | None = None,
) -> ProducedDocument:
    """Note that a document was signed on paper, by whom and when, with its scan; from here on it does not change."""
    document, case = _locked(document, by, version)
    if document.is_signed:
        raise WrongState("这份文书已经登记签署。")
    signed_at = right_after(signed_at, document.produced_at)
    if signed_at < document.produced_at:
        raise Invalid("签署时间不能早于文书制作时间。", field="signed_at")
    if signed_at > timezone.now():
        raise Invalid("签署时间不能晚于现在。", field="signed_at")
    document.signed_by = free_text(signed_by, field="signed_by", longest=300, required=True)
    document.signed_at = signed_at
    if scan:
        document.signed_file = store_file(
            scan, by=by, area=case.area_id, purpose=SIGNED.code, subject=document, field="scan"
        )
    document.version += 1
    document.save()

    record("case.document_signed", case, by=by, paper=document.pk, title=document.title, signed_by=signed_by)
    return document


@transaction.atomic
def void_document(document: ProducedDocument, *, by, reason: str, version: int | None = None) -> ProducedDocument:
    """Make a document void that nobody has signed."""
    document, case = _locked(document, by, version)
    if document.is_signed:
        raise WrongState("这份文书已经签署，不能作废：内容有误的，请另制更正文书。")
    document.void_reason = free_text(reason, field="reason", longest=200, required=True)
    document.voided_at = timezone.now()
    document.version += 1
    document.save()

    record("case.document_voided", case, by=by, paper=document.pk, title=document.title, reason=reason)
    return document


def _numbered(snap: FormSnapshot, case: Case, earlier: ProducedDocument | None) -> FormSnapshot:
    """A letter of the committee gets the next number of its series, once: made anew, it keeps it."""
    if not isinstance(snap.detail, Letter) or snap.detail.letter_number:
        return snap
    known = earlier.facts.detail if earlier else None
    if isinstance(known, Letter):
        number = known.letter_number
    else:
        number = issue_number(case, NumberKind.NOTICE, timezone.localdate(snap.taken_at).year).text
    return replace(snap, detail=replace(snap.detail, letter_number=number))


def _signed_here(offer: Offer) -> dict:
    """An agreement in force carries its signatures: its document is a signed one from the start."""
    agreement = offer.row
    if offer.form != "F09" or not isinstance(agreement, Agreement) or not agreement.effective_on:
        return {}
    names = "、".join(one.name for one in agreement.signatures.standing())
    return {"signed_at": agreement.agreed_at, "signed_by": names[:300]}


def _locked(document, by, version) -> tuple[ProducedDocument, Case]:
    case = locked_case(document.case, archived=document.corrects_id is not None)
    document = ProducedDocument.objects.locked(document.pk)
    _require_worker(by, case)
    require_version(document, version)
    if not document.is_standing:
        raise WrongState("这份文书已经作废或者被新的文书替换。")
    return document, case


def _require_worker(by, case: Case) -> None:
    if not (by.holds("case.register", case.area_id) or can_settle(by, case)):
        raise NotPermitted("须由本调委会登记人或者本案调解员制作文书。")


def _facts_digest(snap: FormSnapshot) -> str:
    return digest(to_json(replace(snap, taken_at=NEVER)))


def _stored(document: ProducedDocument, content: bytes, ending: str, *, by):
    name = f"{document.case.number or document.case.title}{document.title}.{ending}"
    upload = ContentFile(content, name=name)
    return store_file(upload, by=by, area=document.case.area_id, purpose=PRINTED.code, subject=document)
