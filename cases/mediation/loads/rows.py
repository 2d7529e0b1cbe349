"""The rows of the page and the export: mediators in office in the actor's scope, with what each carries."""

from datetime import date

from cases.mediation.loads.queries import with_carried
from cases.mediation.office import MEDIATE
from governance.areas.codes import ROOT
from governance.people.models import Posting


def loads_seen_by(actor, on: date):
    places = actor.scope("posting.view").places
    seen = Posting.objects.visible_to(actor).active(on).filter(role__in=MEDIATE, account__is_active=True)
    return with_carried(seen.for_list(), on=on, area=places[0] if places else ROOT)
