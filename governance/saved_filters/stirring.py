"""What may newly match a filter, said in one line by each list: its rows on which somebody acted, whose day came."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from governance.audit.models import TrailEntry

Stirred = Callable[[datetime, datetime], Iterable[int]]


def acted_on(model: type[models.Model]) -> Stirred:
    """Rows of `model` on which an act was recorded: entered, changed, decided, ended."""

    def stirred(since, until):
        entries = TrailEntry.objects.filter(recorded_at__gte=since, recorded_at__lte=until)
        found = entries.filter(subject_type=model._meta.model_name).order_by().values_list("subject_id", flat=True)
        return {int(key) for key in found.distinct()}

    return stirred


def day_came(model: type[models.Model], *columns: str, ahead: tuple[int, ...] = (0,)) -> Stirred:
    """Rows of `model` of which a date in one of `columns` came, or came as near as one of `ahead` days."""

    def stirred(since, until):
        reached = models.Q(pk__in=[])
        for days in ahead:
            first, last = (timezone.localdate(moment) + timedelta(days=days) for moment in (since, until))
            if first < last:
                for column in columns:
                    reached |= models.Q(**{f"{column}__gt": first, f"{column}__lte": last})
        return set(model._default_manager.filter(reached).order_by().values_list("pk", flat=True))

    return stirred


def written(model: type[models.Model], *columns: str) -> Stirred:
    """Rows of `model` of which a time in one of `columns` lies in that time."""

    def stirred(since, until):
        reached = models.Q(pk__in=[])
        for column in columns:
            reached |= models.Q(**{f"{column}__gte": since, f"{column}__lte": until})
        return set(model._default_manager.filter(reached).order_by().values_list("pk", flat=True))

    return stirred


def any_of(*ways: Stirred) -> Stirred:
    return lambda since, until: {key for way in ways for key in way(since, until)}
