"""Joint mediation (联合调解): who mediates at a committee that assists sees the case of the committee that leads."""

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q

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


def assists(actor, case) -> bool:
    """Whether a committee at which `actor` mediates assists in `case` now."""
    offices = offices_of(actor) - {case.area_id}
    return bool(offices) and case.assistances.standing().filter(committee__area_id__in=offices).exists()
