"""Joint mediation (联合调解): who mediates at a committee that assists sees the case of the committee that leads."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q

from governance.access.roles import ROLES
from governance.people.models import Posting

OPENED = frozenset(
    {"case.view", "case.register", "case.mediate"}
)  # pages; the file and the acts are for those assigned


class IsAnyOf(Func):
    """`id = ANY(ARRAY(SELECT …))`: asked once for a query, so that an index of places still serves beside it."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def offices_of(actor) -> set[str]:
    """Places of the committees at which an account mediates."""
    if actor._meta.model_name != "account":
        return set()
    return {posting.area_id for posting in actor.postings_today if "case.mediate" in actor.verbs_of(posting)}


def or_assisted(reached: Q, actor, verb: str, to_case: str) -> Q:
    """`reached`, or rows of a case that a committee of `actor` assists in now. `to_case`: the column with its key."""
    offices = offices_of(actor) if verb in OPENED else set()
    if not offices:
        return reached
    assisted = apps.get_model("cases.Assistance").objects.standing().filter(committee__area_id__in=offices)
    return reached | Q(IsAnyOf(F(to_case), ArraySubquery(assisted.order_by().values("case_id"))))


def assisting(cases: Iterable[int], accounts: Iterable[int], verb: str, on: date) -> dict[int, set[int]]:
    """Of `accounts`, those that mediate at a committee that assists in a case, by its primary key; as `or_assisted`."""
    if verb not in OPENED:
        return {}
    standing = apps.get_model("cases.Assistance").objects.standing().filter(case__in=list(cases))
    places = defaultdict(set)
    for case, area in standing.values_list("case_id", "committee__area_id"):
        places[area].add(case)
    roles = [role.code for role in ROLES.values() if "case.mediate" in role.verbs]
    held = Posting.objects.active(on).filter(account__in=list(accounts), role__in=roles, area__in=list(places))
    found: dict[int, set[int]] = defaultdict(set)
    for account, area in held.filter(account__is_active=True).values_list("account_id", "area_id"):
        for case in places[area]:
            found[case].add(account)
    return found


def assists(actor, case) -> bool:
    """Whether a committee at which `actor` mediates assists in `case` now."""
    offices = offices_of(actor) - {case.area_id}
    return bool(offices) and case.assistances.standing().filter(committee__area_id__in=offices).exists()
