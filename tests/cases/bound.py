"""Plain functions that bring a case what its volume may not lack (domain/mediation.md 3.2), through the actions."""

from django.utils import timezone

from cases.docket.models import Case
from cases.documents.actions import produce_document, sign_document
from cases.documents.models import ProducedDocument
from cases.mediation.sessions.actions import sign_record
from cases.parties.identity import Looked, check_identity


def signed(case, form, by, about="") -> ProducedDocument:
    """Made and signed on paper just now."""
    made = produce_document(case, form, about=about, by=by, for_volume=True)
    return sign_document(made, by=by, signed_by="各方当事人", signed_at=timezone.now())


def seen(case, by, shown="original", **more) -> Case:
    """Every party's paper was looked at."""
    looked = tuple(Looked(party, shown, **more) for party in case.parties.standing())
    return check_identity(case, by=by, checked_at=timezone.now(), looked=looked)


def completed(case, by, *, mediator=None) -> Case:
    """Papers seen, application and notice and records signed; `mediator` signs the records if `by` may not."""
    seen(case, by)
    signed_before = set(case.documents.standing().exclude(signed_at=None).values_list("form", flat=True))
    for form in {"F02", "F03"} - signed_before:
        signed(case, form, by)
    for session in case.sessions.held().filter(signed_at=None):
        sign_record(session, by=mediator or by, signed_at=timezone.now(), signed_by="双方当事人、调解员")
    return Case.objects.get(pk=case.pk)
