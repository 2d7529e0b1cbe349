"""What mediators carry, read in a fixed number of queries."""

from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Coalesce

from cases.docket.codes import Difficulty
from cases.mediation.loads.advice import Advice, Carried, advise
from cases.mediation.mediators.models import BARRED
from cases.mediation.models import Assignment, MediatorRole
from cases.mediation.office import MEDIATE
from governance import rules
from governance.areas.codes import ROOT
from governance.notices.absences.models import Absence
from governance.people.models import Posting

SOON = timedelta(days=3)
AHEAD = timedelta(days=14)  # an absence that begins so soon is told


def weights(area: str, on: date) -> dict[int, int]:
    """How many ordinary cases one of each difficulty counts for."""
    heavy = {Difficulty.COMPLEX: "mediation.load.complex", Difficulty.MAJOR: "mediation.load.major"}
    return {each.value: rules.value(heavy[each], area, on) if each in heavy else 1 for each in Difficulty}


def with_carried(postings, *, on: date, area: str = ROOT):
    """Postings of mediators, each with `open`, `weight`, `overdue`, `soon`, `away_from`, `back_on`.

    `weight` counts difficult cases as the rule of `area` says.
    """
    carried = Assignment.objects.of_open_cases().exclude(role=MediatorRole.RECORDER)
    carried = carried.filter(account=models.OuterRef("account"), case__area_id=models.OuterRef("area_id"))
    known = weights(area, on)
    weight = models.Case(
        *(models.When(case__difficulty=difficulty, then=models.Value(count)) for difficulty, count in known.items()),
        default=models.Value(1),
    )

    def figure(value):
        found = carried.order_by().values("account").annotate(figure=value).values("figure")
        return Coalesce(models.Subquery(found), 0, output_field=models.IntegerField())

    absence = Absence.objects.filter(account=models.OuterRef("account"), starts_on__lte=on + AHEAD, ends_on__gt=on)
    first = absence.order_by("starts_on")
    return postings.annotate(
        open=figure(models.Count("case")),
        weight=figure(models.Sum(weight)),
        overdue=figure(models.Count("case", filter=models.Q(case__due_on__lt=on))),
        soon=figure(models.Count("case", filter=models.Q(case__due_on__gte=on, case__due_on__lte=on + SOON))),
        away_from=models.Subquery(first.values("starts_on")[:1]),
        back_on=models.Subquery(first.values("ends_on")[:1]),
    )


def in_office_with_load(area: str, *, on: date, dispute_type: str = "") -> list[Carried]:
    """Everybody who mediates at this very place today, once each."""
    postings = Posting.objects.active(on).filter(area_id=area, role__in=MEDIATE, account__is_active=True)
    postings = postings.exclude(account__mediator__status__in=BARRED)
    rows = with_carried(postings.select_related("account__mediator"), on=on, area=area).order_by("account_id", "pk")
    return list({row.account_id: _carried(row, dispute_type) for row in rows}.values())


def advice_at(area: str, *, on: date, dispute_type: str = "", without=()) -> list[Advice]:
    """The mediators of a committee, in the order in which they could take the next case of this kind."""
    found = in_office_with_load(area, on=on, dispute_type=dispute_type)
    return advise([one for one in found if one.account_id not in set(without)], on=on)


def _carried(row, dispute_type) -> Carried:
    profile = getattr(row.account, "mediator", None)
    return Carried(
        row.account_id,
        row.account.name,
        open=row.open,
        weight=row.weight,
        overdue=row.overdue,
        soon=row.soon,
        away_from=row.away_from,
        back_on=row.back_on,
        is_skilled=bool(dispute_type and profile and dispute_type in profile.specialities),
    )
