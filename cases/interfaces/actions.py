"""Answering the organ that handed a dispute over; its receipt and its own answer kept (domain/mediation.md 1.6)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.docket import limits
from cases.docket.actions import CLOCK_SKEW, locked_case, require_may, require_moment, require_standing, tell
from cases.docket.codes import Channel, Result
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import UNDER_WAY, Performance, Procedure
from cases.intake.filing.papers import hand_in_paper
from cases.intake.models import Direction, Organ, PaperKind, Referral
from cases.interfaces.guards import unanswered
from cases.interfaces.models import FINAL, WITH_RESULT, Feedback, FeedbackKind
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text

ENDED_WITHOUT = (Result.FAILED, *(code for code in Result if code.value.startswith(("3", "4"))))


@transaction.atomic
def send_feedback(
    referral: Referral,
    *,
    by,
    sent_at: datetime,
    channel: str,
    text: str,
    kind: str = FeedbackKind.RESULT,
    agreed_facts: str = "",
    requested_on: date | None = None,
    uploads: tuple = (),
    late_reason: str = "",
    version: int | None = None,
) -> Feedback:
    """Tell the organ what came of the dispute that it handed over; the time limit is met when every letter is answered.

    What the case says now (procedure, result, its day, performance) is kept with it. The table of an ended mediation
    goes to a court, the parties' written request (`uploads`) to the police, where a dispute went on to that was passed
    elsewhere to any organ; receipt, progress and return visit may be told besides and answer nothing. Raises
    NotPermitted, WrongState, Invalid (field).
    """
    case = locked_case(referral.case, version=version)
    require_standing(case)
    require_may("register", by, case)
    referral = case.referrals.get(pk=referral.pk)
    if referral.direction != Direction.IN:
        raise WrongState("这是发出的移送函，请登记对方的回复。")
    if kind in WITH_RESULT and (not case.result or case.result_on is None):
        raise WrongState("本案还没有结果：有结果之后再反馈。")
    require_moment(case, sent_at, late_reason=late_reason)
    earliest = case.result_on if kind in WITH_RESULT else None
    if earliest and timezone.localdate(sent_at) < earliest:
        raise Invalid(f"反馈时间不能早于结果日期 {earliest}。", field="sent_at")
    if channel not in Channel.values:
        raise Invalid("请选择方式。", field="channel")
    _require_kind(case, referral, kind)
    if kind == FeedbackKind.POLICE and requested_on is None:
        raise Invalid("请填写当事人书面申请的日期。", field="requested_on")
    if requested_on and requested_on > timezone.localdate(sent_at):
        raise Invalid("书面申请日期不能晚于反馈时间。", field="requested_on")
    feedback = Feedback.objects.create(
        case=case,
        referral=referral,
        kind=kind,
        procedure=case.procedure,
        result=case.result if kind in WITH_RESULT or kind == FeedbackKind.VISIT else "",
        result_on=case.result_on if kind in WITH_RESULT or kind == FeedbackKind.VISIT else None,
        performance=case.performance,
        text=free_text(text, field="text", longest=1000, required=True),
        agreed_facts=_agreed_facts(kind, agreed_facts),
        requested_on=requested_on if kind == FeedbackKind.POLICE else None,
        sent_at=sent_at,
        channel=channel,
        account=by,
    )
    _take_papers(uploads, case, PaperKind.REQUEST, by=by)
    if kind in FINAL and not unanswered(case):
        case.limits.running().filter(key="feedback").update(met_on=timezone.localdate(sent_at))
        limits.set_due(case)
    tell(
        case,
        "feedback_sent",
        by=by,
        happened_at=sent_at,
        late_reason=late_reason,
        channel=channel,
        text=f"向{referral.organ_name}反馈：{feedback.get_kind_display()}",
        note=feedback.text,
        feedback=feedback.pk,
    )
    return feedback


@transaction.atomic
def record_receipt(
    feedback: Feedback,
    *,
    by,
    received_at: datetime,
    received_by: str = "",
    receipt_no: str = "",
    version: int | None = None,
) -> Feedback:
    """Note that the organ has it: its own system says so, or somebody here wrote down who signed. Once.

    Raises NotPermitted, WrongState, Invalid (field "received_at", "received_by").
    """
    case, feedback = _held(feedback, by, version)
    if feedback.received_at:
        raise WrongState("这次反馈已经签收。")
    if received_at > timezone.now() + CLOCK_SKEW:
        raise Invalid("签收时间不能晚于现在。", field="received_at")
    received_at = right_after(received_at, feedback.sent_at)
    if received_at < feedback.sent_at:
        raise Invalid("签收时间不能早于反馈时间。", field="received_at")
    is_client = by._meta.model_name == "apiclient"
    feedback.received_at = received_at
    feedback.received_by = free_text(
        received_by or (by.name[:50] if is_client else ""), field="received_by", longest=50, required=True
    )
    feedback.receipt_no = free_text(receipt_no, field="receipt_no", longest=60)
    feedback.receipt_client = by if is_client else None
    feedback.version += 1
    feedback.save(update_fields=["received_at", "received_by", "receipt_no", "receipt_client", "version"])
    said = f"{feedback.referral.organ_name}已签收反馈"
    tell(case, "feedback_received", by=by, happened_at=received_at, text=said, note=feedback.receipt_no)
    return feedback


@transaction.atomic
def record_answer(
    feedback: Feedback, *, by, replied_on: date, reply: str, uploads: tuple = (), version: int | None = None
) -> Feedback:
    """Record what the organ answered: the police's decision on the request, a court's note. Once."""
    case, feedback = _held(feedback, by, version)
    if feedback.reply:
        raise WrongState("对方的答复已经登记。")
    if replied_on < timezone.localdate(feedback.sent_at):
        raise Invalid("答复日期不能早于反馈日期。", field="replied_on")
    if replied_on > timezone.localdate():
        raise Invalid("答复日期不能晚于今天。", field="replied_on")
    feedback.reply, feedback.replied_on = free_text(reply, field="reply", longest=500, required=True), replied_on
    feedback.version += 1
    feedback.save(update_fields=["reply", "replied_on", "version"])
    _take_papers(uploads, case, PaperKind.REPLY, by=by)
    said = f"{feedback.referral.organ_name}答复"
    tell(case, "feedback_answered", by=by, happened_at=timezone.now(), text=said, note=feedback.reply)
    return feedback


def kinds_for(case: Case, referral: Referral) -> list[FeedbackKind]:
    """What this organ may be sent of this case now, the most fitting first; empty before anything can be told."""
    told = (
        (FeedbackKind.COURT_END, referral.organ == Organ.COURT and case.result in ENDED_WITHOUT),
        (FeedbackKind.POLICE, referral.organ == Organ.POLICE and case.result == Result.SUCCESS),
        (FeedbackKind.RESULT, bool(case.result)),
        (FeedbackKind.PASSED_ON, case.procedure == Procedure.REFERRED),
        (FeedbackKind.VISIT, bool(case.result) and case.visits.exists()),
        (FeedbackKind.STATUS, not case.result and case.procedure in UNDER_WAY),
        (FeedbackKind.RECEIVED, not case.result and case.procedure in UNDER_WAY),
    )
    return [kind for kind, fits in told if fits]


def cautions(case: Case, referral: Referral) -> list[str]:
    """What to look at before the police are told: performed and asked for are two facts (治安管理处罚法 第九条)."""
    if referral.organ != Organ.POLICE or case.result != Result.SUCCESS or case.performance == Performance.DONE:
        return []
    return [
        f"协议尚未履行完毕（目前“{case.get_performance_display()}”）：公安机关以达成协议并已履行、当事人书面申请为条件"
        "决定不予处罚（《治安管理处罚法》第九条）。现在反馈的，回复函如实写明尚未履行完毕；履行完毕以后请再反馈一次。"
    ]


def _held(feedback, by, version):
    case = locked_case(feedback.case)
    feedback = Feedback.objects.select_related("referral").get(pk=feedback.pk)
    require_version(feedback, version)
    if by is None or not by.holds("case.register", case.area_id):
        raise NotPermitted("您没有在该调委会登记案件的权限。")
    return case, feedback


def _require_kind(case, referral, kind):
    if kind not in FeedbackKind.values:
        raise Invalid("请选择反馈的种类。", field="kind")
    if kind not in kinds_for(case, referral):
        told = {
            FeedbackKind.COURT_END: "终止调解情况表只发给法院，用于没有达成协议的案件。",
            FeedbackKind.POLICE: "当事人书面申请只报公安机关，用于达成协议的案件。",
            FeedbackKind.RESULT: "本案还没有结果：有结果之后再反馈。",
            FeedbackKind.PASSED_ON: "本案没有移送其他部门，请反馈办理结果。",
            FeedbackKind.VISIT: "本案还没有回访记录：请先登记回访。",
            FeedbackKind.STATUS: "办理进度用于已经受理、还没有结果的案件。",
            FeedbackKind.RECEIVED: "受理情况用于已经受理、还没有结果的案件。",
        }
        raise Invalid(told[FeedbackKind(kind)], field="kind")


def _agreed_facts(kind, text):
    """Only what the parties signed as undisputed leaves a failed mediation (domain/mediation.md 1.7)."""
    text = free_text(text, field="agreed_facts", longest=2000)
    return text if kind == FeedbackKind.COURT_END else ""


def _take_papers(uploads, case, kind, *, by):
    """Papers of the file of the case, read by who reads that. Raises Invalid (field "uploads")."""
    for upload in uploads:
        try:
            hand_in_paper(upload, by=by, area=case.area_id, kind=kind, case=case)
        except Invalid as refusal:
            raise Invalid(f"“{upload.name[:60]}”：{refusal.message}", field="uploads") from refusal
