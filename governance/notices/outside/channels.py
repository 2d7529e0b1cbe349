"""The channels of this installation, and how a message goes out on one (apprise, loaded when first used)."""

from urllib.parse import quote

from django.conf import settings

TITLE = "社区治理门户"
LABELS = {"email": "电子邮件", "chat": "企业即时通讯", "sms": "短信"}


class NotSent(Exception):
    """The channel did not take the message."""


def open_channels() -> list[str]:
    """The channels for which an address of a gateway is set; none by default."""
    return [channel for channel in LABELS if settings.NOTICE_CHANNELS.get(channel)]


def message(count: int) -> str:
    """All that is ever said outside: nothing of any case."""
    return f"您有 {count} 条待办，请登录{TITLE}查看。"


def send(channel: str, address: str, text: str, *, attached: str = "") -> None:
    """Hand one message to the gateway, with the file at the path `attached`, if one is given. Raises NotSent."""
    from apprise import Apprise

    gateway = Apprise()
    if not gateway.add(settings.NOTICE_CHANNELS[channel].replace("{to}", quote(address, safe=""))):
        raise NotSent("渠道地址无法识别，请管理员核对设置")
    if not gateway.notify(body=text, title=TITLE, attach=attached or None):
        raise NotSent("网关没有接受")
