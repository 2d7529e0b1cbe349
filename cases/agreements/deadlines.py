"""By when the parties may ask the court to confirm (人民调解法 第三十三条)."""

from datetime import date

from governance.calendars.allowances import days
from governance.calendars.limits import Derivation, due_date
from governance.calendars.working_days import WorkCalendar

CONFIRMATION = days(30)


def confirmation_deadline(effective_on: date, calendar: WorkCalendar) -> Derivation:
    """Thirty days from the day on which the agreement took effect, moved on by a rest day (民法典 第二百零三条)."""
    return due_date(effective_on, CONFIRMATION, calendar, since="协议生效")
