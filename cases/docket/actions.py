"""Every step in the life of a case goes through `take_step`: table, permission, moment, one event, one trail row."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.docket.codes import Result
from cases.docket.events.models import CaseEvent
from cases.docket.follow_ups import end_beside
from cases.docket.guards import require_free
from cases.docket.limits import follow_step
from cases.docket.models import Case
from cases.docket.permissions import MAY
from cases.docket.states import LOCKED, OPEN, Procedure, require_transition
from cases.search.actions import index_case
from governance import rules
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text

CLOCK_SKEW = timedelta(minutes=5)  # a phone's clock may run a little ahead


def locked_case(case: Case, *, version: int | None = None, archived: bool = False) -> Case:
    """The case as it is now, held until the transaction ends. Raises Stale when it changed since it was shown.

    An archived case takes no acts: WrongState, but for those that are made for it (`archived`).
    """
    case = Case.objects.select_related("committee__body").locked(case.pk)
    require_version(case, version)
    if case.procedure == Procedure.ARCHIVED and not archived:
        raise WrongState(LOCKED)
    return case


def require_may(who: str, actor, case: Case) -> None:
    """Raise NotPermitted, saying who does it, unless `actor` is one of `who` (a word of `permissions.MAY`)."""
    may, sentence = MAY[who]
    if not may(actor, case):
        raise NotPermitted(sentence)


def take_step(
    case: Case,
    code: str,
    *,
    by,
    happened_at: datetime,
    text: str = "",
    note: str = "",
    channel: str = "",
    late_reason: str = "",
    **details,
) -> CaseEvent:
    """Do step `code` of TRANSITIONS on a locked `case`: check, move, save what the caller set on it, tell, record.

    `text` is read by everyone who sees the case, `note` by those who read its file; `details` go to the trail.
    Raises WrongState with what to do instead (the table's, or a guard's), NotPermitted, and Invalid for a moment that
    cannot be (field "happened_at") or that is recorded late without a reason (field "late_reason").
    """
    require_standing(case)
    step = require_transition(case.procedure if case.event_count else "", code)
    require_may(step.who, by, case)
    require_free(case, code)
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    require_moment(case, happened_at, late_reason=late_reason)

    before, case.procedure = (case.procedure if case.event_count else ""), step.after
    follow_step(case, code, timezone.localdate(happened_at))
    event = tell(
        case,
        step.verb,
        by=by,
        happened_at=happened_at,
        step=code,
        before=before,
        text=text or step.label,
        note=note,
        channel=channel,
        late_reason=late_reason,
        **details,
    )
    if before in OPEN and not case.is_open:
        end_beside(case, by=by, at=happened_at)
    return event


def tell(
    case: Case,
    verb: str,
    *,
    by,
    happened_at: datetime,
    step="",
    before=None,
    text="",
    note="",
    channel="",
    late_reason="",
    **details,
) -> CaseEvent:
    """Save a locked `case` with one more event in its life, and the trail's row of the same act."""
    case.event_count += 1
    case.version += 1
    case.save()
    is_client = by is not None and by._meta.model_name == "apiclient"
    event = CaseEvent.objects.create(
        case=case,
        seq=case.event_count,
        step=step,
        verb=verb,
        before=case.procedure if before is None else before,
        after=case.procedure,
        happened_at=happened_at,
        recorded_at=timezone.now(),
        account=None if is_client else by,
        client=by if is_client else None,
        posting=by.posting_for("case.view", case.area_id) if by else None,
        channel=channel,
        text=text,
        note=note,
        late_reason=late_reason,
    )
    index_case(case)
    record(
        f"case.{verb}", case, by=by, happened_at=happened_at, step=step, text=text, late_reason=late_reason, **details
    )
    return event


def require_standing(case: Case) -> None:
    if case.voided_at:
        raise WrongState("本案案号已作废，不能再办理。")


def require_moment(case: Case, happened_at: datetime, *, late_reason: str = "", field: str = "happened_at") -> None:
    """What is recorded has happened, after the case came in; late recording over the rule's days needs a reason.

    `field` is what the form calls the moment.
    """
    now = timezone.now()
    if happened_at > now + CLOCK_SKEW:
        raise Invalid("发生时间不能晚于现在。", field=field)
    if happened_at < case.received_at:
        raise Invalid("发生时间不能早于收到申请的时间。", field=field)
    if case.is_under_way and case.accepted_at and happened_at < case.accepted_at:
        raise Invalid("发生时间不能早于受理时间。", field=field)
    _require_reason(case, timezone.localdate(happened_at), timezone.localdate(now), late_reason)


def require_day(case: Case, day: date, *, earliest: date | None, what: str, field: str, late_reason: str = "") -> None:
    """The same for what is known by its day alone: not before `earliest`, not after today, and not late unasked."""
    today = timezone.localdate()
    if day > today:
        raise Invalid(f"{what}不能晚于今天。", field=field)
    if earliest and day < earliest:
        raise Invalid(f"{what}不能早于 {earliest}。", field=field)
    _require_reason(case, day, today, late_reason)


def _require_reason(case, day, today, late_reason):
    late = (today - day).days
    if late <= 0 or late_reason:
        return
    days = rules.value("case.late.days", case.area_id, today)
    if late > days:
        raise Invalid(f"补录 {days} 天以前的事项，请说明原因。", field="late_reason")


@transaction.atomic
def void_number(case: Case, *, by, reason: str, version: int | None = None) -> Case:
    """Void the number of a case that was accepted in error; it is listed with its reason and never given again.

    Raises NotPermitted, WrongState without a number, Invalid without a reason (domain/mediation.md 2.9, 3.3).
    """
    case = locked_case(case, version=version)
    if not by.holds("case.number", case.area_id):
        raise NotPermitted("须由区司法局作废案号。")
    require_standing(case)
    if not case.number:
        raise WrongState("本案尚未编号，不需要作废：请不予受理或者移送。")
    reason = free_text(reason, field="reason", longest=200, required=True)

    now = timezone.now()
    case.voided_at, case.void_reason = now, reason
    case.result, case.result_on = Result.VOID, timezone.localdate(now)
    case.due_on, case.due_key = None, ""
    case.numbers.filter(voided_at__isnull=True).update(voided_at=now, void_reason=reason)
    case.limits.running().update(dropped_on=timezone.localdate(now))
    tell(case, "number_voided", by=by, happened_at=now, text=f"案号作废：{reason}", reason=reason)
    end_beside(case, by=by, at=now)
    return case
