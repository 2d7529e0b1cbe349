"""Index of the wing's nouns, so that Django finds them."""

from cases.docket.models import Case, CaseEvent, IssuedNumber, MediationCommittee, NumberSeries, TimeLimit
from cases.intake.models import Contact, Draft, Paper, Referral
from cases.mediation.models import Assignment
from cases.parties.models import Participant, Party, Representation
from cases.search.models import CaseText

__all__ = [
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseText",
    "Contact",
    "Draft",
    "IssuedNumber",
    "MediationCommittee",
    "NumberSeries",
    "Paper",
    "Participant",
    "Party",
    "Referral",
    "Representation",
    "TimeLimit",
]
