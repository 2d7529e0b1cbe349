"""What is told between committees: one is asked to take a case over, the other has its answer."""

from django.urls import reverse

from cases.docket.wording import CASE
from cases.ladder.models import Assistance, Transfer, TransferState
from governance.notices.rungs import rung
from governance.texts.kinds import Placeholder
from governance.texts.wording import worded

rung(
    "transfer.asked",
    "请求接收案件",
    "cases.Transfer",
    rows=lambda today: Transfer.objects.asked(),
    related=("case__committee__body", "receiver__body"),
    place="receiver_area_id",
    text=worded(
        "transfer.asked",
        "请求接收案件",
        "{移交调委会}请您接收：{案件}。",
        lambda transfer, notice: {"移交调委会": str(transfer.case.committee), "案件": transfer.case.title},
        CASE,
        Placeholder("移交调委会", "迎园社区人民调解委员会"),
    ),
    tone="warn",
)
rung(
    "transfer.lapsed",
    "移交请求失效",
    "cases.Transfer",
    rows=lambda today: Transfer.objects.filter(state=TransferState.LAPSED),
    related=("case__committee__body", "receiver__body"),
    place="receiver_area_id",
    text=worded(
        "transfer.lapsed",
        "移交请求失效",
        "{移交调委会}的移交请求已失效，不用再答复：{案件}。",
        lambda transfer, notice: {"移交调委会": str(transfer.case.committee), "案件": transfer.case.title},
        CASE,
        Placeholder("移交调委会", "迎园社区人民调解委员会"),
    ),
)
rung(
    "transfer.answered",
    "移交有答复",
    "cases.Transfer",
    rows=lambda today: Transfer.objects.exclude(state=TransferState.ASKED),
    related=("case__committee__body", "receiver__body"),
    text=worded(
        "transfer.answered",
        "移交有答复",
        "{接收调委会}{答复}：{案件}。",
        lambda transfer, notice: {
            "接收调委会": str(transfer.receiver),
            "答复": transfer.get_state_display(),
            "案件": transfer.case.title,
        },
        CASE,
        Placeholder("接收调委会", "新成路街道人民调解委员会"),
        Placeholder("答复", "已接收"),
    ),
    url=lambda transfer: transfer.case.get_absolute_url(),
)
rung(
    "assistance.joined",
    "参加联合调解",
    "cases.Assistance",
    rows=lambda today: Assistance.objects.standing(),
    related=("case__committee__body", "committee__body"),
    place="committee_area_id",
    text=worded(
        "assistance.joined",
        "参加联合调解",
        "{主办调委会}请本调委会参加联合调解：{案件}。",
        lambda joined, notice: {
            "主办调委会": str(joined.case.committee),
            "案件": "已退出的一件" if joined.left_at else str(joined.case),
        },
        CASE,
        Placeholder("主办调委会", "迎园社区人民调解委员会"),
    ),
    url=lambda joined: joined.case.get_absolute_url(),
)
rung(
    "assistance.left",
    "退出联合调解",
    "cases.Assistance",
    related=("case__committee__body", "committee__body"),
    place="committee_area_id",
    text=lambda joined, notice: f"本调委会不再参加{joined.case.committee}的一件联合调解。",
    url=lambda joined: reverse("cases:cases"),
)
