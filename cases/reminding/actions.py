"""Asking whoever holds a case to move on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, require_standing, tell
from cases.docket.models import Case
from cases.docket.states import INSTEAD, LEFT_ALONE, Procedure
from cases.reminding.holders import holders_of
from cases.reminding.models import HolderReminder
from governance.errors import WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify

LONGEST = 300  # characters of what is said
UNHELD = (Procedure.CLUE, *LEFT_ALONE)


@transaction.atomic
def remind_holder(
    case: Case, *, by, text: str, now: datetime | None = None, version: int | None = None
) -> HolderReminder:
    """Tell the host of a case, or before there is one its director, to move on; `text` says what is asked.

    Raises NotPermitted, WrongState (nobody works on it any more, nobody to tell, reminded by `by` today already,
    held by `by` alone), Invalid (field "text").
    """
    case = locked_case(case, version=version, archived=True)
    require_may("remind", by, case)
    require_standing(case)
    text = free_text(text, field="text", longest=LONGEST, required=True)
    now = now or timezone.now()
    refusal = refusal_of(case, by=by, now=now)
    if refusal:
        raise WrongState(refusal)
    holders = [account for account in holders_of(case) if account.pk != by.pk]
    made = HolderReminder.objects.create(case=case, account=by, text=text)
    made.accounts.set(holders)
    said = "、".join(account.name for account in holders)
    tell(case, "reminded", by=by, happened_at=now, text=f"催办：{said}", note=text)
    notify(made, "case.reminded", holders, occasion="sent", by=by)
    return made


def refusal_of(case: Case, *, by, now: datetime) -> str:
    """Why the holder of this case cannot be reminded now; "" when they can."""
    if case.procedure in UNHELD:
        return f"“{case.get_procedure_display()}”的案件不需要催办。{INSTEAD[case.procedure]}"
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if HolderReminder.objects.filter(case=case, account=by, sent_at__gte=midnight).exists():
        return "您今天已经催办过本案。"
    holders = holders_of(case)
    if not holders:
        return "本案没有在任的承办人，调委会也没有在任的主任：请先补上任职。"
    if all(account.pk == by.pk for account in holders):
        return "本案由您本人承办，不用催办。"
    return ""
