"""How an API client proves itself: `Authorization: Bearer <key id>.<secret>`, from its networks, while it is valid."""

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives import hashes
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication

from governance.audit.origin import client_address
from governance.database.prepared import Prepared
from governance.errors import NotAuthenticated, NotPermitted

KEY = re.compile(r"[A-Za-z0-9_-]{1,24}", re.ASCII)
USE_NOTED_EVERY = timedelta(minutes=1)
POSTING_FIELDS = ("id", "client_id", "role", "area_id", "starts_on", "ends_on")  # what a scope is made of
CLIENT_WITH_POSTINGS = Prepared("""
    SELECT client.*, posting.id AS posting_id, posting.client_id AS posting_client_id, posting.role AS posting_role,
        posting.area_id AS posting_area_id, posting.starts_on AS posting_starts_on, posting.ends_on AS posting_ends_on
    FROM governance_apiclient client LEFT JOIN governance_posting posting ON posting.client_id = client.id
        AND posting.starts_on <= %(day)s AND (posting.ends_on IS NULL OR posting.ends_on > %(day)s)
    WHERE client.key_id = %(key_id)s ORDER BY posting.starts_on, posting.id
""")


@dataclass(frozen=True)
class IssuedSecret:
    """What the caller is shown once; only `digest` is kept."""

    key_id: str
    secret: str
    digest: str

    @property
    def bearer(self) -> str:
        return f"{self.key_id}.{self.secret}"


def issue(key_id: str = "") -> IssuedSecret:
    """A new secret of 256 random bits, for a new key or for the one named."""
    secret = secrets.token_urlsafe(32)
    return IssuedSecret(key_id or secrets.token_hex(8), secret, digest(secret, secrets.token_hex(8)))


def digest(secret: str, salt: str) -> str:
    """SM3 over salt and secret. The secret is random and long, so a slow digest would protect nothing more."""
    summed = hashes.Hash(hashes.SM3())
    summed.update(f"{salt}:{secret}".encode())
    return f"sm3${salt}${summed.finalize().hex()}"


def matches(secret: str, stored: str) -> bool:
    _, _, rest = stored.partition("$")
    salt, _, _ = rest.partition("$")
    return hmac.compare_digest(digest(secret, salt), stored)


NOBODY = digest("", "no client has this key")


class ClientAuthentication(BaseAuthentication):
    """Turns a bearer secret into an `ApiClient`; a request without one is left to other authenticators."""

    def authenticate(self, request):
        scheme, _, credentials = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        client = authenticate(credentials.strip(), client_address(request.META), timezone.now())
        return client, None

    def authenticate_header(self, request):
        return 'Bearer realm="api"'


def authenticate(credentials: str, address: str | None, at):
    """The client that `credentials` belong to.

    Raises NotAuthenticated, in the same words for an unknown key, a wrong secret, an expired or revoked client;
    NotPermitted for a good secret from a network that is not the client's.
    """
    key_id, _, secret = credentials.partition(".")
    client = _client_of(key_id, timezone.localdate(at)) if KEY.fullmatch(key_id) else None
    if not _secret_fits(client, secret, at) or client is None or not client.is_usable(at):
        raise NotAuthenticated("接口密钥无效、已过期或已吊销。")
    if not is_in_networks(address, client.networks):
        raise NotPermitted("该接口客户端不允许从当前网络地址访问。")
    _note_use(client, address, at)
    return client


def _client_of(key_id, day):
    """The client with its postings of the day, in one query that nobody puts together anew: every call begins here."""
    from governance.people.models import ApiClient, Posting

    rows = list(ApiClient.objects.raw(CLIENT_WITH_POSTINGS, {"key_id": key_id, "day": day}))
    if not rows:
        return None
    told = [[getattr(row, f"posting_{field}") for field in POSTING_FIELDS] for row in rows]
    client = rows[0]
    client.postings_today = [Posting.from_db(client._state.db, POSTING_FIELDS, values) for values in told if values[0]]
    return client


def _secret_fits(client, secret, at):
    """Compares both digests in every case, so that time does not tell whether the key exists."""
    current = client.secret_digest if client else NOBODY
    overlapping = client is not None and client.previous_until is not None and at < client.previous_until
    previous = client.previous_digest if overlapping else NOBODY
    fits, fitted = matches(secret, current), matches(secret, previous)
    return client is not None and (fits or (overlapping and fitted))


def is_in_networks(address: str | None, networks: list[str]) -> bool:
    """Whether a caller's address lies in one of the CIDR ranges; no ranges means anywhere."""
    if not networks:
        return True
    if address is None:
        return False
    caller = ipaddress.ip_address(address)
    return any(caller in ipaddress.ip_network(network) for network in networks)


def _note_use(client, address, at):
    """Keep when and from where the client last called; one write a minute, however often it calls."""
    if client.last_used_at and client.last_used_at > at - USE_NOTED_EVERY and client.last_used_from == address:
        return
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - USE_NOTED_EVERY) | ~Q(last_used_from=address)
    type(client).objects.filter(unnoted, pk=client.pk).update(last_used_at=at, last_used_from=address)
