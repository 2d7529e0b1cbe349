"""Who keeps a client is told when one of its endpoints took nothing for two days."""

from urllib.parse import urlsplit

from governance.notices.rungs import rung

rung(
    "webhook.gave_up",
    "推送地址已自动停用",
    "governance.WebhookEndpoint",
    related=("client",),
    text=lambda endpoint, notice: (
        f"接口客户端“{endpoint.client.name}”的推送地址 {urlsplit(endpoint.url).hostname} 连续两天送不到，已停用。"
        "请联系对接方，恢复后重新启用并重发。"
    ),
    verb="client.manage",
    tone="warn",
)
