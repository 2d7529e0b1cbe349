"""A case in every state that pages of a case ask for, made by the acts that lead there."""

from datetime import timedelta

from django.utils import timezone

from cases.agreements.actions import agree_orally
from cases.closing.actions import approve_closing, propose_closing
from cases.committees.models import MediationCommittee
from cases.docket.models import Case
from cases.intake.actions import Filing, log_contact, record_clue
from cases.mediation.endings.actions import fail_mediation, record_death
from cases.mediation.sessions.actions import plan_session
from cases.mediation.timing.actions import suspend_mediation
from cases.parties.actions import Entry
from cases.risk.actions import assess_risk
from governance.people.models import Account
from tests.cases.agreements import in_force, make_draft, pay, tick_all
from tests.cases.factories import ago, make_accepted, make_case, make_committee, make_mediated
from tests.cases.subsidised import claimable
from tests.cases.test_closing import approve, perform, propose
from tests.factories import YINGYUAN

ORDER = (
    "mediating",
    "accepted",
    "registered",
    "clue",
    "suspended",
    "agreed",
    "deceased",
    "refused",
    "closed",
    "failed",
    "oral",
    "claimable",
)


def cases_by_state(place=YINGYUAN) -> dict[str, Case]:
    """By a name for the state, in ORDER; the seats of `place` mediate and direct them."""
    host = Account.objects.get(username="seat_mediator")
    director = Account.objects.get(username="seat_mediation_director")
    committee = MediationCommittee.objects.filter(area_id=place).first() or make_committee(place)
    registered = make_case(host, committee)
    same = tuple(Entry(party.side, person=party.person) for party in registered.parties.all())
    made = {"registered": registered, "clue": _clue(committee, host)}
    made["accepted"] = make_accepted(host, director, committee, entries=same)
    made["mediating"] = mediating = make_mediated(host, director, committee, entries=same)
    plan_session(mediating, by=host, planned_at=timezone.now() + timedelta(days=2), place="居委会调解室")
    made["suspended"] = stopped = make_mediated(host, director, committee, entries=same)
    suspend_mediation(stopped, by=director, stopped_at=ago(minutes=20), reason="illness", note="住院")
    made["deceased"] = make_mediated(host, director, committee, entries=same)
    gone = made["deceased"].parties.get(side="respondent")
    record_death(made["deceased"], by=host, party=gone, died_on=timezone.localdate())
    made["refused"] = refused = make_mediated(host, director, committee, entries=same)
    said = {"happened_at": ago(minutes=5), "channel": "phone", "answer": "refused"}
    log_contact(refused, by=host, party=refused.parties.get(side="respondent"), **said)
    danger = {"signs": ("threats",), "narrative": "扬言报复", "measures": "分别走访", "level": 2}
    assess_risk(refused, by=host, assessed_at=ago(minutes=4), **danger)
    made["agreed"] = make_mediated(host, director, committee, entries=same)
    in_force(made["agreed"], host)
    made["closed"] = closed = make_mediated(host, director, committee, entries=same)
    in_force(closed, host)
    report = propose_closing(
        closed, by=host, proposed_at=ago(minutes=1), brief="已达成协议。", opinion="建议结案。", open_route="later"
    )
    approve_closing(report, by=director, approved_at=timezone.now())
    failed = make_mediated(host, director, committee, entries=same)
    failed = fail_mediation(failed, by=host, happened_at=ago(minutes=9), told_by="face", remedies=("court",))
    made["failed"] = approve(propose(failed, host, minutes=5), director, minutes=0)
    made["oral"] = _oral(make_mediated(host, director, committee, entries=same, difficulty=1), host, director)
    made["claimable"] = claimable(make_mediated(host, director, committee, entries=same), host, director)
    return {name: Case.objects.get(pk=made[name].pk) for name in ORDER}


def _oral(case, host, director):
    """Agreed without a writing, performed, closed: it stands in the register."""
    agreement = make_draft(case, host, form="oral")
    pay(agreement, host, "2400")
    agree_orally(tick_all(agreement, host), by=host, agreed_at=ago(minutes=5), is_writing_needless=True)
    return approve(propose(perform(case), host, minutes=1), director, minutes=0)


def _clue(committee, by):
    filing = Filing(source="S2", dispute_type="D02", facts="楼道堆物，邻居多次争吵。")
    return record_clue(committee, by=by, happened_at=ago(hours=3), filing=filing)
