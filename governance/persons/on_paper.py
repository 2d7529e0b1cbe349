"""People as old papers name them: many at once, most of them by nothing but a name. Part of the act that brings them.

The caller records the act; what is known by the number of a document is not registered twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.copying import copy_new, new_row
from governance.duplicates.models import DuplicateSuspicion
from governance.errors import NotPermitted
from governance.identifiers.documents import Document, DocumentKind, parse_document
from governance.identifiers.names import sound_of
from governance.persons.models import IDENTIFIER_INDEX, Person, PersonIdentifier
from governance.sealing.blind_index import all_digests, current_digest


@dataclass(frozen=True)
class OnPaper:
    """A person on paper: the name, the place that brings it in, the number of a resident ID ("" without one)."""

    name: str
    area: str
    number: str = ""


def known_by_number(numbers: Iterable[str], *, by, on: date) -> dict[str, Person]:
    """Whom `by` may see of those with these numbers of resident IDs; of an entry given up, the one that is kept."""
    digests = {
        digest: number
        for number in numbers
        for digest in all_digests(_document(number, on).index_text, purpose=IDENTIFIER_INDEX)
    }
    if not digests:
        return {}
    seen = Person.objects.visible_to(by)
    rows = PersonIdentifier.objects.filter(digest__in=digests, person__in=seen).select_related("person__same_as")
    return {digests[row.digest]: row.person.same_as or row.person for row in rows.order_by("-person_id")}


def register_on_paper(people: list[OnPaper], *, by, on: date, reason: str) -> list[Person]:
    """Register people none of whom is known, each number once. `reason`: why the others have no document.

    Raises NotPermitted.
    """
    for area in {one.area for one in people}:
        if not by.holds("person.register", area):
            raise NotPermitted("您不能在这个区域登记人员。")
    documents = [_document(one.number, on) if one.number else None for one in people]
    made = copy_new(Person, [_person(one, document, reason) for one, document in zip(people, documents, strict=True)])
    identified = [(person, document) for person, document in zip(made, documents, strict=True) if document]
    copy_new(
        PersonIdentifier,
        [
            new_row(PersonIdentifier, person_id=person.pk, kind=document.kind, number=document.number, is_primary=True)
            for person, document in identified
        ],
    )
    _notice_twins(identified)
    return made


def _person(one: OnPaper, document: Document | None, reason: str) -> Person:
    sound = sound_of(one.name)
    person = new_row(Person, name=one.name, pinyin=sound.pinyin, initials=sound.initials, area_id=one.area)
    if document is None:
        person.no_identifier_reason = reason
    elif document.born_on:
        person.sex = str(document.sex)
        person.birth_on_sealed, person.birth_year = document.born_on.isoformat(), document.born_on.year
    return person


def _notice_twins(identified) -> None:
    """Somebody out of the scope of who registers may have the same number: that is noted, and told to nobody here."""
    digests = {
        current_digest(document.index_text, purpose=IDENTIFIER_INDEX): (p, document) for p, document in identified
    }
    if not digests:
        return
    own = [person.pk for person, _ in identified]
    others = PersonIdentifier.objects.filter(digest__in=digests).exclude(person__in=own)
    for digest in set(others.values_list("digest", flat=True)):
        person, document = digests[digest]
        DuplicateSuspicion.objects.notice(person, document.index_text)


def _document(number: str, on: date) -> Document:
    return parse_document(DocumentKind.RESIDENT_ID, number, today=on, imported=True)
