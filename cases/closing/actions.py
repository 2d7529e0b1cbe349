"""A case is closed by a report that the director approves; a closed one may be taken up again (T20, T23)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.closing.models import ClosingReport, OpenRoute, ReopenGround, Reopening, ReportState
from cases.closing.reopening import grounds_of
from cases.closing.routes import NO_WAY, is_open_ended, routes_of
from cases.confirmation.actions import MAY_APPLY
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, take_step, tell
from cases.docket.codes import Channel, Result
from cases.docket.guards import require_free
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import Archive, Confirmation, require_transition
from cases.parties.models import Party
from cases.performance.following import set_archiving
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


@transaction.atomic
def propose_closing(
    case: Case,
    *,
    by,
    proposed_at: datetime,
    brief: str,
    opinion: str,
    open_route: str = "",
    open_note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> ClosingReport:
    """Put the closing report to the director (结案报告, F17).

    An agreement not performed in full needs `open_route`, the way that is left, as its tracks bear it out. Raises
    NotPermitted, WrongState when a report waits already or a guard holds the case open, Invalid (field).
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_transition(case.procedure, "T20")
    require_may("conduct", by, case)
    require_free(case, "T20")
    if case.result_on and timezone.localdate(proposed_at) < case.result_on:
        raise Invalid("结案报告不能早于案件结果。", field="proposed_at")
    require_moment(case, proposed_at, late_reason=late_reason)
    if case.closing_reports.proposed().exists():
        raise WrongState("本案已有一份结案报告待主任审批。")
    _require_route(case, open_route)
    report = ClosingReport.objects.create(
        case=case,
        brief=free_text(brief, field="brief", longest=2000, required=True),
        opinion=free_text(opinion, field="opinion", longest=500, required=True),
        open_route=open_route,
        open_note=free_text(open_note, field="open_note", longest=300),
        proposed_by=by,
        proposed_at=proposed_at,
    )
    tell(
        case,
        "closing_proposed",
        by=by,
        happened_at=proposed_at,
        late_reason=late_reason,
        text="提出结案报告",
        note=report.opinion,
        report=report.pk,
    )
    return report


@transaction.atomic
def approve_closing(
    report: ClosingReport,
    *,
    by,
    approved_at: datetime,
    decision: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """The director approves: the case is closed, and its volume is due (T20)."""
    case, report = _locked(report, version)
    require_transition(case.procedure, "T20")
    if is_open_ended(case) and report.open_route not in routes_of(case):
        raise WrongState("协议尚未履行完毕，结案报告所写的后续途径与目前的履行情况不符：请退回补充。")
    if approved_at < report.proposed_at:
        raise Invalid("审批时间不能早于报告时间。", field="approved_at")
    report.decision = free_text(decision, field="decision", longest=300)
    _decide(report, ReportState.APPROVED, by=by, at=approved_at)
    case.closed_on, case.archive = timezone.localdate(approved_at), Archive.COLLECTING
    take_step(
        case,
        "T20",
        by=by,
        happened_at=approved_at,
        late_reason=late_reason,
        text="批准结案",
        note=report.decision,
        report=report.pk,
        open_route=report.open_route,
    )
    set_archiving(case, case.closed_on)
    case.save(update_fields=["due_on", "due_key"])
    return case


@transaction.atomic
def return_closing(report: ClosingReport, *, by, decision: str, version: int | None = None) -> Case:
    """The director sends the report back, saying what is missing."""
    case, report = _locked(report, version)
    require_may("decide", by, case)
    now = timezone.now()
    report.decision = free_text(decision, field="decision", longest=300, required=True)
    _decide(report, ReportState.RETURNED, by=by, at=now)
    tell(case, "closing_returned", by=by, happened_at=now, text="退回结案报告", note=report.decision, report=report.pk)
    return case


@transaction.atomic
def reopen_case(
    case: Case,
    *,
    by,
    reopened_at: datetime,
    ground: str,
    reason: str,
    consented: tuple[Party, ...],
    channel: str,
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """Take a closed case up again (T23): not archived, the agreement not performed or unfit, every party willing.

    人民调解工作若干规定 第三十八条. Its result is open again and its time to mediate begins anew.
    """
    case = locked_case(case, version=version)
    require_transition(case.procedure, "T23")
    require_may("decide", by, case)
    if case.result != Result.SUCCESS:
        raise WrongState("本案没有达成协议：当事人再次申请的，请重新登记并关联本案。")
    if ground not in ReopenGround.values:
        raise Invalid("请选择恢复调解的原因。", field="ground")
    if ground not in grounds_of(case):
        raise Invalid("协议已经履行完毕，不能以“协议未履行”恢复调解。", field="ground")
    if channel not in Channel.values:
        raise Invalid("请选择当事人表示的方式。", field="channel")
    agreeing = {party.pk for party in consented}
    standing = list(case.parties.standing())
    if missing := [party.name for party in standing if party.pk not in agreeing]:
        raise Invalid(f"尚未取得{'、'.join(missing)}的同意，不能恢复调解。", field="consented")
    report = case.closing_reports.approved().get()
    reopened_at = right_after(reopened_at, report.decided_at)
    if report.decided_at and reopened_at < report.decided_at:
        raise Invalid("恢复调解的时间不能早于批准结案的时间。", field="reopened_at")
    Reopening.objects.create(
        case=case,
        report=report,
        ground=ground,
        reason=free_text(reason, field="reason", longest=500, required=True),
        consented=[party.name for party in standing],
        channel=channel,
        reopened_at=reopened_at,
        account=by,
    )
    report.state = ReportState.REOPENED
    report.save(update_fields=["state"])
    if case.confirmation in MAY_APPLY:
        case.confirmation = Confirmation.NA
    case.result, case.result_on, case.closed_on, case.agreed_amount = "", None, None, None
    case.archive = Archive.NONE
    label = ReopenGround(ground).label
    take_step(
        case,
        "T23",
        by=by,
        happened_at=reopened_at,
        late_reason=late_reason,
        text=f"恢复调解：{label}，各方同意",
        note=reason.strip(),
        ground=ground,
    )
    return case


def _require_route(case, route):
    if route and route not in OpenRoute.values:
        raise Invalid("请选择后续途径。", field="open_route")
    if is_open_ended(case) and not route:
        shown = case.get_performance_display()
        raise Invalid(f"协议目前“{shown}”：提前结案的，请选择后续途径。", field="open_route")
    if is_open_ended(case) and route not in (open_ones := routes_of(case)):
        offered = "、".join(f"“{one.label}”" for one in open_ones)
        raise Invalid(f"与目前的情况不符，可以选择：{offered}。" if offered else NO_WAY, field="open_route")
    if route and not is_open_ended(case):
        raise Invalid("协议没有未履行的部分，这一栏不用选择。", field="open_route")


def _locked(report, version):
    case = locked_case(report.case, version=version)
    require_standing(case)
    report = ClosingReport.objects.locked(report.pk)
    if report.state != ReportState.PROPOSED:
        raise WrongState("这份结案报告已经审批。")
    return case, report


def _decide(report, state, *, by, at):
    report.state, report.decided_by, report.decided_at = state, by, at
    report.save(update_fields=["state", "decided_by", "decided_at", "decision"])
