"""Who is told of danger in a case: its director, the justice office and the head of the street, and its host."""

from django.utils import timezone

from cases.docket.models import Case
from governance.notices.recipients import holders, holders_above, named, together
from governance.people.models import Account

STREET = together(holders_above("street_justice_officer"), holders_above("street_supervisor"))
DIRECTOR_AND_STREET = together(holders("mediation_director"), STREET)
HOST_AND_DIRECTOR = together(named("case.host_id"), holders("mediation_director"))


def overseers_of(case: Case):
    """The accounts of the director and of the street, and of the host."""
    told = DIRECTOR_AND_STREET([case], timezone.localdate())[case.pk] | ({case.host_id} - {None})
    return Account.objects.filter(pk__in=told)
