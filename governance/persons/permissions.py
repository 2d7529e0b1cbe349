def can_change(actor, owner) -> bool:
    """`owner` is a person or an organisation: what is registered of it, and its numbers."""
    return actor.holds(f"{owner._meta.model_name}.register", owner.area_id)


def can_reveal(actor, area_code: str) -> bool:
    """See a full number of a person, or of an organisation's phone, registered at this place."""
    return actor.holds("person.reveal", area_code)
