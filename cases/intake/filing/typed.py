"""From the cleaned fields of a filing to what the action takes."""

from cases.accidents.facts import TYPE
from cases.accidents.forms import accident_of
from cases.docket.codes import ENTRUSTED, Source
from cases.intake.filing.actions import Named, TypedParty, TypedSpeaker
from cases.intake.filing.forms import FilingForm
from cases.intake.filings import Filing, Letter
from cases.intake.models import Organ
from cases.intake.similar import People
from cases.intake.suggestion import suggest

ORGANS = {
    Source.COURT: Organ.COURT,
    Source.PROCURATORATE: Organ.PROCURATORATE,
    Source.POLICE: Organ.POLICE,
    Source.PETITION: Organ.PETITION,
}


def parties_of(form: FilingForm) -> tuple[TypedParty, ...]:
    return tuple(_party(form, fields) for fields in form.parties)


def filing_of(values: dict) -> Filing:
    """The dispute; a type that nobody chose is the one that the text suggests, else 其他."""
    suggested = suggest(values["facts"])
    dispute_type, subtype = values["dispute_type"], values["dispute_subtype"]
    if not dispute_type:
        dispute_type = suggested.dispute_type if suggested else "D99"
        subtype = suggested.subtype if suggested else ""
    return Filing(
        source=values["source"],
        source_form=values["source_form"] if values["source"] == Source.APPLICATION else "",
        dispute_type=dispute_type,
        dispute_subtype=subtype,
        facts=values["facts"],
        requests=values["requests"],
        difficulty=values["difficulty"],
        casualties=values["casualties"],
        claim_amount=values["claim_amount"],
        place_area=values["place_area"].pk if values["place_area"] else "",
        place_text=values["place_text"],
        place_estate=values["place_estate"].pk if values.get("place_estate") else None,
        accident=accident_of(values) if dispute_type == TYPE else None,
    )


def letter_of(values: dict) -> Letter | None:
    """The letter of a referral; None for the other sources."""
    source = values["source"]
    if source not in ENTRUSTED:
        return None
    texts = ("letter_no", "letter_on", "outside_no", "contact_name", "contact_phone", "due_on", "organ_name")
    return Letter(
        organ=ORGANS.get(source, values["organ"]),
        court_mode=values["court_mode"] if source == Source.COURT else "",
        received_at=values["received_at"],
        **{name: values[name] for name in texts},
    )


def people_of(data) -> People:
    """Whom the cards name so far, as they are typed: nothing is checked yet."""
    known = [value for name, value in data.items() if name.startswith("p") and name.endswith("-known") and value]
    names = [value.strip() for name, value in data.items() if name.startswith("p") and name.endswith("-name")]
    return People(
        persons=tuple(_keys(known, "person:")),
        organisations=tuple(_keys(known, "organisation:")),
        names=tuple(name for name in names if 2 <= len(name) <= 100),
    )


def _keys(known, kind):
    for value in known:
        key = value.removeprefix(kind)
        if value.startswith(kind) and key.isascii() and key.isdecimal() and len(key) < 18:
            yield int(key)


def _party(form, fields):
    values = fields.cleaned_data
    named = ("kind", "known", "name", "number", "phone", "sex", "birth_on", "address", "credit_code", "head")
    return TypedParty(
        fields.prefix,
        values["side"],
        Named(**{name: values[name] for name in named}),
        occupation=values["occupation"],
        unit=values["unit"],
        special_groups=tuple(values["special_groups"]),
        members=values["members"] or 1,
        lacks_capacity=values["lacks_capacity"],
        papers=_papers(values),
        speakers=tuple(_speaker(one) for one in form.speakers_of(fields)),
    )


def _speaker(fields):
    values = fields.cleaned_data
    named = ("known", "name", "number", "phone")
    is_agent = values["kind"] == "agent"
    return TypedSpeaker(
        fields.prefix,
        Named(**{name: values[name] for name in named}),
        values["kind"],
        agent_kind=values["agent_kind"] if is_agent else "",
        authority=values["authority"] if is_agent else "",
        relation=values["relation"],
        papers=_papers(values),
    )


def _papers(values):
    return tuple(int(key) for key in values["papers"].split() if key.isascii() and key.isdecimal() and len(key) < 18)
