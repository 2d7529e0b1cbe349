"""Which addresses a message may go to: public ones, and those in `settings.WEBHOOK_NETWORKS`.

Whoever enters an address must not be able to reach through the portal what the portal alone can reach. A name is
resolved and refused if any of its addresses is inside; who sends connects to the very address that was looked at.
"""

import ipaddress
import socket
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings

from governance.errors import Invalid

LONGEST = 500  # characters
TUNNELS = ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")  # an address of IPv4 is wrapped in these
LOCAL_OF_OLD = "fec0::/10"  # site-local: given up, and still routed inside


class Inside(Exception):
    """A name leads to an address that is not for receivers: of this machine, a private network, or reserved."""


def is_open(text: str) -> bool:
    """Whether messages may go to this IP address; one of IPv4 that is written as IPv6 is what it stands for."""
    address = ipaddress.ip_address(text.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in ipaddress.ip_network(network) for network in settings.WEBHOOK_NETWORKS):
        return True
    is_special = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    is_hidden = any(address in ipaddress.ip_network(network) for network in (*TUNNELS, LOCAL_OF_OLD))
    return address.is_global and not (is_special or address.is_unspecified or is_hidden)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, all of them open. Raises Inside, and OSError when it has none."""
    found = [text for *_, (text, *_) in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    addresses = list(dict.fromkeys(str(text) for text in found))
    if not all(is_open(text) for text in addresses):
        raise Inside(host)
    return addresses


def clean_url(text: str) -> str:
    """The URL of a receiver in one form, only ASCII in it. Raises Invalid."""
    text = text.strip()
    if len(text) > LONGEST:
        raise Invalid(f"地址最长 {LONGEST} 个字符。", field="url")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError:
        raise Invalid("这不是有效的地址，应形如 https://data.example.cn/portal。", field="url") from None
    if parts.scheme.lower() != "https" or not host:
        raise Invalid("地址应以 https:// 开头，例如 https://data.example.cn/portal。", field="url")
    if parts.username is not None or parts.password is not None or parts.fragment or "%" in host:
        raise Invalid("地址中不能有用户名、密码或 # 之后的部分；签名已能证明消息来自本门户。", field="url")
    where = (f"[{host}]" if ":" in host else host) + (f":{port}" if port not in (None, 443) else "")
    path, query = (quote(each, safe="/%:@!$&'()*+,;=~?") for each in (parts.path or "/", parts.query))
    return urlunsplit(("https", where, path, query, ""))


def require_open(url: str) -> None:
    """Refuse an address that leads inside, or nowhere. Raises Invalid."""
    parts = urlsplit(url)
    try:
        resolve(parts.hostname or "", parts.port or 443)
    except Inside:
        told = (
            "这个地址指向本机、内网或保留的网络，不能推送。确需推送到政务内网的，请管理员在 WEBHOOK_NETWORKS 中登记。"
        )
        raise Invalid(told, field="url") from None
    except (OSError, UnicodeError):
        raise Invalid("这个域名现在无法解析，请核对地址。", field="url") from None
