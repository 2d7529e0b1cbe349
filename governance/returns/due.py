"""By when a table is due: so many working days after its period. Pure."""

from datetime import date

from governance.calendars.working_days import WorkCalendar, next_working_day


def due_day(ends_on: date, working_days: int, calendar: WorkCalendar) -> date:
    """The `working_days`-th working day after the last day of the period."""
    day = ends_on
    for _ in range(working_days):
        day = next_working_day(day, calendar)
    return day


def told(ends_on: date, working_days: int, due_on: date, calendar: WorkCalendar) -> str:
    """Why the day is that day."""
    provisional = "；该年放假安排未公布，暂按周末推算" if calendar.is_provisional(ends_on, due_on) else ""
    return f"期间最后一天 {ends_on} 之后的第 {working_days} 个工作日{provisional}"
