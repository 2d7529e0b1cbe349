"""Endpoints and what was sent to them as spreadsheets; of secrets there is nothing to show."""

from governance.feed.registry import all_kinds
from governance.jobs.exports import Column, export
from governance.webhooks.filters import DeliveryFilter, EndpointFilter
from governance.webhooks.models import WebhookDelivery, WebhookEndpoint


def _kinds(endpoint) -> str:
    known = all_kinds()
    return "；".join(known[code].label if code in known else code for code in endpoint.kinds)


ENDPOINTS = (
    Column("客户端", "client.name"),
    Column("区域", "client.area.name"),
    Column("地址", "url"),
    Column("推送", _kinds),
    Column("状态", lambda row: row.state[0]),
    Column("最近一批", "last_batch_at"),
    Column("创建人", lambda row: row.created_by.name if row.created_by else "接口客户端"),
)


@export("webhooks", "推送地址", page="webhooks:webhooks", verb="client.view", columns=ENDPOINTS)
def webhooks(actor, query):
    return EndpointFilter(query, WebhookEndpoint.objects.visible_to(actor).for_list().order_by("client__name", "pk")).qs


DELIVERIES = (
    Column("产生时间", "made_at"),
    Column("客户端", "endpoint.client.name"),
    Column("地址", "endpoint.url"),
    Column("序号", "number"),
    Column("内容", "what"),
    Column("状态", lambda row: row.get_state_display()),
    Column("尝试次数", "attempts"),
    Column("最近尝试", "tried_at"),
    Column("答复代码", "answer_code"),
    Column("用时（毫秒）", "took_ms"),
    Column("未送达原因", "problem"),
    Column("下次尝试", "next_try"),
    Column("消息编号", "message_id"),
)


@export("webhook_deliveries", "推送记录", page="webhooks:deliveries", verb="client.view", columns=DELIVERIES)
def deliveries(actor, query):
    return DeliveryFilter(query, WebhookDelivery.objects.visible_to(actor).for_list().order_by("-made_at", "-pk")).qs
