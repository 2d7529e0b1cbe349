"""Choosing cases for a bulk act, saying what is to be done, starting it. What becomes of each row: doing.py."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.bulk.models import BulkAct, BulkKind, BulkRow
from cases.bulk.sharing import share_rows
from cases.mediation.models import Assignment, AssignmentMode, ReplacementReason
from cases.reminding.actions import LONGEST
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text
from governance.jobs.actions import start_job
from governance.jobs.exports import common_place
from governance.people.models import Account

MOST = 10_000  # cases of one bulk act
FORGOTTEN = timedelta(days=1)  # a choice that was never started is dropped after so long
VERBS = {BulkKind.ASSIGN: "case.decide", BulkKind.REMIND: "case.remind", BulkKind.HAND_OVER: "case.decide"}
LEAVING = (ReplacementReason.REMOVED, ReplacementReason.ILLNESS, ReplacementReason.WORKLOAD)


@transaction.atomic
def choose_cases(kind: str, *, by, rows) -> BulkAct:
    """Keep which cases are to be assigned or reminded: the rows of a scoped queryset, as they are now.

    Raises NotPermitted when `by` does such acts nowhere, Invalid for none or too many.
    """
    if kind not in (BulkKind.ASSIGN, BulkKind.REMIND):
        raise Invalid("没有这种批量办理。")
    _require_verb(kind, by)
    keys = list(dict.fromkeys(rows.order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST + 1]))
    return _kept(BulkAct(kind=kind, account=by), [BulkRow(case_id=pk) for pk in keys], by=by)


@transaction.atomic
def choose_leaver(leaver: Account, *, by, assignments=None) -> BulkAct:
    """Keep what a leaving mediator carries at the committees that `by` directs (移交在办案件): all, or a queryset."""
    _require_verb(BulkKind.HAND_OVER, by)
    places = {posting.area_id for posting in by.postings_today if "case.decide" in by.verbs_of(posting)}
    asked = Assignment.objects.all() if assignments is None else assignments
    held = asked.of_open_cases().filter(account=leaver, case__area_id__in=places)
    rows = [BulkRow(case_id=each.case_id, assignment=each) for each in held.order_by("case__due_on", "pk")[: MOST + 1]]
    return _kept(BulkAct(kind=BulkKind.HAND_OVER, account=by, leaver=leaver), rows, by=by)


@transaction.atomic
def say_assignment(
    act: BulkAct,
    *,
    by,
    hosts: Iterable[Account],
    recorder: Account | None = None,
    mode: str = AssignmentMode.APPOINTED,
    told_by: str = "",
    conflict_note: str = "",
) -> BulkAct:
    """Who is to mediate. Several hosts share the cases by what each carries; the shares are shown before the start."""
    act = _unstarted(act, by, BulkKind.ASSIGN)
    if mode not in AssignmentMode.values:
        raise Invalid("请选择产生方式。", field="mode")
    note = free_text(conflict_note, field="conflict_note", longest=300)
    recorded_by = recorder.pk if recorder else None
    values = {"recorder": recorded_by, "mode": mode, "told_by": told_by, "conflict_note": note}
    return _said(act, values, list(hosts), by=by, field="hosts")


@transaction.atomic
def say_reminder(act: BulkAct, *, by, text: str) -> BulkAct:
    act = _unstarted(act, by, BulkKind.REMIND)
    act.values = {"text": free_text(text, field="text", longest=LONGEST, required=True)}
    act.save(update_fields=["values"])
    return act


@transaction.atomic
def say_hand_over(
    act: BulkAct, *, by, successors: Iterable[Account], reason: str, note: str = "", conflict_note: str = ""
) -> BulkAct:
    """Who takes over, and why the mediator leaves. Several share the cases by what each carries."""
    act = _unstarted(act, by, BulkKind.HAND_OVER)
    if reason not in LEAVING:
        raise Invalid("请选择移交的原因。", field="reason")
    values = {
        "reason": reason,
        "note": free_text(note, field="note", longest=200),
        "conflict_note": free_text(conflict_note, field="conflict_note", longest=300),
    }
    successors = list(successors)
    if any(each.pk == act.leaver_id for each in successors):
        raise Invalid("请选择另外的调解员。", field="successors")
    return _said(act, values, successors, by=by, field="successors")


@transaction.atomic
def start_bulk(act: BulkAct, *, by) -> BulkAct:
    """Begin, or go on with what a stopped or broken run left: a job that does row by row.

    Raises NotPermitted, WrongState (nothing was said yet, it runs, nothing is left).
    """
    act = BulkAct.objects.select_related("job").locked(act.pk)
    if act.account_id != by.pk:
        raise NotPermitted("只能由选定案件的人办理。")
    if not act.values:
        raise WrongState("请先填写办理内容。")
    if act.is_running:
        raise WrongState("正在办理。")
    left = act.rows.waiting().count()
    if not left:
        raise WrongState("所选案件都已办理。")
    places = tuple(act.rows.values_list("case__area_id", flat=True).order_by().distinct())
    title = f"{act}（{left} 件）"
    act.job = start_job("cases.bulk", by=by, area=common_place(places), title=title, payload={"act": act.pk})
    act.save(update_fields=["job"])
    record("bulk.started", act, by=by, area=act.job.area_id, kind=act.kind, rows=left)
    return act


def _kept(act: BulkAct, rows: list[BulkRow], *, by) -> BulkAct:
    if not rows:
        raise Invalid("没有可以办理的案件，请先勾选。")
    if len(rows) > MOST:
        raise Invalid(f"一次最多办理 {MOST:,} 件，请先缩小范围。")
    BulkAct.objects.unstarted().filter(account=by, chosen_at__lt=timezone.now() - FORGOTTEN).delete()
    act.save()
    for seq, row in enumerate(rows, start=1):
        row.act, row.seq = act, seq
    BulkRow.objects.bulk_create(rows, batch_size=2000)
    record("bulk.chosen", act, by=by, area=by.scope(VERBS[BulkKind(act.kind)]).places[0], kind=act.kind, rows=len(rows))
    return act


def _require_verb(kind, by):
    if by._meta.model_name != "account" or not by.scope(VERBS[BulkKind(kind)]):
        raise NotPermitted("您没有办理这类事项的任职。")


def _unstarted(act, by, kind) -> BulkAct:
    act = BulkAct.objects.locked(act.pk)
    if act.account_id != by.pk:
        raise NotPermitted("只能由选定案件的人办理。")
    if act.is_started or act.kind != kind:
        raise WrongState("已经开始办理，不能再改。")
    return act


def _said(act: BulkAct, values: dict[str, Any], accounts: list[Account], *, by, field: str) -> BulkAct:
    if not accounts:
        raise Invalid("请至少选择一位调解员。", field=field)
    act.values = {**values, "accounts": [account.pk for account in accounts]}
    act.save(update_fields=["values"])
    share_rows(act, accounts, by=by)
    return act
