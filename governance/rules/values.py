"""What a rule says at a place on a date: the nearest place that set it, else the dated default."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import models

from governance.areas import codes
from governance.rules.definitions import RULES, Default, Rule
from governance.rules.models import RuleValue


@dataclass(frozen=True)
class InForce:
    """All that one rule says on one day. `own` holds, by code, what each place says for itself and those below."""

    rule: Rule
    on: date
    own: dict[str, RuleValue]

    def origin(self, area_code: str) -> RuleValue | Default:
        """Where the value at a place comes from: the row of the nearest place that says something, or the default."""
        for code in (area_code, *reversed(codes.ancestors(area_code))):
            if code in self.own:
                return self.own[code]
        return self.rule.default_on(self.on)

    def value(self, area_code: str):
        origin = self.origin(area_code)
        return origin.typed if isinstance(origin, RuleValue) else origin.value

    def supposing(self, area_code: str, value) -> "InForce":
        """The same if `area_code` said `value`, or, with None, said nothing of its own."""
        others = {code: row for code, row in self.own.items() if code != area_code}
        if value is None:
            return replace(self, own=others)
        supposed = RuleValue(key=self.rule.key, area_id=area_code, starts_on=self.on, value=self.rule.stored(value))
        return replace(self, own={**others, area_code: supposed})

    def expression(self, field: str) -> models.Case:
        """A whole number in SQL: the value for the row whose `field` is a code, the nearest place first."""
        nearest_first = sorted(self.own, key=codes.level, reverse=True)
        spans = ((codes.code_range(code), self.own[code].typed) for code in nearest_first)
        return models.Case(
            *(
                models.When(**{f"{field}__gte": span.first, f"{field}__lte": span.last}, then=models.Value(value))
                for span, value in spans
            ),
            default=models.Value(self.rule.default_on(self.on).value),
            output_field=models.IntegerField(),
        )


@dataclass(frozen=True)
class History:
    """All that one rule says on any day. `rows` are its standing values, the oldest first."""

    rule: Rule
    rows: tuple[RuleValue, ...]
    _known: dict[date, InForce] = field(default_factory=dict, compare=False)

    def on(self, day: date) -> InForce:
        if day not in self._known:
            own = {row.area_id: row for row in self.rows if row.starts_on <= day}
            said = {code: row for code, row in own.items() if not row.inherits}
            self._known[day] = InForce(self.rule, day, said)
        return self._known[day]

    def supposing(self, row: RuleValue) -> "History":
        """The same if `row`, which is not stored, had been set."""
        return History(self.rule, tuple(sorted((*self.rows, row), key=lambda each: each.starts_on)))


def histories(keys: Iterable[str]) -> dict[str, History]:
    """Everything that each of `keys` says anywhere on any day, in one query. Raises KeyError for an unknown rule."""
    rows: dict[str, list[RuleValue]] = {key: [] for key in keys}
    for row in RuleValue.objects.standing().filter(key__in=rows).select_related("area").order_by("starts_on", "id"):
        rows[row.key].append(row)
    return {key: History(RULES[key], tuple(found)) for key, found in rows.items()}


_kept: dict[str, tuple[str, History]] = {}


def kept_histories(standing: dict[str, str]) -> dict[str, History]:
    """The same, kept in each process, and read again for the keys whose values are others: `standing` names them."""
    unread = [key for key, ids in standing.items() if key not in _kept or _kept[key][0] != ids]
    if unread:
        _kept.update({key: (standing[key], history) for key, history in histories(unread).items()})
    return {key: _kept[key][1] for key in standing}


def in_force(key: str, on: date) -> InForce:
    """Everything that `key` says anywhere on `on`, in one query. Raises KeyError for a rule nobody defined."""
    return History(RULES[key], tuple(RuleValue.objects.begun(key, on).select_related("area"))).on(on)


def value(key: str, area_code: str, on: date):
    """What `key` says at a place on a date, typed as its kind says."""
    return in_force(key, on).value(area_code)


def several(keys: Iterable[str], area_code: str, on: date) -> dict:
    """What each of `keys` says there and then, in one query."""
    return {key: history.on(on).value(area_code) for key, history in histories(keys).items()}


def values(key: str, area_codes: Iterable[str], on: date) -> dict:
    """The same for many places, in one query."""
    rule = in_force(key, on)
    return {code: rule.value(code) for code in area_codes}
