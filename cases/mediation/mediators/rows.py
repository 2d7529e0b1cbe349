"""The rows of the page and the export: who mediates or mediated in the actor's scope, with what each carries."""

from django.db import models
from django.db.models.functions import Coalesce

from cases.mediation.models import Assignment, MediatorRole
from cases.mediation.office import MEDIATE
from governance.people.models import Posting


def mediators_seen_by(actor):
    """Postings with `load`: open cases at that committee in which they are host or co-mediator."""
    carried = Assignment.objects.of_open_cases().filter(
        account=models.OuterRef("account"), case__area_id=models.OuterRef("area_id")
    )
    counted = carried.exclude(role=MediatorRole.RECORDER).order_by().values("account").annotate(n=models.Count("case"))
    rows = Posting.objects.visible_to(actor).filter(role__in=MEDIATE, account__isnull=False).for_list()
    return rows.annotate(load=Coalesce(models.Subquery(counted.values("n")), 0))
