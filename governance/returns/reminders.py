"""What is told of tables: before, on and after the day on which they are due, upward when late; that one came back."""

from governance.notices.recipients import holders, holders_above, once_late, together
from governance.notices.rungs import rung
from governance.returns.models import Return

FILERS = holders("mediation_director", "street_justice_officer", "district_officer")
ABOVE = once_late(holders_above("street_justice_officer", "street_supervisor", "district_officer", place="upper_id"))

rung(
    "return.due",
    "统计报表待报送",
    "governance.Return",
    offsets=(-1, 0, 1, 3),
    due="due_on",
    rows=lambda today: Return.objects.unfiled(),
    recipients=together(FILERS, ABOVE),
    related=("area",),
    text=lambda filed, notice: (
        f"{filed}：{filed.get_state_display()}，应于 {filed.due_on:%Y-%m-%d} 报送，{notice.when}。"
    ),
    tone="warn",
)
rung(
    "return.returned",
    "统计报表被退回",
    "governance.Return",
    related=("area",),
    text=lambda filed, notice: f"{filed}已被退回，请按退回意见修改后重新报送。",
    tone="warn",
)
