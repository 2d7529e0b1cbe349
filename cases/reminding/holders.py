"""Who holds a case now: its host while in office, else the directors of its committee."""

from cases.docket.models import Case
from cases.mediation.office import MEDIATE
from governance.access.roles import ROLES
from governance.people.models import Account, Posting

DIRECT = [role.code for role in ROLES.values() if "case.decide" in role.verbs]


def holders_of(case: Case) -> list[Account]:
    """Active accounts with a posting at the committee's own place, in one query; empty when there are none."""
    held = Posting.objects.active().filter(area_id=case.area_id, account__is_active=True)
    seats = list(held.filter(role__in=MEDIATE).select_related("account").order_by("account_id"))
    host = [seat.account for seat in seats if seat.account_id == case.host_id]
    directors = [seat.account for seat in seats if seat.role in DIRECT]
    return host[:1] or list({account.pk: account for account in directors}.values())
