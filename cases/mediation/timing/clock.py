"""The one place where the mediation moves time limits."""

from datetime import date

from governance.calendars.current import current_calendar
from governance.calendars.working_days import next_working_day


def next_working_day_after(day: date) -> date:
    return next_working_day(day, current_calendar())
