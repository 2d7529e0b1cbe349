"""Which forms a case can make now, about which of its rows, and the snapshot of any of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from cases.agreements.models import Agreement, AgreementForm
from cases.archive.models import VolumeCheck
from cases.docket.codes import TERMINATIONS, Result
from cases.docket.models import Case
from cases.docket.states import RESULTS, Procedure
from cases.documents.descriptions import FORMS
from cases.documents.filling import afterwards, archive, details, organs
from cases.documents.filling.agreements import agreement_block, checklist_block, signatures_of
from cases.documents.filling.blocks import case_block
from cases.documents.filling.closing import closing, reopened
from cases.documents.filling.subsidies import claim_details
from cases.documents.letters import words_of
from cases.documents.snapshot import FormSnapshot, SignatureMark
from cases.intake.models import Direction
from cases.parties.models import Representation, RepresentationKind

WHOLE = (None,)
UNREAD = frozenset({"F01", "F01.oral", "F03", "F04", "F18.receipt", "F18.contacts", "F18.address"})
OF_THE_START = frozenset({"F01", "F01.oral", "F02", "F18.receipt"})  # they tell of a day before anybody joined
P = Procedure


@dataclass(frozen=True)
class Offer:
    """A form about `row` of the case (None: the case itself). `about` is how the page and the register name it."""

    form: str
    row: Model | None = None

    @property
    def about(self) -> str:
        return f"{self.row._meta.model_name}-{self.row.pk}" if self.row else ""

    @property
    def key(self) -> str:
        return f"{self.form}:{self.about}"

    @property
    def title(self) -> str:
        return FORMS[self.form].title

    @property
    def subject(self) -> str:
        return str(self.row) if self.row else ""

    @property
    def is_of_file(self) -> bool:
        """Whether it tells what only readers of the file may know."""
        return self.form not in UNREAD


def _when(*states: str):
    return lambda case: WHOLE if case.procedure in states else ()


def _ended(*results: str):
    """With such a result: also when the case was closed since."""
    return lambda case: WHOLE if case.result in results else ()


def _has_ended(case: Case) -> bool:
    return case.procedure in (*RESULTS, P.CLOSED)


def _to_answer(case: Case) -> Iterable:
    """Letters received: all once the case ended or was passed on, before that those that were told something."""
    letters = case.referrals.filter(direction=Direction.IN)
    return letters if _has_ended(case) or case.procedure == P.REFERRED else letters.filter(feedbacks__isnull=False)


def _accepted(case: Case) -> Iterable:
    return WHOLE if case.accepted_on else ()


def _agents(case: Case) -> Iterable:
    agents = Representation.objects.standing().filter(party__case=case, kind=RepresentationKind.AGENT)
    return agents.select_related("party", "person")


ROWS: dict[str, Callable[[Case], Iterable]] = {
    "F01": lambda case: WHOLE if case.source_form != "oral" and case.requests else (),
    "F01.oral": lambda case: WHOLE if case.source_form == "oral" else (),
    "F18.receipt": lambda case: WHOLE,
    "F18.contacts": lambda case: WHOLE if case.contacts.exists() else (),
    "F18.address": lambda case: case.parties.standing(),
    "F04": _agents,
    "F05": lambda case: WHOLE,
    "F02": _accepted,
    "F18.acceptance": _accepted,
    "F18.refusal": _when(P.REJECTED),
    "F18.transfer": lambda case: case.referrals.filter(direction=Direction.OUT),
    "F03": lambda case: WHOLE,
    "F18.session": lambda case: case.sessions.planned(),
    "F06": lambda case: case.investigations.select_related("account"),
    "F07": lambda case: WHOLE if case.evidence.standing().exists() else (),
    "F08": lambda case: case.sessions.held(),
    "F18.replacement": lambda case: case.replacement_requests.select_related("party", "assignment__account", "account"),
    "F18.extension": lambda case: case.extensions.for_page(),
    "F18.suspension": lambda case: case.suspensions.all(),
    "F18.resumption": lambda case: case.suspensions.filter(resumed_at__isnull=False),
    "F18.legality": lambda case: case.agreements.standing(),
    "F09": lambda case: case.agreements.standing().filter(form=AgreementForm.WRITTEN),
    "F10": lambda case: case.agreements.standing().filter(form=AgreementForm.ORAL),
    "F18.urge": afterwards.late_debtors,
    "F12": afterwards.asked_of_the_court,
    "F12.commitment": afterwards.asked_of_the_court,
    "F12.hosted": afterwards.asked_of_the_court,
    "F11": lambda case: case.visits.exclude(party=None).select_related("party", "account", "agreement"),
    "F18.court_end": lambda case: case.feedbacks.filter(kind="court_end").select_related("referral"),
    "F18.risk": lambda case: case.risk_reports.select_related("assessment", "account"),
    "F21": lambda case: WHOLE if case.events.filter(step="T1").exists() else (),
    "F18.termination": _ended(*TERMINATIONS),
    "F18.withdrawal": _ended(Result.WITHDRAWN, Result.SETTLED_PRIVATELY),
    "F18.remedies": _ended(Result.FAILED, *TERMINATIONS, Result.WITHDRAWN, Result.SETTLED_PRIVATELY),
    "F18.reply": lambda case: _to_answer(case),
    "F18.entrusted": lambda case: case.referrals.filter(direction=Direction.IN),
    **{form: lambda case: case.volumes.current().for_page() for form in ("F13", "F14", "F15", "F16")},
    "F23": lambda case: case.subsidy_claims.standing() if case.procedure == P.CLOSED else (),
    "F24": lambda case: VolumeCheck.objects.filter(volume__case=case).select_related("account"),
    "F17": lambda case: case.closing_reports.exclude(state="returned").for_page(),
    "F18.reopening": lambda case: case.reopenings.select_related("account", "report"),
}
DETAILS: dict[str, Callable] = {
    "F01.oral": details.oral,
    "F04": details.authority,
    "F05": details.papers,
    "F06": details.investigation,
    "F07": details.evidence,
    "F08": details.session,
    "F09": lambda case, row: agreement_block(row),
    "F10": lambda case, row: agreement_block(row),
    "F11": afterwards.visit,
    "F12": afterwards.court_application,
    "F12.commitment": afterwards.court_application,
    "F12.hosted": afterwards.court_application,
    "F18.urge": afterwards.urge,
    "F18.receipt": details.receipt,
    "F18.acceptance": details.acceptance,
    "F18.refusal": details.refusal,
    "F18.session": details.session_call,
    "F18.contacts": details.contacts,
    "F18.address": details.address,
    "F18.replacement": details.replacement,
    "F18.extension": details.extension,
    "F18.suspension": details.suspension,
    "F18.resumption": details.resumption,
    "F18.termination": details.termination,
    "F18.withdrawal": details.withdrawal,
    "F18.transfer": details.transfer,
    "F18.remedies": details.remedies,
    **{form: archive.volume for form in ("F13", "F14", "F15", "F16")},
    "F23": lambda case, row: claim_details(row),
    "F24": archive.check,
    "F17": closing,
    "F18.reopening": reopened,
    "F18.reply": details.reply,
    "F18.entrusted": details.entrusted,
    "F18.court_end": organs.court_end,
    "F18.risk": organs.risk_report,
    "F21": organs.check_register,
    "F18.legality": lambda case, row: checklist_block(row),
}


def offers_of(case: Case, *, reads_file: bool) -> list[Offer]:
    """What can be made of the case as it stands, in the order of its life."""
    found = [Offer(form, row) for form, rows in ROWS.items() for row in rows(case)]
    return [one for one in found if reads_file or not one.is_of_file]


def offer_of(case: Case, key: str, *, reads_file: bool) -> Offer | None:
    """The offer of that key; None when the case has none such, or it is not for this reader."""
    form = key.partition(":")[0]
    if form not in ROWS or (form not in UNREAD and not reads_file):
        return None
    return next((one for row in ROWS[form](case) if (one := Offer(form, row)).key == key), None)


def filled(
    case: Case, offer: Offer, *, taken_at: datetime, corrects: str = ""
) -> tuple[FormSnapshot, dict[str, bytes]]:
    """The snapshot that the offer's document is printed from, and the bytes of its pictures."""
    make = DETAILS.get(offer.form)
    signatures: tuple[SignatureMark, ...] = ()
    images: dict[str, bytes] = {}
    if isinstance(offer.row, Agreement) and offer.form == "F09":
        signatures, images = signatures_of(offer.row)
    if offer.form == "F05":
        images = details.paper_pictures(case)
    snap = FormSnapshot(
        offer.form,
        FORMS[offer.form].version,
        taken_at,
        case_block(case, from_the_start=offer.form in OF_THE_START),
        make(case, offer.row) if make else None,
        signatures,
        corrects,
        words_of(case, offer.form),
    )
    return snap, images
