"""The facts of papers to other organs, and of what a check found."""

from collections.abc import Iterable

from django.utils import timezone

from cases.checks.models import CheckFinding
from cases.docket.models import Case
from cases.documents import follow_up_details, form_details
from cases.documents.filling.blocks import SIDES, parties_of, registrar_of, staff_of
from cases.intake.models import Direction
from cases.interfaces.models import Feedback
from cases.parties.models import Party
from cases.risk.codes import Forecast, RiskLevel
from cases.risk.models import RiskReport


def court_end(case: Case, sent: Feedback) -> follow_up_details.CourtEnd:
    letter = sent.referral
    mediators, _ = staff_of(case)
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
        addresses=addresses_of([case.pk])[case.pk],
        contact=mediators[0] if mediators else registrar_of(case),
        contact_phone=case.committee.body.phone,
    )


def addresses_of(cases: Iterable[int]) -> dict[int, tuple[form_details.Address, ...]]:
    """Where each party of these cases is served (送达地址), by case, in a fixed number of queries."""
    found: dict[int, list[form_details.Address]] = {pk: [] for pk in cases}
    parties = Party.objects.standing().filter(case__in=found).select_related("person", "organisation")
    parties = parties.prefetch_related("person__phones", "organisation__phones").order_by("side", "seq")
    for party in sorted(parties, key=lambda one: list(SIDES).index(one.side)):
        firm = party.organisation
        phones = sorted(
            (one for one in (firm or party.person).phones.all() if not one.is_ended), key=lambda one: not one.is_primary
        )
        found[party.case_id].append(
            form_details.Address(
                party=party.name,
                address=firm.address if firm else party.person.address,
                phone=phones[0].number.open() if phones else "",
            )
        )
    return {pk: tuple(told) for pk, told in found.items()}


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
    finding = CheckFinding.objects.filter(case=case).select_related("found_in").first()
    check = finding.found_in if finding else None
    typed_by = (found.account.name,) if found and found.account else ()
    told = (finding.people,) if finding and finding.people else ()
    return follow_up_details.Check(
        found_at=check.checked_at if check else found.happened_at if found else case.received_at,
        place=place or (check.place if check else ""),
        method=check.get_method_display() if check else "",
        checkers=tuple(check.checkers.split("、")) if check else typed_by,
        people=tuple(party.name for party in parties_of(case)) or told,
        risk=RiskLevel(case.risk_level).label,
        handed_to=sent.organ_name if sent else "",
        outcome="" if is_clue else f"{case.get_procedure_display()} {case.number}".strip(),
    )
