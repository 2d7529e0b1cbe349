"""What a case brings along to the committee that takes it over: parties, their consents, letters, danger."""

from cases.accidents.models import Accident
from cases.docket.models import Case
from cases.intake.models import Contact, Direction
from cases.parties.actions import people_in
from cases.parties.models import Party

KEPT = (
    "source",
    "source_form",
    "dispute_type",
    "dispute_subtype",
    "difficulty",
    "facts",
    "requests",
    "claim_amount",
    "casualties",
    "place_area_id",
    "place_estate_id",
    "place_text",
    "title",
    "received_at",
)


def copied_case(case: Case, committee, *, procedure: str) -> Case:
    """The same dispute at another committee, saved, without a number: its source and the moment of the claim stay."""
    facts = {name: getattr(case, name) for name in KEPT}
    new = Case.objects.create(
        committee=committee, area_id=committee.area_id, procedure=procedure, earlier=case, **facts
    )
    parties = {old.pk: _copied_party(old, new) for old in case.parties.standing()}
    for contact in case.contacts.filter(party__in=parties).order_by("id"):
        Contact.objects.create(case=new, party=parties[contact.party_id], **_columns(contact, "case", "party"))
    for letter in case.referrals.filter(direction=Direction.IN).order_by("id"):
        type(letter).objects.create(case=new, **_columns(letter, "case"))
    for accident in Accident.objects.filter(case=case):
        Accident.objects.create(case=new, **_columns(accident, "case"))
    new.people_count = people_in(new)
    _copy_danger(case, new)
    new.save()
    return new


def _copied_party(old: Party, case: Case) -> Party:
    party = Party.objects.create(case=case, **_columns(old, "case"))
    for speaker in old.representations.standing():
        type(speaker).objects.create(party=party, **_columns(speaker, "party"))
    return party


def _copy_danger(case, new):
    """A level does not fall by being handed over."""
    current = case.risk_assessments.current().first()
    if current is None:
        return
    new.risk_level = current.level
    kept = type(current).objects.create(case=new, **{**_columns(current, "case"), "before": current.level})
    for report in case.risk_reports.order_by("id"):
        type(report).objects.create(case=new, assessment=kept, **_columns(report, "case", "assessment"))


def _columns(row, *but):
    """The values of a row, for a new one that belongs to somebody else."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key and field.name not in but]
    return {name: getattr(row, name) for name in names if name != "recorded_at"}
