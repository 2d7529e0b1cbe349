from governance.organisations.models import Organisation


def can_change_organisation(actor, organisation: Organisation) -> bool:
    return actor.holds("organisation.register", organisation.area_id)
