"""Doing a bulk act row by row: the same action as for one case, each in a transaction of its own.

A row, what it did and how far the job is commit together: a killed worker leaves no row half done or done twice.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.bulk.models import BulkAct, BulkKind, BulkRow, RowState
from cases.mediation.actions import assign_mediators, replace_mediator
from cases.reminding.actions import remind_holder
from governance.errors import RuleError, WrongState
from governance.people.models import Account

NOBODY = "选定的人员中没有本调委会的在任调解员。"


def do_bulk(act: BulkAct, progress, *, by) -> dict[str, Any]:
    """Do what is left of it. Returns what the job shows."""
    progress.expect(act.rows.count())
    waiting = list(act.rows.waiting().order_by("seq").values_list("pk", flat=True))
    progress.done = progress.total - len(waiting)
    do = _doing(act)
    for pk in waiting:
        with progress.step(position=pk):
            do_row(pk, do, by=by)
            progress.done += 1
    return {"url": act.get_absolute_url(), "figures": figures(act)}


def do_row(pk: int, do: Callable, *, by) -> None:
    """One row, unless it was done meanwhile; a refusal is its result, with the sentence.

    `do` is one action: what it wrote before it refused, it takes back itself.
    """
    rows = BulkRow.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("case", "assignment", "account").get(pk=pk)
    if row.state != RowState.WAITING:
        return
    by.forget_postings()  # a posting may have ended since the job began
    row.done_at = timezone.now()
    try:
        row.answer, row.state = do(row, by), RowState.DONE
    except RuleError as refusal:
        row.answer, row.state = refusal.message[:500], RowState.REFUSED
    row.save(update_fields=["state", "answer", "done_at"])


def figures(act: BulkAct) -> list[list]:
    states = list(act.rows.values_list("state", flat=True))
    return [[state.label, states.count(state)] for state in RowState if states.count(state)]


def _doing(act: BulkAct) -> Callable[[BulkRow, Any], str]:
    values = act.values
    if act.kind == BulkKind.REMIND:
        return lambda row, by: _remind(row, by, values["text"])
    if act.kind == BulkKind.HAND_OVER:
        return lambda row, by: _hand_over(row, by, values)
    recorder = Account.objects.filter(pk=values["recorder"]).first() if values["recorder"] else None
    return lambda row, by: _assign(row, by, values, recorder)


def _assign(row, by, values, recorder) -> str:
    said = {name: values[name] for name in ("mode", "told_by", "conflict_note")}
    host = _account(row)
    records = recorder if recorder and recorder.pk != host.pk else None
    assign_mediators(row.case, by=by, assigned_at=row.done_at, host=host, recorder=records, **said)
    return f"由{host.name}主持" + (f"，{records.name}记录" if records else "")


def _remind(row, by, text) -> str:
    made = remind_holder(row.case, by=by, text=text, now=row.done_at)
    return "已提醒" + "、".join(account.name for account in made.accounts.all())


def _hand_over(row, by, values) -> str:
    successor = _account(row)
    replace_mediator(row.assignment, by=by, successor=successor, replaced_at=row.done_at, **_facts(values))
    return f"{row.assignment.get_role_display()}由{successor.name}接任"


def _facts(values):
    return {name: values[name] for name in ("reason", "note", "conflict_note")}


def _account(row) -> Account:
    if row.account is None:
        raise WrongState(NOBODY)
    return row.account
