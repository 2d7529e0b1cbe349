from governance.persons.models import Person


def can_change_person(actor, person: Person) -> bool:
    return actor.holds("person.register", person.area_id)


def can_change_phones(actor, owner) -> bool:
    """`owner` is a person or an organisation."""
    return actor.holds(f"{owner._meta.model_name}.register", owner.area_id)


def can_reveal(actor, area_code: str) -> bool:
    """See a full number of a person, or of an organisation's phone, registered at this place."""
    return actor.holds("person.reveal", area_code)
