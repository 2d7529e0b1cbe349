"""What is told of a case's time limits, and of the term of its committee (domain/mediation.md 1.3, 2.10).

A limit is told to whom it binds: before a mediator is assigned the director, after that the host; once it has passed,
the director too.
"""

from cases.committees.models import MediationCommittee
from cases.docket.due.models import TimeLimit
from cases.docket.time_limits import CONCLUDING
from cases.docket.wording import CASE, WHEN, date_of
from governance.notices.recipients import holders_above, named, once_late, together
from governance.notices.rungs import rung
from governance.texts.kinds import Placeholder
from governance.texts.wording import worded

DIRECTOR = holders_above("mediation_director", "street_justice_officer")  # the street's, where a committee has none
HOST = named("case.host_id")
OFFICE = once_late(holders_above("street_justice_officer"))  # which checks and archives
EITHER = together(HOST, DIRECTOR)
HOST_THEN_DIRECTOR = together(HOST, once_late(DIRECTOR))
AT_LAST_OFFICE = together(HOST_THEN_DIRECTOR, OFFICE)
VISITS = ("visit", "visit_agreement", "visit_regular", "visit_risk_1", "visit_risk_2")

# fmt: off
LIMITS = (
    # rung                  label              keys                    days before (−) and after  to whom
    ("case.due",            "调解期限",        CONCLUDING,             (-7, -3, 0, 1),            HOST_THEN_DIRECTOR),
    ("case.labour_due",     "劳动争议调解期限", ("labour",),            (-3, 0),                   HOST),
    ("case.organ_due",      "来函要求办结",    ("organ_due",),         (-7, -3, 0, 1),            EITHER),
    ("case.contact_due",    "首次联系当事人",  ("contact",),           (0, 1),                    DIRECTOR),
    ("case.accept_due",     "待决定是否受理",  ("accept_decide",),     (-1, 0, 1),                DIRECTOR),
    ("case.assign_due",     "待指派调解员",    ("assign",),            (0, 1),                    DIRECTOR),
    ("case.feedback_due",   "待反馈移送部门",  ("feedback",),          (-1, 0, 1),                EITHER),
    ("case.visit_due",      "待回访",          VISITS,                  (-3, 0, 1),                HOST_THEN_DIRECTOR),
    ("case.archive_due",    "待归档",          ("archive",),           (-3, 0, 1, 15),            AT_LAST_OFFICE),
)
# fmt: on


def _running(keys):
    running = {"key__in": keys, "stopped_on__isnull": True, "case__voided_at__isnull": True}
    return lambda today: TimeLimit.objects.running().filter(**running)


def of_limit(limit, notice):
    """What the placeholders of a time limit say."""
    return {"案件": str(limit.case), "期限": f"{limit.due_on:%m-%d}", "何时": notice.when}


def _told(code, label):
    return worded(code, label, f"{{案件}}：{label}，{{期限}}，{{何时}}。", of_limit, CASE, date_of(), WHEN)


for _code, _label, _keys, _offsets, _recipients in LIMITS:
    rung(
        _code,
        _label,
        "cases.TimeLimit",
        offsets=_offsets,
        due="due_on",
        rows=_running(_keys),
        recipients=_recipients,
        related=("case",),
        text=_told(_code, _label),
        url=lambda limit: limit.case.get_absolute_url(),
        tone="warn",
    )

rung(
    "committee.term_ending",
    "调委会任期届满",
    "cases.MediationCommittee",
    offsets=(-90, -30, 0),
    due="term_ends_on",
    rows=lambda today: MediationCommittee.objects.filter(body__dissolved_on__isnull=True),
    recipients=together(DIRECTOR, holders_above("street_justice_officer", "street_supervisor")),
    related=("body",),
    text=worded(
        "committee.term_ending",
        "调委会任期届满",
        "{调委会}任期{何时}，请组织推选（人民调解法 第九条：任期三年）。",
        lambda committee, notice: {"调委会": str(committee), "何时": notice.when},
        Placeholder("调委会", "迎园社区人民调解委员会", "提醒应当写明是哪个调委会"),
        WHEN,
    ),
    url=lambda committee: committee.body.get_absolute_url(),
    tone="warn",
)
