"""What is told to whoever holds a case that somebody reminds them of."""

from cases.docket.states import LEFT_ALONE
from cases.reminding.models import HolderReminder
from governance.notices.rungs import rung

rung(
    "case.reminded",
    "催办",
    "cases.HolderReminder",
    rows=lambda today: HolderReminder.objects.exclude(case__procedure__in=LEFT_ALONE),
    related=("case", "account"),
    text=lambda reminder, notice: f"{reminder.account.name}催办 {reminder.case}：{reminder.text}",
    tone="warn",
)
