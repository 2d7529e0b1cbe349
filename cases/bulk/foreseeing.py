"""Which rows of a bulk act would be refused, as far as that shows before it begins; conflicts show when it runs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from cases.bulk.models import BulkAct, BulkKind, BulkRow
from cases.docket.permissions import MAY
from cases.docket.states import INSTEAD, Procedure, require_transition
from cases.reminding.actions import UNHELD
from cases.reminding.models import HolderReminder
from governance.errors import WrongState

VOID = "本案案号已作废，不能再办理。"
REMINDED = "您今天已经催办过本案。"


@dataclass(frozen=True)
class Foreseen:
    """A reason, and in how many of the chosen cases it stands."""

    sentence: str
    count: int


def by_reason(refused: dict[int, str]) -> list[Foreseen]:
    """What `refusals` found, the most frequent reason first."""
    return [Foreseen(sentence, count) for sentence, count in Counter(refused.values()).most_common()]


def refusals(act: BulkAct, *, by) -> dict[int, str]:
    """Rows that wait and cannot be done as things stand, by their id, each with the sentence of its refusal."""
    why = _reasons(act, by)
    rows = act.rows.waiting().select_related("case")
    found = {row.pk: why(row) for row in rows}
    return {pk: sentence for pk, sentence in found.items() if sentence}


def _reasons(act: BulkAct, by) -> Callable[[BulkRow], str]:
    if act.kind == BulkKind.REMIND:
        return _of_reminding(act, by)
    step = "T8" if act.kind == BulkKind.ASSIGN else "T11"
    allowed: dict[str, bool] = {}

    def why(row):
        case = row.case
        if case.area_id not in allowed:
            allowed[case.area_id] = by.holds_here("case.decide", case.area_id)
        if case.voided_at:
            return VOID
        return _of_step(case.procedure, step) or ("" if allowed[case.area_id] else MAY["decide"][1])

    return why


def _of_step(procedure, code) -> str:
    try:
        require_transition(procedure, code)
    except WrongState as refusal:
        return refusal.message
    return ""


def _of_reminding(act, by):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = HolderReminder.objects.filter(account=by, sent_at__gte=midnight, case__in=act.rows.values("case_id"))
    reminded = set(today.values_list("case_id", flat=True))
    scope = by.scope("case.remind")

    def why(row):
        case = row.case
        if not scope.covers(case.area_id):
            return MAY["remind"][1]
        if case.voided_at:
            return VOID
        if case.procedure in UNHELD:
            return f"“{Procedure(case.procedure).label}”的案件不需要催办。{INSTEAD[case.procedure]}"
        return REMINDED if case.pk in reminded else ""

    return why
