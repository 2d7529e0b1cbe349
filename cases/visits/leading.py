"""Where what a visit found leads (domain/mediation.md 1.3, T23): the next act, if it is this actor's to do now."""

from django.urls import reverse

from cases.docket.guards import held_back
from cases.docket.permissions import MAY
from cases.docket.states import Procedure
from cases.risk.permissions import can_assess
from cases.visits.models import Found


def next_after(visit, actor) -> str:
    """Where what was found leads this actor: to the danger first, to urging, to a new text, a court, papers to correct,
    else back to the case."""
    ways = ((way, leads(visit.case, actor)) for code, way, leads in LEADS if code in visit.found)
    name = next((way for way, is_open in ways if is_open), "")
    return reverse(name, args=[visit.case_id]) if name else visit.get_absolute_url()


def left_to_others(visit, actor) -> list[str]:
    """What was found and this actor cannot act on: who is to be told of it."""
    found = [
        code for code in visit.found if not any(leads(visit.case, actor) for each, _, leads in LEADS if each == code)
    ]
    return [NOT_YOURS[code] for code in found if code in NOT_YOURS]


def _urges(case, actor):
    return case.performance not in ("done", "na") and MAY["follow"][0](actor, case)


def _varies(case, actor):
    is_confirmed = case.confirmation == "confirmed"
    return case.procedure == Procedure.AGREED and not is_confirmed and MAY["settle"][0](actor, case)


def _reopens(case, actor):
    return case.procedure == Procedure.CLOSED and MAY["decide"][0](actor, case) and not held_back(case, "T23")


def _notes_court(case, actor):
    return case.performance != "done" and MAY["perform"][0](actor, case)


def _corrects(case, actor):
    return MAY["perform"][0](actor, case)


LEADS = (
    # what was found, the act, whether it is this actor's to do now
    (Found.RISK, "cases:assess_risk", lambda case, actor: can_assess(actor, case)),
    (Found.UNPERFORMED, "cases:urge", _urges),
    (Found.UNFIT, "cases:vary_agreement", _varies),
    (Found.UNFIT, "cases:reopen", _reopens),
    (Found.SUED, "cases:note_recourse", _notes_court),
    (Found.MISTAKE, "cases:documents", _corrects),
)
NOT_YOURS = {
    Found.RISK: "回访发现激化苗头：请立即告诉本案调解员或者调委会主任，由其评估风险。",
    Found.UNFIT: "回访发现协议不适当：请本案调解员变更协议；已经结案的，由调委会主任恢复调解。",
    Found.SUED: "回访发现当事人已经起诉、仲裁：请本案调解员登记。",
    Found.MISTAKE: "回访发现调解工作有差错：请告诉调委会主任，文书有误的另制更正文书。",
}
