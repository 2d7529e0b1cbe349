"""The life of a case (domain/mediation.md 2.1–2.3): four tracks that move on their own, and one table of steps.

A case may be closed as a success while its performance is overdue and the court has not answered: one field cannot say
that. `procedure` moves only along TRANSITIONS.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from governance.errors import WrongState


class Procedure(TextChoices):
    """程序: where the mediation stands."""

    CLUE = "clue", "排查线索"
    REGISTERED = "registered", "已登记待审查"
    CONSENT = "consent", "征询意愿"
    REJECTED = "rejected", "不予受理"
    REFERRED = "referred", "移送引导"
    ACCEPTED = "accepted", "已受理"
    MEDIATING = "mediating", "调解中"
    SUSPENDED = "suspended", "中止"
    AGREED = "agreed", "达成协议"
    FAILED = "failed", "调解不成"
    TERMINATED = "terminated", "终止"
    WITHDRAWN = "withdrawn", "撤回申请"
    TRANSFERRED = "transferred", "移交"
    CLOSED = "closed", "结案"
    ARCHIVED = "archived", "已归档"


class Performance(TextChoices):
    """履行: derived from the obligations of the agreement."""

    NA = "na", "不适用"
    NOT_DUE = "not_due", "未到期"
    IN_PROGRESS = "in_progress", "履行中"
    PARTIAL = "partial", "部分履行"
    OVERDUE = "overdue", "逾期未履行"
    DONE = "done", "已履行"
    REFUSED = "refused", "拒绝履行"
    REPLACED = "replaced", "已变更"
    SUED = "sued", "已起诉"
    ENFORCED = "enforced", "强制执行"


class Confirmation(TextChoices):
    """司法确认 (人民调解法 第三十三条)."""

    NA = "na", "不适用"
    ELIGIBLE = "eligible", "可申请"
    APPLIED = "applied", "已申请"
    COURT_ACCEPTED = "court_accepted", "法院已受理"
    CONFIRMED = "confirmed", "已确认"
    DISMISSED = "dismissed", "驳回"
    NOT_ACCEPTED = "not_accepted", "法院不受理"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已过期"


class Archive(TextChoices):
    """归档: the volume."""

    NONE = "none", "未立卷"
    COLLECTING = "collecting", "整理中"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "退回补正"
    ARCHIVED = "archived", "已归档"
    DESTROYED = "destroyed", "已销毁"


P = Procedure

UNNUMBERED = (P.REGISTERED, P.CONSENT)
UNDER_WAY = (P.ACCEPTED, P.MEDIATING, P.SUSPENDED)
RESULTS = (P.AGREED, P.FAILED, P.TERMINATED, P.WITHDRAWN, P.TRANSFERRED)
OPEN = (*UNNUMBERED, *UNDER_WAY)
LEFT_ALONE = (P.REJECTED, P.REFERRED, P.TRANSFERRED, P.CLOSED, P.ARCHIVED)  # nobody here follows the people any more
FOLLOWED = (
    *OPEN,
    P.AGREED,
    P.FAILED,
    P.TERMINATED,
    P.WITHDRAWN,
    P.CLOSED,
)  # something may still be due: a visit, a report
WITH_AGREEMENT = (P.AGREED, P.CLOSED)  # what was agreed is followed: performance, the court, visits
ENDED = (P.REJECTED, P.REFERRED, *RESULTS, P.CLOSED, P.ARCHIVED)


@dataclass(frozen=True)
class Step:
    """One row of the table. `who`: a word of `permissions.MAY`; `papers`: the forms that the step takes or makes."""

    code: str
    verb: str
    label: str
    before: tuple[str, ...]
    after: str
    who: str
    papers: tuple[str, ...] = ()
    starts: str = ""


def _steps(*rows):
    return {row[0]: Step(*row) for row in rows}


NEW = ""  # before the first step there is no state

# fmt: off
TRANSITIONS = _steps(
    # code    verb                 label              from                                          to              who            papers                                  starts
    ("T1",   "clue_recorded",     "登记排查线索",     (NEW,),                                       P.CLUE,         "register",    ("F21",)),
    ("T2",   "registered",        "线索转为登记",     (P.CLUE,),                                    P.REGISTERED,   "register",    ("F01",),                               "accept_decide"),
    ("T3",   "registered",        "登记",             (NEW,),                                       P.REGISTERED,   "register",    ("F01",),                               "accept_decide"),
    ("T4",   "consent_asked",     "征询意愿",         (P.REGISTERED, P.CONSENT),                    P.CONSENT,      "register",    ("contact_log",)),
    ("T5",   "accepted",          "受理",             UNNUMBERED,                                   P.ACCEPTED,     "decide",      ("F02", "acceptance_notice"),           "mediate"),
    ("T6",   "rejected",          "不予受理",         UNNUMBERED,                                   P.REJECTED,     "decide",      ("refusal_notice",)),
    ("T7",   "referred",          "移送引导",         UNNUMBERED,                                   P.REFERRED,     "decide",      ("transfer_letter",)),
    ("T7T",  "handed_over",       "受理前移交",       UNNUMBERED,                                   P.REFERRED,     "hand_over",   ("transfer_letter",)),
    ("T8",   "mediators_assigned", "指派调解员",      (P.ACCEPTED,),                                P.MEDIATING,    "decide",      ("F03",)),
    ("T9",   "session_held",      "调解",             (P.MEDIATING,),                               P.MEDIATING,    "mediate",     ("F08",)),
    ("T10",  "investigated",      "调查",             (P.MEDIATING,),                               P.MEDIATING,    "mediate",     ("F06", "F07")),
    ("T11",  "mediator_replaced", "更换调解员",       (P.MEDIATING,),                               P.MEDIATING,    "decide",      ("replacement_record",)),
    ("T12",  "extended",          "延长期限",         (P.MEDIATING,),                               P.MEDIATING,    "decide",      ("extension_consent",),                 "mediate_ext"),
    ("T13",  "suspended",         "中止",             (P.MEDIATING,),                               P.SUSPENDED,    "decide",      ("suspension_note",)),
    ("T13R", "resumed",           "恢复调解",         (P.SUSPENDED,),                               P.MEDIATING,    "decide",      ("resumption_note",)),
    ("T14",  "agreed",            "达成书面协议",     (P.MEDIATING,),                               P.AGREED,       "settle",      ("F09", "F08"),                         "jc_apply"),
    ("T15",  "agreed_orally",     "达成口头协议",     (P.MEDIATING,),                               P.AGREED,       "settle",      ("F10",)),
    ("T16",  "failed",            "调解不成",         (P.MEDIATING,),                               P.FAILED,       "host",        ("F08", "remedy_notice")),
    ("T17",  "terminated",        "终止调解",         UNDER_WAY,                                    P.TERMINATED,   "conduct",     ("termination_notice", "remedy_notice")),
    ("T18",  "withdrawn",         "撤回申请",         UNDER_WAY,                                    P.WITHDRAWN,    "register",    ("withdrawal",)),
    ("T19",  "transferred",       "移交",             (P.ACCEPTED, P.MEDIATING),                    P.TRANSFERRED,  "hand_over",   ("transfer_letter",)),
    ("T20",  "closed",            "结案",             RESULTS,                                      P.CLOSED,       "decide",      ("F17",)),
    ("T21",  "archived",          "归档",             (P.CLOSED,),                                  P.ARCHIVED,     "archive",     ("F13", "F14", "F15", "F16")),
    ("T22",  "varied",            "变更协议",         (P.AGREED,),                                  P.AGREED,       "settle",      ("F09",),                               "jc_apply"),
    ("T23",  "reopened",          "恢复调解（重开）", (P.CLOSED,),                                  P.MEDIATING,    "decide",      ("reopen_note",),                       "mediate"),
    ("T24",  "linked_again",      "归档后另立新案",   (P.ARCHIVED,),                                P.ARCHIVED,     "register",    ()),
    ("T25",  "imported",          "由旧登记簿导入",   (NEW,),                                       P.ARCHIVED,     "import",      ("F22",)),
)
# fmt: on

INSTEAD: dict[str, str] = {
    P.CLUE: "排查线索尚未立案：请先转为登记。",
    P.REGISTERED: "本案尚未受理：请先征询各方意愿，由调委会主任受理。",
    P.CONSENT: "本案尚未受理：各方同意后由调委会主任受理。",
    P.REJECTED: "本案不予受理，程序已终；有新情况的，请重新登记。",
    P.REFERRED: "本案已移送其他部门，程序已终；退回的，请重新登记。",
    P.ACCEPTED: "本案已受理、尚未指派：请先由调委会主任指派调解员。",
    P.MEDIATING: "本案正在调解：请登记调解、协议或终止。",
    P.SUSPENDED: "本案已中止：请先恢复调解。",
    P.AGREED: "本案已达成协议：请跟进履行、回访和结案；内容要改的，请做协议变更。",
    P.FAILED: "本案调解不成：请结案；当事人可以申请仲裁、行政处理或者起诉。",
    P.TERMINATED: "本案已终止：请结案；当事人可以申请仲裁、行政处理或者起诉。",
    P.WITHDRAWN: "申请已撤回：请结案；再次申请的，请重新登记。",
    P.TRANSFERRED: "本案已移交其他调委会，由对方继续办理：请结案。",
    P.CLOSED: "本案已结案：协议未履行或不适当、各方同意的，可以恢复调解。",
    P.ARCHIVED: "本案已归档，案卷不再变动：再次发生纠纷的，请另立新案并关联本案。",
}

IMPORTED = "本案由旧登记簿导入，只有登记簿记载的内容，不在本系统办理：再次发生纠纷的，请另立新案并关联本案。"
NOT_YET_ACCEPTED = "本案尚未受理：不必移交，请用“移送”转给其他调委会，由对方登记受理。"
INSTEAD_OF: dict[tuple[str, str], str] = {  # where the next act is another one than INSTEAD names
    ("T19", P.CLUE): "排查线索尚未立案：请先转为登记，再用“移送”转给其他调委会。",
    ("T19", P.REGISTERED): NOT_YET_ACCEPTED,
    ("T19", P.CONSENT): NOT_YET_ACCEPTED,
    ("T19", P.SUSPENDED): "本案已中止：请先恢复调解，再移交其他调委会。",
}

LOCKED = "本案已归档，案卷不再变动：文书有误的，请另制更正文书；再次发生纠纷的，请另立新案并关联本案。"


def steps_from(state: str) -> list[Step]:
    """The steps that the table allows from `state`, in its order."""
    return [step for step in TRANSITIONS.values() if state in step.before]


def require_transition(state: str, code: str) -> Step:
    """The step `code` of the table. Raises WrongState, with what to do instead, when `state` is not before it."""
    step = TRANSITIONS[code]
    if state not in step.before:
        said = Procedure(state).label if state else "未登记"
        instead = INSTEAD_OF.get((code, state)) or INSTEAD.get(state, "请先登记。")
        raise WrongState(f"“{said}”状态下不能{step.label}。{instead}")
    return step
