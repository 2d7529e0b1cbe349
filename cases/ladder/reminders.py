"""What is told between committees: one is asked to take a case over, the other has its answer."""

from cases.ladder.models import Transfer, TransferState
from governance.notices.rungs import rung

rung(
    "transfer.asked",
    "请求接收案件",
    "cases.Transfer",
    rows=lambda today: Transfer.objects.asked(),
    related=("case__committee__body", "receiver__body"),
    place="receiver_area_id",
    text=lambda transfer, notice: f"{transfer.case.committee}请您接收：{transfer.case.title}。",
    tone="warn",
)
rung(
    "transfer.answered",
    "移交有答复",
    "cases.Transfer",
    rows=lambda today: Transfer.objects.exclude(state=TransferState.ASKED),
    related=("case__committee__body", "receiver__body"),
    text=lambda transfer, notice: f"{transfer.receiver}{transfer.get_state_display()}：{transfer.case.title}。",
    url=lambda transfer: transfer.case.get_absolute_url(),
)
