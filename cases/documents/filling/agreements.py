"""An agreement as it is printed: the sentences that were signed, and the signatures."""

from collections.abc import Iterator

from django.utils import timezone

from cases.agreements.checks import LEGALITY
from cases.agreements.models import Agreement, Obligation, Timing
from cases.agreements.signing.models import SignerRole
from cases.agreements.wording import STOPS, performing, terms_of, total_of
from cases.documents import form_details, snapshot
from cases.documents.dates import day
from cases.documents.filling.blocks import staff_of
from cases.documents.keeping import sm3
from cases.documents.money import written
from cases.documents.pictures import is_picture

ROLES = {
    SignerRole.PARTY: "party",
    SignerRole.PARTY_SEAL: "party",
    SignerRole.HOST: "mediator",
    SignerRole.CO: "mediator",
    SignerRole.RECORDER: "recorder",
    SignerRole.COMMITTEE: "committee",
}


def agreement_block(agreement: Agreement) -> form_details.Agreement:
    agreement = Agreement.objects.for_page().get(pk=agreement.pk)
    mediators, recorder = staff_of(agreement.case)
    return form_details.Agreement(
        number=agreement.number,
        facts=agreement.facts,
        disputed=agreement.disputed,
        terms=tuple(terms_of(agreement)),
        total=total_of(agreement),
        performing=performing(agreement),
        schedule=tuple(due for one in agreement.obligations.all() for due in _dues(one)),
        copies=agreement.copies,
        effective_on=agreement.effective_on,
        mediators=mediators,
        recorder=recorder,
    )


def _dues(one: Obligation) -> Iterator[form_details.Due]:
    parts = list(one.instalments.all())
    manner = one.manner.rstrip(STOPS)
    for part in parts:
        what = f"支付第{part.seq}期{written(part.amount)}"
        yield form_details.Due(str(one.debtor), what, f"{day(part.due_on)}前", manner)
    if not parts and one.timing != Timing.AT_EFFECT:
        what = f"支付{written(one.amount)}" if one.amount else one.what.rstrip(STOPS) or one.get_kind_display()
        yield form_details.Due(str(one.debtor), what, _until(one), manner)


def _until(one: Obligation) -> str:
    if one.timing == Timing.ON_THE_SPOT:
        return "当场履行完毕"
    return f"{day(one.due_on)}前" if one.due_on else "自协议生效之日起"


def signatures_of(agreement: Agreement) -> tuple[tuple[snapshot.SignatureMark, ...], dict[str, bytes]]:
    """The signatures that stand under it, and the bytes of their pictures; a scan in PDF is named, not shown."""
    marks, images = [], {}
    for one in agreement.signatures.standing().select_related("file").order_by("signed_at", "id"):
        content = b""
        if one.file:
            with one.file.open() as file:
                content = file.read()
        digest = sm3(content) if is_picture(content) else ""
        if digest:
            images[digest] = content
        marks.append(
            snapshot.SignatureMark(
                role=ROLES[SignerRole(one.role)],
                name=one.name,
                method=one.get_method_display(),
                signed_on=timezone.localdate(one.signed_at),
                image=digest,
                witness=one.witness,
                party=str(one.party_id or ""),
            )
        )
    return tuple(marks), images


def checklist_block(agreement: Agreement) -> form_details.Checklist:
    return form_details.Checklist(
        items=tuple(
            form_details.CheckItem(f"{one.question}（{one.basis}）", True if one.code in agreement.checked else None)
            for one in LEGALITY
        ),
        checked_by=agreement.checked_by.name if agreement.checked_by else "",
        checked_on=timezone.localdate(agreement.checked_at) if agreement.checked_at else None,
    )
