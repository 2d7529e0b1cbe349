"""Asking the court to confirm, and recording what it answered (人民调解法 第三十三条)."""

import re
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.confirmation.checks import CODES, unticked
from cases.confirmation.courts import GROUNDS
from cases.confirmation.files import store_court_paper
from cases.confirmation.models import OTHER, ConfirmationApplication, Outcome
from cases.docket import limits
from cases.docket.actions import locked_case, require_day, tell
from cases.docket.models import Case, TimeLimit
from cases.docket.states import Confirmation
from cases.parties.models import Party
from cases.performance.following import set_archiving
from cases.performance.holding import followed_case
from cases.performance.track import agreement_of, set_performance
from governance.errors import Invalid, WrongState, require_version
from governance.identifiers.typed import free_text

KEY = "jc_apply"
DOCKET = re.compile(r"（\d{4}）\S{2,}\d*号")
MAY_APPLY = (Confirmation.ELIGIBLE, Confirmation.WITHDRAWN, Confirmation.NOT_ACCEPTED)
WHY_NOT = {
    Confirmation.NA: "本案没有可以申请司法确认的书面协议。",
    Confirmation.APPLIED: "已经申请司法确认：请登记法院的受理和裁定。",
    Confirmation.COURT_ACCEPTED: "法院已受理司法确认申请：请登记裁定。",
    Confirmation.CONFIRMED: "协议已经法院裁定确认有效，不需要再次申请。",
    Confirmation.DISMISSED: "法院已裁定驳回申请：可以变更协议或者重新达成协议，也可以向人民法院起诉。",
    Confirmation.EXPIRED: "申请司法确认的期限已过：各方可以变更协议，自新协议生效起重新计算；也可以就协议的履行起诉。",
}


@transaction.atomic
def apply_confirmation(
    case: Case,
    *,
    by,
    court: str,
    ground: str,
    applied_on: date,
    joined: tuple[Party, ...],
    checked: tuple[str, ...] = (),
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationApplication:
    """Record that all parties together asked a court to confirm, in the thirty days (民事诉讼法 第二百零五条).

    `joined` are the parties that apply, in person or by an agent: one side alone cannot. Raises WrongState for an oral
    agreement, after the window, or in any state that allows no application; Invalid (field).
    """
    case = followed_case(case, by=by, who="perform", version=version)
    agreement = confirmable(case)
    limit = window_of(case)
    if limit and applied_on > limit.due_on:
        raise Invalid(f"申请司法确认的期限已于 {limit.due_on} 届满。", field="applied_on")
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    _require_day(case, applied_on, agreement.effective_on, "applied_on", "申请日期", late_reason)
    standing = list(case.parties.standing().order_by("side", "seq"))
    missing = [party.name for party in standing if party.pk not in {one.pk for one in joined}]
    if missing:
        raise Invalid(
            f"须由各方当事人共同申请，还缺：{'、'.join(missing)}（《人民调解法》第三十三条）。", field="joined"
        )
    if set(checked) - set(CODES):
        raise Invalid("核对清单中有不认识的项目。", field="checked")
    if ground not in GROUNDS and ground != OTHER:
        raise Invalid("请选择管辖依据。", field="court")
    made = ConfirmationApplication.objects.create(
        case=case,
        agreement=agreement,
        court=free_text(court, field="court", longest=60, required=True),
        ground=ground,
        applicants="、".join(party.name for party in standing)[:500],
        applied_on=applied_on,
        checked=[code for code in CODES if code in checked],
        account=by,
    )
    if limit:
        TimeLimit.objects.filter(pk=limit.pk).update(met_on=applied_on)
    case.confirmation = Confirmation.APPLIED
    set_archiving(case, applied_on)
    said = f"各方共同向{made.court}申请司法确认（{applied_on}）"
    left = "、".join(item.text for item in unticked(checked))
    tell(
        case,
        "confirmation_applied",
        by=by,
        happened_at=timezone.now(),
        late_reason=late_reason,
        text=said,
        note=f"未核对：{left}" if left else "",
        application=made.pk,
    )
    return made


@transaction.atomic
def record_acceptance(
    application: ConfirmationApplication,
    *,
    by,
    accepted_on: date,
    docket: str,
    uploads: tuple = (),
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationApplication:
    """The court took the application in, under its own number."""
    application, case = _going_on(application, by=by, version=version)
    if application.accepted_on:
        raise WrongState("法院的受理已经登记。")
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    _require_day(case, accepted_on, application.applied_on, "accepted_on", "受理日期", late_reason)
    application.accepted_on, application.docket = accepted_on, _docket(docket)
    application.version += 1
    application.save()
    store_court_paper(uploads, application, by=by)
    case.confirmation = Confirmation.COURT_ACCEPTED
    said = f"{application.court}受理司法确认，{application.docket}（{accepted_on}）"
    tell(
        case,
        "confirmation_accepted",
        by=by,
        happened_at=timezone.now(),
        late_reason=late_reason,
        text=said,
        application=application.pk,
    )
    return application


@transaction.atomic
def record_outcome(
    application: ConfirmationApplication,
    *,
    by,
    outcome: str,
    decided_on: date,
    docket: str = "",
    reason: str = "",
    uploads: tuple = (),
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationApplication:
    """Record the ruling, a refusal to take the application in, or its withdrawal before the ruling (第五条).

    What was withdrawn or not taken in may be asked anew while the window is open.
    """
    application, case = _going_on(application, by=by, version=version)
    if outcome not in Outcome.values:
        raise Invalid("请选择结果。", field="outcome")
    if outcome == Outcome.NOT_ACCEPTED and application.accepted_on:
        raise Invalid("法院已经受理：不确认的，请选“裁定驳回申请”。", field="outcome")
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    earliest = application.accepted_on or application.applied_on
    _require_day(case, decided_on, earliest, "decided_on", "日期", late_reason)
    if docket:
        application.docket = _docket(docket)
    is_ruling = outcome in (Outcome.CONFIRMED, Outcome.DISMISSED)
    if is_ruling and not application.docket:
        raise Invalid("请填写裁定书案号。", field="docket")
    needs_reason = outcome in (Outcome.DISMISSED, Outcome.NOT_ACCEPTED)
    application.reason = free_text(reason, field="reason", longest=500, required=needs_reason)
    application.outcome, application.decided_on = outcome, decided_on
    application.version += 1
    application.save()
    store_court_paper(uploads, application, by=by)
    case.confirmation = Confirmation(outcome)
    if outcome == Outcome.CONFIRMED:
        set_performance(case, on=timezone.localdate())  # what is overdue may be enforced from now on
    if outcome in (Outcome.WITHDRAWN, Outcome.NOT_ACCEPTED):
        _reopen_window(case, timezone.localdate())
    set_archiving(case, decided_on)
    said = f"司法确认：{application.get_outcome_display()}（{decided_on}）"
    tell(
        case,
        "confirmation_decided",
        by=by,
        happened_at=timezone.now(),
        late_reason=late_reason,
        text=said,
        note=application.reason,
        application=application.pk,
        outcome=outcome,
    )
    return application


@transaction.atomic
def note_expired(case: Case, *, on: date) -> Case:
    """The portal notes that the window closed without an application, also of a case archived before that day."""
    case = locked_case(case, archived=True)
    over = limits.running(case).filter(key=KEY, due_on__lt=on)
    if not over.update(dropped_on=on):
        return case
    if case.confirmation in MAY_APPLY:
        case.confirmation = Confirmation.EXPIRED
        set_archiving(case, on)
        tell(case, "confirmation_expired", by=None, happened_at=timezone.now(), text="申请司法确认的期限届满，未申请")
    return case


def confirmable(case: Case) -> Agreement:
    """The agreement that the court may be asked about. Raises WrongState with what to do instead."""
    agreement = agreement_of(case)
    if agreement and not agreement.is_written:
        raise WrongState("口头协议不能直接申请司法确认：请先转为书面协议（变更协议），再共同申请。")
    if agreement is None or case.confirmation not in MAY_APPLY:
        raise WrongState(WHY_NOT.get(Confirmation(case.confirmation), WHY_NOT[Confirmation.NA]))
    if case.agreements.open().exists():
        raise WrongState("正在变更协议：请待新协议生效后再申请司法确认。")
    return agreement


def window_of(case: Case) -> TimeLimit | None:
    """The newest window, met or running: what was withdrawn may be asked again in it."""
    return case.limits.filter(key=KEY, dropped_on__isnull=True).order_by("-id").first()


def _reopen_window(case, today):
    limit = window_of(case)
    if limit and limit.due_on >= today:
        TimeLimit.objects.filter(pk=limit.pk).update(met_on=None)


def _going_on(application, *, by, version):
    case = followed_case(application.case, by=by, who="perform")
    application = ConfirmationApplication.objects.locked(application.pk)
    require_version(application, version)
    if application.outcome:
        raise WrongState(f"这次申请已有结果：{application.get_outcome_display()}。")
    return application, case


def _require_day(case, day, earliest, field, what, late_reason):
    require_day(case, day, earliest=earliest, field=field, what=what, late_reason=late_reason)


def _docket(text):
    docket = free_text(text, field="docket", longest=60, required=True).replace("(", "（").replace(")", "）")
    if not DOCKET.fullmatch(docket):
        raise Invalid("案号应为“（2026）沪0114民特123号”的样式。", field="docket")
    return docket
