"""Plain functions that make agreements through the actions."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from cases.agreements.actions import (
    add_obligation,
    check_legality,
    draft_agreement,
    sign_agreement,
)
from cases.agreements.checks import CODES
from cases.agreements.models import Agreement
from cases.agreements.signers import Signing, missing, slots_of
from cases.agreements.terms import Head, Terms
from tests.cases.factories import ago

ANY = object()  # a picture, whichever
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def picture(name="签名.png"):
    """Enough of a PNG to be taken for one."""
    return ContentFile(PNG_HEAD + b"\0" * 32, name=name)


def side(case, which):
    return case.parties.standing().filter(side=which).first()


def soon(days=30):
    return timezone.localdate() + timedelta(days=days)


def make_draft(case, by, *, form="written", facts="楼上卫生间渗水，致楼下天花板受损。", **head):
    return draft_agreement(case, by=by, form=form, head=Head(facts=facts, **head))


def pay(agreement, by, amount="9800.00", *, due_on=None, **terms):
    """The respondent pays the applicant."""
    case = agreement.case
    values = {"kind": "pay", "debtor": side(case, "respondent"), "creditor": side(case, "applicant"), "what": "赔偿款"}
    if terms.get("timing", "by_date") == "by_date" and "parts" not in terms:
        values["due_on"] = due_on or soon()
    return add_obligation(agreement, by=by, terms=Terms(**{**values, "amount": Decimal(amount), **terms}))


def tick_all(agreement, by):
    return check_legality(agreement, by=by, checked=CODES)


def make_ready(case, by, **head):
    """A written draft with one payment, ticked: it waits for the first signature."""
    agreement = make_draft(case, by, **head)
    pay(agreement, by)
    return tick_all(agreement, by)


def sign(agreement, by, slot, *, signer="self", method="hand", signed_at=None, image=ANY, **more):
    late_reason = more.pop("late_reason", "")
    text_digest = more.pop("text_digest", "")
    picked = picture() if image is ANY else image
    picked = None if method == "paper" else picked
    signing = Signing(signer, method, signed_at or ago(minutes=1), picked, **more)
    return sign_agreement(
        agreement, by=by, slot=slot, signing=signing, text_digest=text_digest, late_reason=late_reason
    )


def sign_all(agreement, by, *, but=(), **more):
    """Every required slot but those of the names `but`, each by the first who may."""
    for slot in missing(slots_of(Agreement.objects.get(pk=agreement.pk), on=timezone.localdate())):
        signer = slot.signers[0]
        if signer.name not in but:
            sign(agreement, by, slot.key, signer=signer.code, method="seal" if slot.is_seal else "hand", **more)


def in_force(case, by):
    agreement = make_ready(case, by)
    sign_all(agreement, by)
    return Agreement.objects.get(pk=agreement.pk)
