"""Acting, sealing and forging, for the tests of the trail's chain."""

import time

from django.db import connection, transaction

from governance.audit import sealing
from governance.audit.models import TrailDetail, TrailEntry, TrailHead, TrailSeal
from governance.audit.trail import record
from tests.factories import YINGYUAN


def act(by, *, count=1, **details):
    """Acts in one transaction."""
    with transaction.atomic():
        return [record("test.done", by, by=by, area=YINGYUAN, note=f"第{i}次", **details) for i in range(count)]


def seal(expected=None):
    """Seal everything; other tests' transactions on the same server may hold it up, the longest for a minute or two."""
    until = time.monotonic() + 240
    while sealing.seal_all() or TrailEntry.objects.behind(head()).exists():
        assert time.monotonic() < until, "not sealed in time"
        time.sleep(0.05)


def head():
    return TrailHead.objects.filter(pk=1).first() or TrailHead()


def by_force(*statements):
    """As the owner of the tables, who switches the triggers off and on again."""
    triggers = [(trigger, model) for model in (TrailEntry, TrailDetail, TrailSeal) for trigger in model._meta.triggers]
    kept_off = {model: emptying(model) for model in (TrailEntry, TrailDetail, TrailSeal)}
    for trigger, model in triggers:
        trigger.disable(model)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    for trigger, model in triggers:
        if trigger is not kept_off[model]:
            trigger.enable(model)


def emptying(model):
    return next(trigger for trigger in model._meta.triggers if "emptied" in trigger.name)
