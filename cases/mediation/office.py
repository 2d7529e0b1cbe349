"""Who holds office at a mediation committee today, and how much each carries."""

from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Coalesce

from cases.mediation.models import Assignment, MediatorRole
from governance.access.roles import ROLES
from governance.people.models import Account, Posting

MEDIATE = [role.code for role in ROLES.values() if "case.mediate" in role.verbs]
RECORD = [role.code for role in ROLES.values() if "case.register" in role.verbs and not role.for_clients]


def in_office(area_id: str, roles=MEDIATE, *, also: Iterable[str] = ()):
    """Active accounts with a posting of `roles` at this very place, or at one of `also`; `load` counts their open cases
    as a mediator."""
    areas = [area_id, *also]
    postings = Posting.objects.active().filter(area_id__in=areas, role__in=roles, account__isnull=False)
    accounts = Account.objects.filter(is_active=True, pk__in=postings.values("account_id"))
    return with_load(accounts).order_by("load", "name", "pk")


def with_load(accounts):
    """Each with `load`: cases under way in which they are host or co-mediator."""
    carried = Assignment.objects.of_open_cases().filter(account=models.OuterRef("pk"))
    counted = carried.exclude(role=MediatorRole.RECORDER).order_by().values("account").annotate(n=models.Count("case"))
    return accounts.annotate(load=Coalesce(models.Subquery(counted.values("n")), 0))
