"""What points at a place: counted over every table with a place, so that nothing is forgotten when a feature is new."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import models

from governance.areas.models import Area

HISTORY = frozenset(
    {
        # rows that rightly keep the place of their time
        "Area",
        "AreaName",
        "AreaReading",
        "AreaSuccession",
        "AreaLoad",
        "AreaChange",
        "AreaChangeItem",
        "AreaPopulation",
        "RuleValue",
        "TrailEntry",
        "StoredFile",
        "Job",
    }
)


@dataclass(frozen=True)
class Pointing:
    """How many rows of one kind stand under each of some places: those without an end, where the kind has ends."""

    label: str
    model: type[models.Model]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def pointing_at(area_codes: list[str], on: date) -> list[Pointing]:
    """What still stands under `area_codes` on `on`: the work that an act leaves to do. One query for each kind."""
    found = [Pointing(label, model, _counts(model, field, area_codes, on)) for model, field, label in _kinds()]
    return [each for each in found if each.total]


def _kinds():
    """Every field that names a place, of every model of the house that is not history."""
    for model in apps.get_models():
        if model.__name__ in HISTORY or model._meta.app_config.name.split(".")[0] not in HOUSE:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is Area:
                yield model, field, _label(model, field)


HOUSE = frozenset({"governance", "cases", "orgs", "funds"})


def _label(model, field):
    own = field.name == "area"
    return f"{model._meta.verbose_name}" if own else f"{model._meta.verbose_name}（{field.verbose_name}）"


def _counts(model, field, area_codes, on):
    rows = model._default_manager.filter(**{f"{field.attname}__in": area_codes})
    if any(each.name == "ends_on" for each in model._meta.get_fields()):
        rows = rows.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on))
    counted = rows.order_by().values_list(field.attname).annotate(models.Count("pk"))
    return dict(counted)
