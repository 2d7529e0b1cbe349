"""What the forms after an agreement need to know, read from the rows that the acts left."""

from django.utils import timezone

from cases.agreements.models import Agreement
from cases.agreements.wording import sentence, terms_of, total_of
from cases.confirmation.courts import courts_for
from cases.docket.models import Case
from cases.docket.states import Confirmation
from cases.documents import follow_up_details
from cases.documents.dates import day
from cases.documents.filling.blocks import staff_of
from cases.documents.money import figures
from cases.performance.shown import duties_shown
from cases.performance.track import agreement_of
from cases.visits.models import Found, ReturnVisit

ASKED = (
    Confirmation.ELIGIBLE,
    Confirmation.APPLIED,
    Confirmation.COURT_ACCEPTED,
    Confirmation.WITHDRAWN,
    Confirmation.NOT_ACCEPTED,
)


def visit(case: Case, one: ReturnVisit) -> follow_up_details.Visit:
    """Of a visit whose party is known (offers.py)."""
    said = "有" if Found.SUED in one.found else "没有"
    signs = [Found(code).label for code in one.found if code in (Found.RISK, Found.MISTAKE, Found.UNFIT)]
    return follow_up_details.Visit(
        visited=str(one.party),
        agreement_number=one.agreement.number if one.agreement else "",
        visited_at=one.visited_at,
        channel=one.get_channel_display(),
        place=one.place,
        performance=one.get_performance_display() if one.performance else one.get_reached_display(),
        satisfaction=one.get_satisfaction_display() if one.satisfaction else "",
        suit=said if one.reached == "yes" else "",
        signs="、".join(signs) or ("没有" if one.reached == "yes" else ""),
        situation=one.situation,
        measures=one.measures,
        visitor=one.account.name,
    )


def late_debtors(case: Case):
    """The parties that something is late of: each gets its letter."""
    agreement = agreement_of(case)
    if agreement is None:
        return ()
    late = {one.obligation.debtor_id for one in duties_shown(agreement, timezone.localdate()) if one.tone == "bad"}
    return case.parties.filter(pk__in=late).order_by("side", "seq")


def urge(case: Case, party) -> follow_up_details.Urge:
    agreement = agreement_of(case)
    today = timezone.localdate()
    shown = duties_shown(agreement, today) if agreement else []
    late = [one for one in shown if one.tone == "bad" and one.obligation.debtor_id == party.pk]
    mediators, _ = staff_of(case)
    limit = case.limits.running().filter(key="urge").order_by("due_on").first()
    return follow_up_details.Urge(
        to=(party.name,),
        issued_on=today,
        agreement_number=agreement.number if agreement else "",
        effective_on=agreement.effective_on if agreement else None,
        items=tuple(_late(one) for one in late),
        perform_by=max(limit.due_on, today) if limit else None,
        contact=mediators[0] if mediators else "",
        contact_phone=case.committee.body.phone,
    )


def _late(one) -> follow_up_details.Overdue:
    left = figures(one.left) if one.left else one.state
    until = one.obligation.due_on
    return follow_up_details.Overdue(sentence(one.obligation), f"{day(until)}前" if until else "自协议生效之日起", left)


def asked_of_the_court(case: Case):
    """The written agreement in force that the court may be, or was, asked about."""
    if case.confirmation not in ASKED:
        return ()
    return case.agreements.in_force().filter(form="written")


def court_application(case: Case, agreement: Agreement) -> follow_up_details.CourtApplication:
    agreement = Agreement.objects.for_page().get(pk=agreement.pk)
    asked = case.confirmations.filter(agreement=agreement).order_by("-id").first()
    offered = courts_for(case, on=timezone.localdate())
    court = asked.court if asked else (offered[0].name if offered else "")
    return follow_up_details.CourtApplication(
        agreement_number=agreement.number,
        effective_on=agreement.effective_on,
        terms=tuple(filter(None, (*terms_of(agreement), total_of(agreement)))),
        court=court,
    )
