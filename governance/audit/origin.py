"""Where the current act comes from: the address and request id that the trail keeps."""

import ipaddress
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Origin:
    address: str | None = None
    request_id: str = ""


NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def current_origin() -> Origin:
    return _current.get()


def client_address(meta: dict) -> str | None:
    """The caller's address; X-Forwarded-For counts only when the connection comes from a trusted proxy."""
    address = meta.get("REMOTE_ADDR") or None
    if address and _is_trusted(address):
        forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        address = next((hop for hop in reversed(forwarded) if not _is_trusted(hop)), address)
    return address if address and _is_address(address) else None


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(address):
    if not _is_address(address):
        return False
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(net) for net in settings.TRUSTED_PROXIES)


class OriginMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.address = client_address(request.META)
        token = _current.set(Origin(request.address, str(getattr(request, "request_id", "") or "")))
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)
