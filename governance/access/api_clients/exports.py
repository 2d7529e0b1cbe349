"""API clients as a spreadsheet; of their secrets there is nothing to show."""

from django.utils import timezone

from governance.access.roles import VERBS
from governance.jobs.exports import Column, export
from governance.people.models import ApiClient


def _state(client) -> str:
    if client.revoked_at:
        return "已吊销"
    return "已过期" if client.expires_at <= timezone.now() else "有效"


COLUMNS = (
    Column("名称", "name"),
    Column("区域", "area.name"),
    Column("密钥编号", "key_id"),
    Column("允许的操作", lambda row: "；".join(VERBS.get(verb, verb) for verb in row.verbs)),
    Column("允许的网段", lambda row: "；".join(row.networks)),
    Column("每分钟请求上限", "rate_per_minute"),
    Column("最近使用", "last_used_at"),
    Column("有效期至", "expires_at"),
    Column("状态", _state),
    Column("创建人", "created_by.name"),
)


@export("api_clients", "接口客户端名单", page="clients:clients", verb="client.view", columns=COLUMNS)
def api_clients(actor, query):
    return ApiClient.objects.visible_to(actor).select_related("area", "created_by").order_by("name", "pk")
