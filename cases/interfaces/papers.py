"""What goes with an answer to an organ: the letter that was printed of it, and the addresses for service."""

from collections.abc import Iterable

from django.db import transaction

from cases.documents.filling.organs import addresses_of
from cases.documents.models import ProducedDocument
from cases.interfaces.models import FeedbackKind
from governance.audit.trail import record

END, REPLY = "F18.court_end", "F18.reply"


def bring_papers(feedbacks: Iterable) -> None:
    """Put to each its printed letter as `paper` (None before one was made) and whether there is one as `has_paper`."""
    rows = list(feedbacks)
    made = ProducedDocument.objects.standing().filter(case__in=[one.case_id for one in rows], form__in=(END, REPLY))
    found = {(one.form, one.about): one for one in made.select_related("pdf").order_by("id") if one.pdf_id}
    for one in rows:
        one.paper = found.get(_about(one))
        one.has_paper = one.paper is not None


def bring_addresses(feedbacks: Iterable) -> None:
    """Put to each `served_at`: where the parties are served, for a court that gets the end of a mediation."""
    rows = list(feedbacks)
    told = addresses_of([one.case_id for one in rows if one.kind == FeedbackKind.COURT_END])
    for one in rows:
        one.served_at = told[one.case_id] if one.kind == FeedbackKind.COURT_END else ()


@transaction.atomic
def fetch_paper(feedback, *, by) -> bytes:
    """The bytes of the letter of a feedback, for who may see it; recorded. `bring_papers` came before."""
    record("feedback.paper_fetched", feedback, by=by, area=feedback.area_id, paper=feedback.paper.pk)
    with feedback.paper.pdf.open() as file:
        return file.read()


def _about(feedback):
    if feedback.kind == FeedbackKind.COURT_END:
        return END, f"feedback-{feedback.pk}"
    return REPLY, f"referral-{feedback.referral_id}"
