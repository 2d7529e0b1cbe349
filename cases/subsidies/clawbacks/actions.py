"""Cancelling a clawback."""

from django.db import transaction
from django.utils import timezone

from cases.subsidies.actions import locked_claim, save
from cases.subsidies.clawbacks.models import Clawback, ClawbackCancellation
from cases.subsidies.models import BatchState, ClaimState, SubsidyBatch, SubsidyClaim
from cases.subsidies.permissions import APPROVES
from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text


@transaction.atomic
def cancel_clawback(clawback: Clawback, *, by, reason: str, version: int | None = None) -> ClawbackCancellation:
    """Say that a clawback was a mistake (撤销追回): what is outstanding is owed no longer, what was given back is paid
    again with the next list, and a claim of which all had been taken stands again.

    What was ordered and settled stays as it was posted. Raises NotPermitted, WrongState (cancelled before, or the
    dispute has another claim by now), Invalid (field "reason").
    """
    claim = locked_claim(clawback.share.claim)
    if not by.holds(APPROVES, claim.area_id):
        raise NotPermitted("须由区司法局撤销追回。")
    clawback = Clawback.objects.select_related("share__account").locked(clawback.pk)
    require_version(clawback, version)
    if ClawbackCancellation.objects.filter(clawback=clawback).exists():
        raise WrongState("这笔追回已经撤销。")
    made = ClawbackCancellation.objects.create(
        clawback=clawback,
        reason=free_text(reason, field="reason", longest=300, required=True),
        restored_amount=clawback.settled_amount,
        cancelled_by=by,
        cancelled_at=timezone.now(),
    )
    if claim.state == ClaimState.CLAWED_BACK:
        _let_stand(claim)
    record(
        "subsidy.clawback_cancelled",
        claim,
        by=by,
        area=claim.area_id,
        clawback=clawback.pk,
        payee=str(clawback.share.account),
        amount=str(clawback.amount),
        restored=str(made.restored_amount),
        reason=made.reason,
    )
    return made


def _let_stand(claim: SubsidyClaim) -> None:
    if SubsidyClaim.objects.standing().filter(dispute=claim.dispute_id).exclude(pk=claim.pk).exists():
        raise WrongState("这件纠纷已另有补贴申报，不能恢复这一份：请先处理那一份。")
    assert claim.batch_id
    batch = SubsidyBatch.objects.select_for_update(no_key=True).get(pk=claim.batch_id)
    claim.state = ClaimState.PAID if batch.state == BatchState.PAID else ClaimState.APPROVED
    save(claim)
