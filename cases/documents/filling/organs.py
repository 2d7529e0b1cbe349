"""The facts of papers to other organs, and of what a check found."""

from django.utils import timezone

from cases.docket.models import Case
from cases.documents import follow_up_details, form_details
from cases.documents.filling.blocks import parties_of, party_block, registrar_of, staff_of
from cases.intake.models import Direction
from cases.interfaces.models import Feedback
from cases.risk.codes import Forecast, RiskLevel
from cases.risk.models import RiskReport


def court_end(case: Case, sent: Feedback) -> follow_up_details.CourtEnd:
    letter = sent.referral
    mediators, _ = staff_of(case)
    on = case.accepted_on or timezone.localdate(case.received_at)
    blocks = [party_block(party, on) for party in parties_of(case)]
    return follow_up_details.CourtEnd(
        issued_on=timezone.localdate(sent.sent_at),
        organ=letter.organ_name,
        referral_number=letter.letter_no,
        referral_on=letter.letter_on,
        docket=letter.outside_no,
        result=sent.get_result_display(),
        ended_on=sent.result_on,
        explanation=sent.text,
        agreed_facts=sent.agreed_facts,
        addresses=tuple(
            form_details.Address(party=one.name, address=one.service_address or one.address, phone=one.phone)
            for one in blocks
        ),
        contact=mediators[0] if mediators else registrar_of(case),
        contact_phone=case.committee.body.phone,
    )


def risk_report(case: Case, report: RiskReport) -> follow_up_details.RiskTold:
    found = report.assessment
    return follow_up_details.RiskTold(
        issued_on=timezone.localdate(report.reported_at),
        organ=report.organ_name,
        level=found.get_level_display(),
        assessed_at=found.assessed_at,
        signs=tuple(found.sign_labels),
        forecast="" if found.forecast == Forecast.NONE else found.get_forecast_display(),
        narrative=found.narrative,
        measures=found.measures,
        reported_at=report.reported_at,
        told=report.text,
        person=report.person,
        how=report.get_channel_display(),
        reported_by=report.account.name,
        answer=report.reply,
    )


def check_register(case: Case, _) -> follow_up_details.Check:
    found = case.events.filter(step="T1").select_related("account").order_by("seq").first()
    sent = case.referrals.filter(direction=Direction.OUT).order_by("id").first()
    is_clue = case.procedure == "clue"
    place = f"{case.place_area.name if case.place_area else ''}{case.place_text}"
    return follow_up_details.Check(
        found_at=found.happened_at if found else case.received_at,
        place=place,
        checkers=(found.account.name,) if found and found.account else (),
        people=tuple(party.name for party in parties_of(case)),
        risk=RiskLevel(case.risk_level).label,
        handed_to=sent.organ_name if sent else "",
        outcome="" if is_clue else f"{case.get_procedure_display()} {case.number}".strip(),
    )
