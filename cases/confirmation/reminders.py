"""What is told of the window for judicial confirmation: on day 20, on day 27, and on its last day (2.10)."""

from datetime import timedelta

from cases.docket.due.models import TimeLimit
from cases.docket.reminders import HOST, of_limit
from cases.docket.states import WITH_AGREEMENT
from cases.docket.wording import CASE, WHEN, date_of
from governance.notices.rungs import rung
from governance.texts.wording import worded

WINDOW = timedelta(days=45)  # thirty days, and the longest rest that moves their end


def _running():
    return TimeLimit.objects.running().filter(
        key="jc_apply", case__voided_at__isnull=True, case__procedure__in=WITH_AGREEMENT
    )


def _open(today):
    """Windows that are open on `today`, by the index of their last day. Day 20 is one before rest days moved it."""
    return _running().filter(due_on__range=(today, today + WINDOW))


def _url(limit):
    return limit.case.get_absolute_url() + "#confirmation"


rung(
    "case.confirm_open",
    "可以申请司法确认",
    "cases.TimeLimit",
    offsets=(-10, -3),
    due="unrolled_on",
    rows=_open,
    recipients=HOST,
    related=("case",),
    text=worded(
        "case.confirm_open",
        "可以申请司法确认",
        "{案件}：各方可以在 {期限} 前共同申请司法确认，请询问当事人。",
        of_limit,
        *(CASE, date_of("04-17"), WHEN),
    ),
    url=_url,
    tone="warn",
)
rung(
    "case.confirm_due",
    "申请司法确认的最后一天",
    "cases.TimeLimit",
    offsets=(0,),
    due="due_on",
    rows=lambda today: _running(),
    recipients=HOST,
    related=("case",),
    text=worded(
        "case.confirm_due",
        "申请司法确认的最后一天",
        "{案件}：申请司法确认的期限 {期限} 届满，{何时}。",
        of_limit,
        *(CASE, date_of("04-17"), WHEN),
    ),
    url=_url,
    tone="warn",
)
