"""Who mediates a case (人民调解法 第十九条): appointed or chosen, answering, asked to stand aside, replaced."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, require_moment, require_standing, take_step, tell
from cases.docket.assisting import assists
from cases.docket.models import Case
from cases.docket.states import INSTEAD, UNDER_WAY, require_transition
from cases.mediation.checking import check_roles, parties_of
from cases.mediation.models import (
    Assignment,
    AssignmentMode,
    MediatorAnswer,
    MediatorRole,
    ReplacementReason,
    ReplacementRequest,
)
from cases.mediation.telling.actions import give_to_all, untold_of
from cases.mediation.telling.models import Told
from cases.mediation.timing import clock
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify, withdraw
from governance.people.models import Account


@transaction.atomic
def assign_mediators(
    case: Case,
    *,
    by,
    assigned_at: datetime,
    host: Account,
    co_mediators: tuple[Account, ...] = (),
    recorder: Account | None = None,
    mode: str = AssignmentMode.APPOINTED,
    told_by: str = "",
    conflict_note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """Appoint the host and who helps, or note whom the parties chose (人民调解法 第十九条); mediation begins.

    `told_by` is how the parties are now told rights and duties (a Channel): needed unless all were told before
    (人民调解工作若干规定 第三十条). `conflict_note` says what was found out about findings that do not block.
    Raises NotPermitted, WrongState, Invalid (field "told_by", "conflict_note" or a role).
    """
    case = locked_case(case, version=version)
    require_may("decide", by, case)
    require_standing(case)
    require_transition(case.procedure, "T8")  # before anything is written: a case has one host
    if mode not in AssignmentMode.values:
        raise Invalid("请选择指派方式。", field="mode")
    roles = [(MediatorRole.HOST, host), *((MediatorRole.CO, each) for each in co_mediators)]
    if recorder:
        roles.append((MediatorRole.RECORDER, recorder))
    _require_no_one_twice(roles)
    note = free_text(conflict_note, field="conflict_note", longest=300)
    parties = parties_of(case)
    found = check_roles(case, roles, on=timezone.localdate(assigned_at), parties=parties)
    for role, account in roles:
        _require_fit(case, account, role, found[account.pk], note=note)
    Assignment.objects.bulk_create(
        Assignment(case=case, account=account, role=role, mode=mode, starts_at=assigned_at) for role, account in roles
    )
    case.host = host
    said = "、".join(f"{MediatorRole(role).label}{account.name}" for role, account in roles)
    take_step(
        case,
        "T8",
        by=by,
        happened_at=assigned_at,
        late_reason=late_reason,
        text=f"{AssignmentMode(mode).label}：{said}",
        note=note,
        host=host.pk,
    )
    notify(case, "case.assigned", [each for _, each in roles], occasion=f"assigned {case.event_count}", by=by)
    standing = [party for party in parties if party.case_id == case.pk and party.left_on is None]
    _tell_rights(case, standing, by=by, told_at=assigned_at, channel=told_by)
    return case


@transaction.atomic
def add_mediator(
    case: Case,
    *,
    by,
    account: Account,
    role: str,
    starts_at: datetime,
    conflict_note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Assignment:
    """Let one more co-mediator or recorder join a mediation that has begun."""
    case = _under_way(case, by=by, version=version)
    if role not in (MediatorRole.CO, MediatorRole.RECORDER):
        raise Invalid("主持调解员只能更换，不能增加。", field="role")
    require_moment(case, starts_at, late_reason=late_reason)
    if case.assignments.standing().filter(account=account).exists():
        raise Invalid(f"{account.name}已参加本案。", field="account")
    note = free_text(conflict_note, field="conflict_note", longest=300)
    found = check_roles(case, [(role, account)], on=timezone.localdate(starts_at))[account.pk]
    _require_fit(case, account, role, found, note=note, field="account")
    added = Assignment.objects.create(case=case, account=account, role=role, starts_at=starts_at)
    said = f"增加{added.get_role_display()}{account.name}"
    tell(case, "mediator_added", by=by, happened_at=starts_at, late_reason=late_reason, text=said, note=note)
    notify(case, "case.assigned", [account], occasion=f"assignment {added.pk}", by=by)
    return added


@transaction.atomic
def answer_assignment(assignment: Assignment, *, by, accepts: bool, reason: str = "") -> Assignment:
    """The mediator takes the case, or declines with a reason; the director then replaces (人民调解法 第十五条)."""
    case = locked_case(assignment.case)
    assignment = Assignment.objects.select_related("account").get(pk=assignment.pk)
    if by is None or by._meta.model_name != "account" or assignment.account_id != by.pk:
        raise NotPermitted("只能由被指派的调解员本人答复。")
    _require_under_way(case)
    if assignment.ended_at or assignment.answer:
        raise WrongState("这次指派已经答复或者已经结束。")
    now = timezone.now()
    reason = free_text(reason, field="reason", longest=200, required=not accepts)
    assignment.answer = MediatorAnswer.ACCEPTED if accepts else MediatorAnswer.DECLINED
    assignment.answered_at = now
    assignment.save(update_fields=["answer", "answered_at"])
    if not accepts:
        _ask(case, assignment, by=by, reason=ReplacementReason.OWN_RECUSAL, asked_at=now, note=reason)
    said = f"{assignment.account.name}{assignment.get_answer_display()}"
    tell(case, "assignment_answered", by=by, happened_at=now, text=said, note=reason)
    return assignment


@transaction.atomic
def ask_replacement(
    assignment: Assignment,
    *,
    by,
    reason: str,
    asked_at: datetime,
    party=None,
    channel: str = "",
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> ReplacementRequest:
    """Record that a party, or the mediator, wants somebody else. It asks for no proof, and the director must grant it.

    人民调解工作若干规定 第二十五条, 人民调解法 第二十三条. Due on the next working day (domain/mediation.md 2.3 T11).
    """
    case = locked_case(assignment.case, version=version)
    require_may("register", by, case)
    _require_under_way(case)
    require_moment(case, asked_at, late_reason=late_reason)
    assignment = Assignment.objects.select_related("account").get(pk=assignment.pk)
    if assignment.ended_at:
        raise WrongState(f"{assignment.account.name}已不再承办本案。")
    if reason not in ReplacementReason.values:
        raise Invalid("请选择原因。", field="reason")
    if reason == ReplacementReason.PARTY_REQUEST:
        party = case.parties.standing().filter(pk=party.pk).first() if party else None
        if party is None:
            raise Invalid("请选择是哪一方当事人要求更换。", field="party")
    request = _ask(
        case,
        assignment,
        by=by,
        reason=reason,
        asked_at=asked_at,
        party=party if reason == ReplacementReason.PARTY_REQUEST else None,
        channel=channel,
        note=free_text(note, field="note", longest=200),
    )
    who = f"{request.party.get_side_display()}{request.party.name}" if request.party else "调委会"
    said = f"{who}要求更换{assignment.get_role_display()}{assignment.account.name}"
    facts = {"channel": channel, "late_reason": late_reason, "text": said, "note": request.note}
    tell(case, "replacement_asked", by=by, happened_at=asked_at, reason=reason, **facts)
    return request


@transaction.atomic
def replace_mediator(
    assignment: Assignment,
    *,
    by,
    successor: Account,
    replaced_at: datetime,
    reason: str = "",
    party=None,
    note: str = "",
    conflict_note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Assignment:
    """Put `successor` in the place of a mediator, who stays visible and is never host of this case again (T11).

    Grants every open request about the one replaced; without one, `reason` (and for a party's wish `party`) says why.
    """
    case = locked_case(assignment.case, version=version)
    require_may("decide", by, case)
    assignment = Assignment.objects.select_related("account").get(pk=assignment.pk)
    if assignment.ended_at:
        raise WrongState(f"{assignment.account.name}已不再承办本案。")
    if successor.pk == assignment.account_id:
        raise Invalid("请选择另一位调解员。", field="successor")
    open_request = ReplacementRequest.objects.filter(assignment=assignment, granted_at__isnull=True).first()
    reason = reason or (open_request.reason if open_request else "")
    if reason not in ReplacementReason.values:
        raise Invalid("请选择更换原因。", field="reason")
    if reason == ReplacementReason.PARTY_REQUEST and not open_request:
        open_request = ask_replacement(assignment, by=by, reason=reason, asked_at=replaced_at, party=party)
        case = locked_case(case)
    checked = free_text(conflict_note, field="conflict_note", longest=300)
    on = timezone.localdate(replaced_at)
    found = check_roles(case, [(assignment.role, successor)], on=on)[successor.pk]
    _require_fit(case, successor, assignment.role, found, note=checked, field="successor")

    _end(assignment, at=replaced_at, reason=reason, note=note)
    case.assignments.standing().filter(account=successor).update(
        ended_at=replaced_at, end_reason=ReplacementReason.OTHER, end_note=f"改任{assignment.get_role_display()}"
    )
    new = Assignment.objects.create(
        case=case, account=successor, role=assignment.role, mode=assignment.mode, starts_at=replaced_at
    )
    assignment.requests.filter(granted_at__isnull=True).update(granted_at=replaced_at)
    if not ReplacementRequest.objects.waiting().filter(case=case).exists():
        clock.replaced(case, on)
    if assignment.role == MediatorRole.HOST:
        case.host = successor
    said = f"{assignment.get_role_display()}由{assignment.account.name}更换为{successor.name}"
    take_step(
        case,
        "T11",
        by=by,
        happened_at=replaced_at,
        late_reason=late_reason,
        text=f"{said}（{assignment.get_end_reason_display()}）",
        note="；".join(each for each in (assignment.end_note, checked) if each),
        replaced=assignment.account_id,
        successor=successor.pk,
        reason=reason,
    )
    withdraw(case, recipients=[assignment.account])
    notify(case, "case.assigned", [successor], occasion=f"assignment {new.pk}", by=by)
    return new


def _under_way(case, *, by, version):
    case = locked_case(case, version=version)
    require_may("decide", by, case)
    _require_under_way(case)
    return case


def _require_under_way(case):
    require_standing(case)
    if case.procedure not in UNDER_WAY:
        raise WrongState(f"“{case.get_procedure_display()}”状态下不能办理。{INSTEAD[case.procedure]}")


def _ask(case, assignment, *, by, reason, asked_at, party=None, channel="", note=""):
    return ReplacementRequest.objects.create(
        case=case,
        assignment=assignment,
        reason=reason,
        party=party,
        channel=channel,
        note=note,
        asked_at=asked_at,
        due_on=clock.replacement_due(case, timezone.localdate(asked_at)),
        account=by,
    )


def _end(assignment, *, at, reason, note):
    assignment.ended_at, assignment.end_reason = at, reason
    assignment.end_note = free_text(note, field="note", longest=200)
    assignment.save(update_fields=["ended_at", "end_reason", "end_note"])


def _require_no_one_twice(roles):
    seen: set[int] = set()
    for role, account in roles:
        if account.pk in seen:
            raise Invalid(f"{account.name}只能担任一种身份。", field=str(role))
        seen.add(account.pk)


def _require_fit(case, account, role, found, *, note, field=""):
    """In office here (to help, also at a committee that assists), and without a conflict that blocks among `found`;
    what does not block was looked into."""
    field = field or {"co": "co_mediators"}.get(str(role), str(role))
    verb = "case.register" if role == MediatorRole.RECORDER else "case.mediate"
    is_here = account.holds_here(verb, case.area_id) or (role != MediatorRole.HOST and assists(account, case))
    if not account.is_active or not is_here:
        raise Invalid(f"{account.name}不是{case.committee}的在任人员，不能指派。", field=field)
    blocking = [conflict.sentence for conflict in found if conflict.is_blocking]
    if blocking:
        raise Invalid("".join(blocking), field=field)
    if found and not note:
        said = "".join(conflict.sentence for conflict in found)
        raise Invalid(f"{said}核实后请写明情况，再提交。", field="conflict_note")


def _tell_rights(case, parties, *, by, told_at, channel):
    if not channel and untold_of(case, Told.RIGHTS).exists():
        names = "、".join(party.name for party in untold_of(case, Told.RIGHTS))
        raise Invalid(f"尚未向{names}告知权利义务，请选择告知方式。", field="told_by")
    if channel:
        give_to_all(case, Told.RIGHTS, by=by, told_at=told_at, channel=channel, parties=parties)
