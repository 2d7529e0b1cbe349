"""Reading the environment: a setting that is missing or wrong stops the start, by its name and never by its value."""

import base64
import binascii
import ipaddress
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUTHS = {"1", "true", "yes", "on"}
FALSEHOODS = {"0", "false", "no", "off", ""}
Length = int  # `Environment.int` hides the word inside the class
SHORTEST_SECRET = 50  # characters, as Django's deployment check asks


class Environment(environ.Env):
    def text(self, name: str) -> str:
        """A required text."""
        value = os.environ.get(name, "").strip()
        if not value:
            raise ImproperlyConfigured(f"缺少设置 {name}，说明见 .env.example。")
        return value

    def int(self, var: str, default=environ.Env.NOTSET):
        """How many: at least one."""
        try:
            value = super().int(var, default)
        except ValueError:
            raise ImproperlyConfigured(f"{var} 应是整数。") from None
        if value < 1:
            raise ImproperlyConfigured(f"{var} 应是不小于 1 的整数。")
        return value

    def bool(self, var: str, default=environ.Env.NOTSET):
        word = os.environ.get(var)
        if word is not None and word.strip().lower() not in TRUTHS | FALSEHOODS:
            raise ImproperlyConfigured(f"{var} 应是 1 或 0。")
        return super().bool(var, default)

    def one_of(self, name: str, words: Iterable[str], *, default: str) -> str:
        word = os.environ.get(name) or default
        if word not in words:
            raise ImproperlyConfigured(f"{name} 只能是 {' 或 '.join(words)}。")
        return word

    def secret(self, name: str) -> str:
        value = self.text(name)
        if len(value) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"{name} 不足 {SHORTEST_SECRET} 个字符。")
        return value

    def key(self, name: str, *, at_least: Length) -> str:
        """A base64 text of so many bytes."""
        value = self.text(name)
        try:
            length = len(base64.b64decode(value, validate=True))
        except binascii.Error:
            raise ImproperlyConfigured(f"{name} 不是有效的 base64。") from None
        if length < at_least:
            raise ImproperlyConfigured(f"{name} 不足 {at_least} 字节。")
        return value

    def database(self, name: str) -> dict:
        if urlsplit(self.text(name)).scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured(f"{name} 应形如 postgres://用户:密码@主机:5432/数据库名。")
        found = self.db_url(name)
        if not found["NAME"]:
            raise ImproperlyConfigured(f"{name} 没有写数据库名。")
        return found | {"ENGINE": "governance.database"}

    def broker(self, name: str) -> str:
        value = self.text(name)
        if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise ImproperlyConfigured(f"{name} 应形如 redis://:密码@主机:6379/0。")
        return value

    def gateway(self, name: str) -> str:
        """The address of a message gateway, with a place for the recipient; empty turns the channel off."""
        value = os.environ.get(name, "").strip()
        if value and ("{to}" not in value or "://" not in value):
            raise ImproperlyConfigured(f"{name} 应是 apprise 地址，并以 {{to}} 标出收件人的位置，说明见 .env.example。")
        return value

    def origins(self, name: str) -> list[str]:
        """Scheme and host, separated by commas."""
        found = self.list(name, default=[])
        if not all(_is_origin(origin) for origin in found):
            raise ImproperlyConfigured(f"{name} 应形如 https://portal.example.cn，多个用逗号隔开，不带路径。")
        return found

    def address(self, name: str) -> str:
        """The address of another service; empty when there is none."""
        value = self.str(name, default="").strip()
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ImproperlyConfigured(f"{name} 应是以 https:// 开头的地址。")
        return value

    def networks(self, name: str) -> list[str]:
        """Addresses or networks, separated by commas."""
        found = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
        for network in found:
            try:
                ipaddress.ip_network(network)
            except ValueError:
                raise ImproperlyConfigured(f"{name} 中的“{network}”不是网段，应形如 10.0.0.0/8。") from None
        return found

    def folder(self, name: str, *, default: Path) -> Path:
        """A folder that can be written; it is made if its parent allows."""
        path = Path(os.environ.get(name) or default)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"{name} 指向的目录无法建立：{error.strerror}。") from None
        if not os.access(path, os.W_OK):
            raise ImproperlyConfigured(f"{name} 指向的目录不可写。")
        return path


def _is_origin(text):
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not (parts.path or parts.query)
