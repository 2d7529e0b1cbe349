"""Index of the wing's nouns, so that Django finds them."""

from cases.accidents.models import Accident
from cases.agreements.models import Agreement, Instalment, Obligation
from cases.agreements.signing.models import Signature
from cases.archive.disposal.models import Destruction, DestructionItem, Hold
from cases.archive.models import SubVolume, Volume, VolumeAccess, VolumeCheck
from cases.bulk.models import BulkAct, BulkRow
from cases.checks.models import Check, CheckFinding
from cases.closing.models import ClosingReport, Reopening
from cases.committees.models import MediationCommittee
from cases.confirmation.models import ConfirmationApplicant, ConfirmationApplication, ConfirmationObjection
from cases.docket.due.models import TimeLimit
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.documents.models import ProducedDocument
from cases.intake.models import Contact, Draft, Paper, Referral
from cases.interfaces.models import Feedback, OrganClient
from cases.ladder.models import Assistance, DepartmentNeed, HandedItem, Transfer
from cases.mediation.grades.models import MediatorGrade
from cases.mediation.inquiry.models import Evidence, Investigation
from cases.mediation.mediators.models import MediatorProfile, MediatorStanding
from cases.mediation.models import Assignment, DeclaredTie, ReplacementRequest
from cases.mediation.separate.models import SeparateNote
from cases.mediation.sessions.models import MediationSession, SessionCorrection, SessionPresence
from cases.mediation.telling.models import GivenNotice
from cases.mediation.timing.models import Extension, ExtensionConsent, Suspension
from cases.metrics.models import (
    AnswerFact,
    CaseFact,
    CommitteeFact,
    GroupFact,
    MediatorFact,
    PreventionFact,
    ScreeningFact,
    SubsidyFact,
    VisitFact,
    VolumeCheckFact,
)
from cases.numbers.models import IssuedNumber, NumberSeries
from cases.parties.models import IdentityCheck, Participant, Party, Representation
from cases.performance.asking.models import PartyLink, PartyStatement
from cases.performance.models import PerformanceRecord, Recourse, Urging
from cases.registers.models import RegisterBatch, RegisterRow
from cases.reminding.models import HolderReminder
from cases.risk.models import Prevention, RiskAssessment, RiskReport
from cases.search.models import CaseText
from cases.subsidies.cards.models import BankCard
from cases.subsidies.clawbacks.models import Clawback, ClawbackCancellation, ClawbackSettlement
from cases.subsidies.models import SubsidyBatch, SubsidyClaim, SubsidyPayment, SubsidyReview, SubsidyShare
from cases.visits.models import ReturnVisit

__all__ = [
    "Accident",
    "Agreement",
    "AnswerFact",
    "Assignment",
    "Assistance",
    "BankCard",
    "BulkAct",
    "BulkRow",
    "Case",
    "CaseEvent",
    "CaseFact",
    "CaseText",
    "Check",
    "CheckFinding",
    "Clawback",
    "ClawbackCancellation",
    "ClawbackSettlement",
    "ClosingReport",
    "CommitteeFact",
    "ConfirmationApplicant",
    "ConfirmationApplication",
    "ConfirmationObjection",
    "Contact",
    "DeclaredTie",
    "DepartmentNeed",
    "Destruction",
    "DestructionItem",
    "Draft",
    "Evidence",
    "Extension",
    "ExtensionConsent",
    "Feedback",
    "GivenNotice",
    "GroupFact",
    "HandedItem",
    "Hold",
    "HolderReminder",
    "IdentityCheck",
    "Instalment",
    "Investigation",
    "IssuedNumber",
    "MediationCommittee",
    "MediationSession",
    "MediatorFact",
    "MediatorGrade",
    "MediatorProfile",
    "MediatorStanding",
    "NumberSeries",
    "Obligation",
    "OrganClient",
    "Paper",
    "Participant",
    "Party",
    "PartyLink",
    "PartyStatement",
    "PerformanceRecord",
    "Prevention",
    "PreventionFact",
    "ProducedDocument",
    "Recourse",
    "Referral",
    "RegisterBatch",
    "RegisterRow",
    "Reopening",
    "ReplacementRequest",
    "Representation",
    "ReturnVisit",
    "RiskAssessment",
    "RiskReport",
    "ScreeningFact",
    "SeparateNote",
    "SessionCorrection",
    "SessionPresence",
    "Signature",
    "SubVolume",
    "SubsidyBatch",
    "SubsidyClaim",
    "SubsidyFact",
    "SubsidyPayment",
    "SubsidyReview",
    "SubsidyShare",
    "Suspension",
    "TimeLimit",
    "Transfer",
    "Urging",
    "VisitFact",
    "Volume",
    "VolumeAccess",
    "VolumeCheck",
    "VolumeCheckFact",
]
