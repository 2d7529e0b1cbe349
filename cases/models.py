"""Index of the wing's nouns, so that Django finds them."""

from cases.agreements.models import Agreement, Instalment, Obligation, Signature
from cases.closing.models import ClosingReport, Reopening
from cases.docket.models import Case, CaseEvent, IssuedNumber, MediationCommittee, NumberSeries, TimeLimit
from cases.documents.models import ProducedDocument
from cases.intake.models import Contact, Draft, Paper, Referral
from cases.interfaces.models import Feedback
from cases.ladder.models import Transfer
from cases.mediation.inquiry.models import Evidence, Investigation
from cases.mediation.models import Assignment, DeclaredTie, MediatorProfile, ReplacementRequest
from cases.mediation.separate.models import SeparateNote
from cases.mediation.sessions.models import MediationSession, SessionCorrection, SessionPresence
from cases.mediation.telling.models import GivenNotice
from cases.mediation.timing.models import Extension, ExtensionConsent, Suspension
from cases.parties.models import Participant, Party, Representation
from cases.risk.models import Prevention, RiskAssessment, RiskReport
from cases.search.models import CaseText

__all__ = [
    "Agreement",
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseText",
    "ClosingReport",
    "Contact",
    "DeclaredTie",
    "Draft",
    "Evidence",
    "Extension",
    "ExtensionConsent",
    "Feedback",
    "GivenNotice",
    "Instalment",
    "Investigation",
    "IssuedNumber",
    "MediationCommittee",
    "MediationSession",
    "MediatorProfile",
    "NumberSeries",
    "Obligation",
    "Paper",
    "Participant",
    "Party",
    "Prevention",
    "ProducedDocument",
    "Referral",
    "Reopening",
    "ReplacementRequest",
    "Representation",
    "RiskAssessment",
    "RiskReport",
    "SeparateNote",
    "SessionCorrection",
    "SessionPresence",
    "Signature",
    "Suspension",
    "TimeLimit",
    "Transfer",
]
