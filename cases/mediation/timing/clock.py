"""The one place where the mediation moves time limits."""

from datetime import date

from governance.calendars.official import SHIPPED, calendar_of
from governance.calendars.working_days import next_working_day


def next_working_day_after(day: date) -> date:
    return next_working_day(day, calendar_of(*SHIPPED))
