"""Readings of a district's numbers among many cases against the same among 10,000."""

import json
import os
import subprocess
import sys
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from bench.asking import Asked, unhurried
from bench.figure import Figure
from bench.serving import Served

SEAT, DISTRICT, STREET = "qugong", "310114000000", "310114001000"
MEASURES = "cases.accepted,cases.success,cases.success_rate,cases.on_time_rate,cases.median_days"
HEADERS = """
import django, json
django.setup()
from bench.asking import Asked, unhurried
unhurried()
print(json.dumps(Asked("", "", "{seat}").headers()))
"""


def beside(small: str) -> list[Figure]:
    """`small` is the address of the small world."""
    many, few = Served("governance.wsgi"), Served("governance.wsgi", DATABASE_URL=small)
    unhurried()
    metrics = reverse("api:metrics")
    by_client = {
        "接口 /metrics/，五项指标、一个区、一个月": {"measure": MEASURES, "place": DISTRICT, "period": "2026-03"},
        "同上，一年、按纠纷类型": {"measure": "cases.accepted", "place": DISTRICT, "period": "2025", "by": "type"},
        "同上，各街道并列": {"measure": "cases.accepted,cases.success", "below": DISTRICT, "period": "2026-03"},
    }
    return [
        *(_figure(name, f"{metrics}?{urlencode(query)}", "", small, many, few) for name, query in by_client.items()),
        _figure("看板，一个区", f"{reverse('metrics:board')}?place={DISTRICT}", SEAT, small, many, few),
        _figure("看板，一个街道", f"{reverse('metrics:board')}?place={STREET}", SEAT, small, many, few),
    ]


def _figure(name, path, seat, small, many, few):
    asked = Asked(name, path, seat)
    of_many, of_few = asked.headers(), _elsewhere(small, seat)
    return Figure(name, lambda: many.get(path, **of_many), lambda: few.get(path, **of_few), at_most=1.2)


@cache
def _elsewhere(small, seat):
    """Headers of the same asker in the other world, told by a process that stands in it."""
    settings = os.environ | {"DATABASE_URL": small, "DJANGO_SETTINGS_MODULE": "governance.settings"}
    command = [sys.executable, "-c", HEADERS.format(seat=seat)]
    told = subprocess.run(command, env=settings, check=True, capture_output=True, text=True).stdout
    return json.loads(told.strip().splitlines()[-1])
