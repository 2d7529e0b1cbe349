"""Asking the court to confirm, and recording what it answered (人民调解法 第三十三条)."""

import re
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.confirmation.checks import CODES, unticked
from cases.confirmation.courts import GROUNDS
from cases.confirmation.files import store_court_paper
from cases.confirmation.models import (
    NOT_CONFIRMED,
    NOT_TAKEN_IN,
    OTHER,
    ConfirmationApplicant,
    ConfirmationApplication,
    ConfirmationObjection,
    Manner,
    ObjectionResult,
    Outcome,
    WhyNot,
)
from cases.docket import limits
from cases.docket.actions import locked_case, require_day, tell
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.states import Confirmation
from cases.parties.models import Party, Representation, RepresentationKind
from cases.parties.unidentified import unidentified
from cases.performance.following import set_archiving
from cases.performance.holding import followed_case
from cases.performance.track import agreement_of, set_performance
from governance.calendars.basis import Basis
from governance.errors import Invalid, WrongState, require_version
from governance.identifiers.typed import free_text

KEY = "jc_apply"
OBJECTION, OBJECTION_OF_OTHERS = "jc_object", "jc_object_others"
APPLY_FOR = (RepresentationKind.AGENT, RepresentationKind.GUARDIAN)
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
    agents: tuple[Representation, ...] = (),
    manner: str = Manner.WRITTEN,
    checked: tuple[str, ...] = (),
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationApplication:
    """Record that all parties together asked a court to confirm, in the thirty days (民事诉讼法 第二百零五条).

    `joined` are the parties that apply, all of them and with a known number: one side alone cannot. Those of `agents`
    apply for their party, an agent by a power of attorney that says so; the others in person. Raises WrongState for an
    oral agreement, after the window, or in any state that allows no application; Invalid (field).
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
    if nameless := [party.name for party in unidentified(case)]:
        raise Invalid(f"申请司法确认须有当事人的证件号码，还缺：{'、'.join(nameless)}。请先补登。", field="joined")
    if manner not in Manner.values:
        raise Invalid("请选择书面申请或者口头申请。", field="manner")
    speakers = _speakers(case, agents, applied_on)
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
        manner=manner,
        checked=[code for code in CODES if code in checked],
        account=by,
    )
    ConfirmationApplicant.objects.bulk_create(
        ConfirmationApplicant(application=made, party=party, agent=speakers.get(party.pk)) for party in standing
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
    why_not: str = "",
    reason: str = "",
    uploads: tuple = (),
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationApplication:
    """Record the ruling, a refusal to take the application in, or its withdrawal before the ruling (第五条).

    `why_not` is which of the cases of the law the court found (WhyNot), `reason` its words. What was withdrawn or not
    taken in may be asked anew while the window is open.
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
    application.why_not = _why_not(outcome, why_not)
    application.reason = free_text(reason, field="reason", longest=500, required=why_not == WhyNot.OTHER)
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
        note="：".join(filter(None, (application.get_why_not_display(), application.reason))),
        application=application.pk,
        outcome=outcome,
    )
    return application


@transaction.atomic
def record_objection(
    application: ConfirmationApplication,
    *,
    by,
    known_on: date,
    filed_on: date,
    grounds: str,
    party: Party | None = None,
    objector: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationObjection:
    """Record that a party, or a third person (`objector`), objects to the ruling that confirms (民诉法解释).

    A party has 15 days from receipt, a third person six months from knowing; late or not, the court decides. Raises
    NotPermitted, WrongState without such a ruling or while another objection runs, Invalid (field).
    """
    case = followed_case(application.case, by=by, who="perform")
    application = ConfirmationApplication.objects.locked(application.pk)
    require_version(application, version)
    if application.outcome != Outcome.CONFIRMED:
        raise WrongState("只能对确认调解协议有效的裁定提出异议。")
    if application.objections.filter(result="").exists():
        raise WrongState("已有一件异议正在审查：请先登记法院的裁定。")
    if party is not None:
        party = case.parties.filter(pk=party.pk).first()
        if party is None:
            raise Invalid("请选择本案的当事人。", field="party")
    name = party.name if party else free_text(objector, field="objector", longest=100, required=True)
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    _require_day(case, known_on, application.decided_on, "known_on", "收到裁定或知道的日期", late_reason)
    _require_day(case, filed_on, known_on, "filed_on", "提出异议的日期", late_reason)
    key = OBJECTION if party else OBJECTION_OF_OTHERS
    made = ConfirmationObjection.objects.create(
        application=application,
        party=party,
        objector=name,
        known_on=known_on,
        due_on=Basis.held().due(key, case.area_id, known_on).due_on,
        filed_on=filed_on,
        grounds=free_text(grounds, field="grounds", longest=500, required=True),
        account=by,
    )
    said = f"{name}对司法确认裁定提出异议（{filed_on}）"
    told = {"late_reason": late_reason, "text": said, "note": made.grounds}
    tell(case, "confirmation_objected", by=by, happened_at=timezone.now(), **told)
    return made


@transaction.atomic
def decide_objection(
    objection: ConfirmationObjection,
    *,
    by,
    result: str,
    decided_on: date,
    docket: str = "",
    uploads: tuple = (),
    late_reason: str = "",
    version: int | None = None,
) -> ConfirmationObjection:
    """Record what the court ruled on an objection. One that is upheld takes the confirmation away.

    Raises NotPermitted, WrongState once it was decided, Invalid (field).
    """
    case = followed_case(objection.application.case, by=by, who="perform")
    objection = ConfirmationObjection.objects.locked(objection.pk)
    require_version(objection, version)
    if objection.result:
        raise WrongState("这件异议已有裁定。")
    if result not in ObjectionResult.values:
        raise Invalid("请选择结果。", field="result")
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    _require_day(case, decided_on, objection.filed_on, "decided_on", "裁定日期", late_reason)
    objection.result, objection.decided_on = result, decided_on
    objection.docket = _docket(docket) if docket else ""
    objection.version += 1
    objection.save()
    store_court_paper(uploads, objection.application, by=by)
    if result == ObjectionResult.UPHELD:
        case.confirmation = Confirmation.DISMISSED
    said = f"对司法确认裁定的异议：{objection.get_result_display()}（{decided_on}）"
    told = {"late_reason": late_reason, "text": said, "result": result}
    tell(case, "confirmation_objection_decided", by=by, happened_at=timezone.now(), **told)
    return objection


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


def _speakers(case: Case, agents, on: date) -> dict[int, Representation]:
    """Who applies for which party. Raises Invalid (field "agents") for one whose authority does not reach so far."""
    standing = Representation.objects.standing().filter(party__case=case, party__left_on__isnull=True)
    known = {one.pk: one for one in standing.filter(kind__in=APPLY_FOR).select_related("party")}
    found: dict[int, Representation] = {}
    for agent in agents:
        one = known.get(agent.pk)
        if one is None:
            raise Invalid("请选择本案当事人现在的代理人或者监护人。", field="agents")
        if one.party_id in found:
            raise Invalid(f"{one.party.name}只能由一人代为申请。", field="agents")
        if one.kind == RepresentationKind.AGENT and "司法确认" not in one.matters:
            raise Invalid(
                f"{one.name}的授权委托书没有写明代为申请司法确认：请先由{one.party.name}另行授权，再更新委托事项。",
                field="agents",
            )
        if one.until_on and one.until_on < on:
            raise Invalid(f"{one.name}的委托期限已于 {one.until_on} 届满。", field="agents")
        found[one.party_id] = one
    for party in case.parties.standing().filter(person__isnull=False).select_related("person"):
        if party.pk not in found and party.needs_guardian_on(on):
            raise Invalid(f"{party.name}须由监护人代为申请，请选择监护人。", field="agents")
    return found


def _why_not(outcome: str, code: str) -> str:
    asked = {Outcome.NOT_ACCEPTED: NOT_TAKEN_IN, Outcome.DISMISSED: NOT_CONFIRMED}.get(Outcome(outcome), ())
    if asked and code not in asked:
        raise Invalid("请选择法院认定的情形。", field="why_not")
    return code if asked else ""


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
