"""The list of feedback to other organs as a spreadsheet."""

from cases.interfaces.filters import FeedbackFilter
from cases.interfaces.models import Feedback
from governance.jobs.exports import Column, export
from governance.people.models import ApiClient

COLUMNS = (
    Column("反馈时间", "sent_at"),
    Column("部门", "referral.organ_name"),
    Column("来函文号", "referral.letter_no"),
    Column("案号", "case.number"),
    Column("案件", "case.title"),
    Column("种类", lambda row: row.get_kind_display()),
    Column("签收时间", "received_at"),
    Column("签收人", "received_by"),
)


@export("feedbacks", "移送反馈名单", page="cases:feedbacks", verb="case.view", columns=COLUMNS)
def feedbacks(actor, query):
    return FeedbackFilter(query, Feedback.objects.visible_to(actor).for_list().order_by("-sent_at", "-id")).qs


ORGANS = (
    Column("接口客户端", "name"),
    Column("部门类型", lambda row: row.organ.get_organ_display() if hasattr(row, "organ") else ""),
    Column("部门名称", lambda row: row.organ.organ_name if hasattr(row, "organ") else ""),
    Column("区域", "area.name"),
)


@export("organ_clients", "对接部门名单", page="cases:organ_clients", verb="client.view", columns=ORGANS)
def organ_clients(actor, query):
    return ApiClient.objects.visible_to(actor).select_related("organ", "area").order_by("name", "pk")
