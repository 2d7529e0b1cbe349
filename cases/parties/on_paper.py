"""Parties as an old register names them. What only the living can be asked for is not: guardians, heads, the chosen."""

from datetime import date

from cases.docket.models import Case
from cases.parties.actions import ADULT, AGED
from cases.parties.models import Party, PartyKind, SpecialGroup
from governance.copying import new_row
from governance.identifiers.names import sound_of
from governance.identifiers.resident_id import age_on
from governance.organisations.models import Organisation
from governance.persons.models import Person


def party_on_paper(case: Case, subject: Person | Organisation, *, side: str, seq: int, members: int, on: date) -> Party:
    """A party, unsaved, of a case accepted `on`; `members` are the people that the entry stands for."""
    sound = sound_of(subject.name)
    values = {"name": subject.name, "pinyin": sound.pinyin, "initials": sound.initials, "members": members}
    if isinstance(subject, Organisation):
        return new_row(Party, case=case, side=side, seq=seq, kind=subject.kind, organisation_id=subject.pk, **values)
    values["special_groups"] = _groups(subject, on)
    return new_row(Party, case=case, side=side, seq=seq, kind=PartyKind.NATURAL, person_id=subject.pk, **values)


def _groups(person: Person, on: date) -> list[str]:
    if person.birth_on is None:
        return []
    age = age_on(person.birth_on, on)
    return [SpecialGroup.MINOR] if age < ADULT else [SpecialGroup.AGED] if age >= AGED else []
