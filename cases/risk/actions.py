"""Danger assessed, told to those who must know, and fallen again only for a reason (人民调解法 第二十五条)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.docket import limits
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, tell
from cases.docket.codes import Channel
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import Procedure
from cases.performance.following import set_archiving
from cases.risk.codes import Forecast, ReportOrgan, RiskLevel, Sign, level_of
from cases.risk.models import Prevention, RiskAssessment, RiskReport
from cases.risk.permissions import can_assess, can_lower, can_report
from cases.risk.recipients import overseers_of
from cases.risk.rules import review_key
from cases.risk.within import MEETS, met_by
from cases.visits.due import begin_for_risk
from governance import rules
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify

TOLD_AT = {RiskLevel.ORANGE: "risk.orange", RiskLevel.RED: "risk.red"}
MOST_PEOPLE = 100_000


@transaction.atomic
def assess_risk(
    case: Case,
    *,
    by,
    assessed_at: datetime,
    level: int,
    signs: tuple[str, ...] = (),
    narrative: str = "",
    measures: str = "",
    forecast: str = Forecast.NONE,
    next_review_on: date | None = None,
    reason: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> RiskAssessment:
    """Say how dangerous a case is now. The level rises at once; it falls only with a `reason`, by the director or the
    justice office. From orange on director and street are told; red starts the day within which the police are told.

    Without `next_review_on` the rule's last day holds. Raises NotPermitted, WrongState, Invalid (field).
    """
    case = locked_case(case, version=version)
    _require_assessable(case, by)
    require_moment(case, assessed_at, late_reason=late_reason)
    earlier = case.risk_assessments.current().first()
    if earlier:
        assessed_at = right_after(assessed_at, earlier.assessed_at)
        if assessed_at < earlier.assessed_at:
            raise Invalid("评估时间不能早于上一次评估。", field="assessed_at")
    level, signs = _level(level), _signs(signs)
    if forecast not in Forecast.values:
        raise Invalid("请选择案件预测。", field="forecast")
    if level < case.risk_level and not can_lower(by, case):
        raise NotPermitted("降低风险等级须由本调委会主任或者司法所办理。")
    reason = free_text(reason, field="reason", longest=500)
    _require_reason(case, level, signs, reason)
    is_at_risk = level > RiskLevel.NONE
    assessment = RiskAssessment(
        case=case,
        assessed_at=assessed_at,
        before=case.risk_level,
        level=level,
        signs=signs,
        forecast=forecast,
        narrative=free_text(narrative, field="narrative", longest=2000, required=is_at_risk),
        measures=free_text(measures, field="measures", longest=2000, required=is_at_risk),
        reason=reason,
        next_review_on=_review_on(case, level, timezone.localdate(assessed_at), next_review_on),
        account=by,
    )
    case.risk_assessments.current().update(is_current=False)
    assessment.save()
    case.risk_level = level
    on = timezone.localdate(assessed_at)
    if level == RiskLevel.RED and assessment.before != RiskLevel.RED:
        begin_reports(case, on)
    if level > assessment.before:
        begin_for_risk(case, level, on)
        set_archiving(case, on)
    was, now = RiskLevel(assessment.before).label, RiskLevel(level).label
    tell(
        case,
        "risk_assessed",
        by=by,
        happened_at=assessed_at,
        late_reason=late_reason,
        text=f"风险评估：{now}" + (f"（此前{was}）" if was != now else "（复评）"),
        note="；".join(filter(None, (assessment.narrative, assessment.measures, reason)))[:4000],
        level=level,
        assessment=assessment.pk,
    )
    if level in TOLD_AT and level > assessment.before:
        notify(case, TOLD_AT[RiskLevel(level)], overseers_of(case), occasion=f"risk {assessment.pk}", by=by)
    return assessment


@transaction.atomic
def report_risk(
    case: Case,
    *,
    by,
    reported_at: datetime,
    organ: str,
    organ_name: str,
    person: str,
    channel: str,
    text: str,
    late_reason: str = "",
    version: int | None = None,
) -> RiskReport:
    """Record that the police, or another organ, were told of the danger: who, when, how, what.

    A report to the police, or to the street's centre, meets its time limit. Raises WrongState before any assessment,
    Invalid (field).
    """
    case = locked_case(case, version=version)
    _require_open(case)
    if not can_report(by, case):
        raise NotPermitted("须由本调委会的登记人、调解员、主任或者司法所登记。")
    require_moment(case, reported_at, late_reason=late_reason)
    assessment = case.risk_assessments.current().first()
    if assessment is None or assessment.level == RiskLevel.NONE:
        raise WrongState("本案没有评估为有风险：请先登记风险评估，再登记报告。")
    if organ not in ReportOrgan.values:
        raise Invalid("请选择部门类型。", field="organ")
    if channel not in Channel.values:
        raise Invalid("请选择方式。", field="channel")
    report = RiskReport.objects.create(
        case=case,
        assessment=assessment,
        organ=organ,
        organ_name=free_text(organ_name, field="organ_name", longest=100, required=True),
        person=free_text(person, field="person", longest=50, required=True),
        channel=channel,
        reported_at=reported_at,
        text=free_text(text, field="text", longest=1000, required=True),
        account=by,
    )
    case.limits.running().filter(key__in=met_by(organ)).update(met_on=timezone.localdate(reported_at))
    limits.set_due(case)
    tell(
        case,
        "risk_reported",
        by=by,
        happened_at=reported_at,
        late_reason=late_reason,
        channel=channel,
        text=f"向{report.organ_name}报告风险",
        note=f"接报人{report.person}：{report.text}",
        report=report.pk,
    )
    return report


@transaction.atomic
def record_risk_reply(report: RiskReport, *, by, replied_at: datetime, reply: str, late_reason: str = "") -> RiskReport:
    """Record what the organ answered to a report; once."""
    case = locked_case(report.case)
    require_standing(case)
    if not can_report(by, case):
        raise NotPermitted("须由本调委会的登记人、调解员、主任或者司法所登记。")
    report = case.risk_reports.get(pk=report.pk)
    if report.reply:
        raise WrongState("这次报告的答复已经登记。")
    require_moment(case, replied_at, late_reason=late_reason)
    replied_at = right_after(replied_at, report.reported_at)
    if replied_at < report.reported_at:
        raise Invalid("答复时间不能早于报告时间。", field="replied_at")
    report.reply, report.replied_at = free_text(reply, field="reply", longest=500, required=True), replied_at
    report.save(update_fields=["reply", "replied_at"])
    tell(
        case,
        "risk_reply_recorded",
        by=by,
        happened_at=replied_at,
        late_reason=late_reason,
        text=f"{report.organ_name}答复风险报告",
        note=report.reply,
        report=report.pk,
    )
    return report


@transaction.atomic
def confirm_prevention(
    case: Case,
    *,
    by,
    confirmed_at: datetime,
    kind: str,
    people: int,
    evidence: str,
    late_reason: str = "",
    version: int | None = None,
) -> Prevention:
    """The director confirms that the mediation prevented a suicide, a crime, a group petition or a group fight.

    Needs an assessment above no risk in the case's life; each kind counts once, in the period of `confirmed_at`.
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("decide", by, case)
    require_moment(case, confirmed_at, late_reason=late_reason)
    if kind not in Forecast.values or kind == Forecast.NONE:
        raise Invalid("请选择防止了什么。", field="kind")
    if not case.risk_assessments.filter(level__gt=RiskLevel.NONE).exists():
        raise WrongState("本案没有风险评估记录，不能确认防止激化。")
    if case.preventions.filter(kind=kind).exists():
        raise Invalid("这一类已经确认过，只计一次。", field="kind")
    if not 1 <= people <= MOST_PEOPLE:
        raise Invalid(f"人数应在 1 至 {MOST_PEOPLE} 之间。", field="people")
    found = Prevention.objects.create(
        case=case,
        kind=kind,
        people=people,
        evidence=free_text(evidence, field="evidence", longest=1000, required=True),
        confirmed_at=confirmed_at,
        account=by,
    )
    tell(
        case,
        "prevention_confirmed",
        by=by,
        happened_at=confirmed_at,
        late_reason=late_reason,
        text=f"确认防止{found.get_kind_display()} 1 件 {people} 人",
        note=found.evidence,
        kind=kind,
        people=people,
    )
    return found


def begin_reports(case: Case, on: date) -> None:
    """Since `on` the case is red: the police and the street's centre are told at once, and the reports recorded."""
    for key in MEETS:
        limits.begin(case, key, on)
    limits.set_due(case)


def take_over_danger(old: Case, new: Case, *, on: date, by) -> None:
    """Another committee took a dangerous case over: it and its street are told, and what was not reported yet is theirs
    to report. Part of that act, on locked cases."""
    if (level := RiskLevel(new.risk_level)) not in TOLD_AT:
        return
    for limit in limits.running(old).filter(key__in=MEETS):
        limits.drop(old, limit.key, on)
        limits.begin(new, limit.key, limit.starts_on)
    limits.set_due(new)
    new.save(update_fields=["due_on", "due_key"])
    notify(new, TOLD_AT[level], overseers_of(new), occasion=f"taken over {old.pk}", by=by)


def call_for_review(case: Case, *, since: datetime, on: date) -> None:
    """A session was held: whatever the danger of the case, somebody looks again at it on that day (1.8).

    Who assessed since the session began has. Part of that act, on a locked case.
    """
    current = case.risk_assessments.current().filter(level__gt=RiskLevel.NONE, assessed_at__lt=since)
    current.filter(next_review_on__gt=on).update(next_review_on=on)


def _require_assessable(case, by):
    _require_open(case)
    if not can_assess(by, case):
        raise NotPermitted("须由本调委会的调解员、主任或者司法所评估风险。")


def _require_open(case):
    require_standing(case)
    if case.procedure == Procedure.ARCHIVED:
        raise WrongState("本案已归档，案卷不再变动：有新的风险，请另行登记。")


def _level(level):
    if level not in RiskLevel.values:
        raise Invalid("请选择风险等级。", field="level")
    return RiskLevel(level)


def _signs(signs):
    if set(signs) - set(Sign.values):
        raise Invalid("有不认识的征兆。", field="signs")
    return [code for code in Sign.values if code in set(signs)]


def _require_reason(case, level, signs, reason):
    if reason:
        return
    if level < case.risk_level:
        raise Invalid(f"由{RiskLevel(case.risk_level).label}降至{level.label}，请写明理由。", field="reason")
    if level < level_of(signs):
        called_for = RiskLevel(level_of(signs)).label
        raise Invalid(f"所选征兆通常为{called_for}；确定评为{level.label}的，请写明理由。", field="reason")


def _review_on(case, level, on, wanted):
    """When to look again: the day asked for, no later than the rule's."""
    if level == RiskLevel.NONE:
        return None
    last = on + timedelta(days=rules.value(review_key(level), case.area_id, on))
    if wanted is None:
        return last
    if wanted < on:
        raise Invalid("复评日不能早于评估日。", field="next_review_on")
    if wanted > last:
        raise Invalid(f"{level.label}风险最迟于 {last} 复评。", field="next_review_on")
    return wanted
