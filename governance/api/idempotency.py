"""The same request sent twice acts once: `Idempotency-Key` of the API, the hidden `submission` of page forms.

The key is held by an advisory lock of PostgreSQL until the act's transaction ends, and the answer is written in that
same transaction. So a request that dies leaves nothing behind and holds nothing: its key is free at once.

A page view uses it like this; `new_submission` (templatetags/frame.py) puts the token into the form:

    if form.is_valid():
        try:
            to = once(request, lambda: register_person(by=request.user, **form.cleaned_data).get_absolute_url())
        except RuleError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(to)

Sent twice (double click, a reload of the POST), the second request waits for the first and gets the first one's URL.
What is refused is not kept: the act did not happen, and the same key may be tried again.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from governance.api.models import KeptAnswer
from governance.errors import RuleError

KEPT_FOR = timedelta(hours=24)
KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?', re.ASCII)  # visible ASCII, with or without the draft's quotes
TOKEN = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)
UNASKED = {"csrfmiddlewaretoken", "submission", "stepup_password", "stepup_code"}  # no part of what was asked


class KeyMissing(RuleError):
    """A POST of the API came without a usable `Idempotency-Key`."""

    status = 400
    code = "idempotency-key-missing"


class KeyReused(RuleError):
    """The key was used before, for a request that asked something else."""

    status = 422
    code = "idempotency-key-reused"


class InFlight(RuleError):
    """The first request with this key is still at work."""

    code = "in-flight"


@dataclass(frozen=True)
class Answer:
    """`kept`: what is kept and told again instead of the body, where that holds a secret that is told once."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_repeated: bool = False
    kept: bytes | None = None


def once(request, act: Callable[[], str]) -> str:
    """Do `act` once for this form's `submission` token and return what it returned then: the URL to go on to.

    Runs in one transaction. A form without a token acts unguarded. Raises KeyReused when the same token comes with
    other fields, and whatever `act` refuses.
    """
    token = request.POST.get("submission", "")
    if not TOKEN.fullmatch(token):
        return act()
    owner = f"page {_name(request.user)}"
    asked = digest(request.path.encode(), *_typed(request))
    return answer_once(owner, token, asked, lambda: Answer(302, act().encode()), wait=True).body.decode()


def answer_once(owner: str, key: str, asked: str, act: Callable[[], Answer], *, wait: bool = False) -> Answer:
    """The answer kept for this key, or that of `act`, kept in the same transaction.

    Raises KeyReused, and InFlight unless told to `wait` for the other request.
    """
    with transaction.atomic():
        _hold(owner, key, wait)
        kept = KeptAnswer.objects.filter(owner=owner, key=key).first()
        if kept and kept.kept_at > timezone.now() - KEPT_FOR:
            return _repeat(kept, asked)
        if kept:
            kept.delete()
        answer = act()
        body = answer.body if answer.kept is None else answer.kept
        KeptAnswer.objects.create(
            owner=owner, key=key, digest=asked, status=answer.status, headers=answer.headers, body=body
        )
        return answer


def required_key(header: str | None) -> str:
    """The key that the header names. Raises KeyMissing."""
    found = KEY.fullmatch((header or "").strip())
    if not found:
        raise KeyMissing(
            "请在 Idempotency-Key 请求头中给出 1 至 255 个可见 ASCII 字符的唯一键。", field="Idempotency-Key"
        )
    return found.group(1)


def owner_of(actor) -> str:
    return f"api {_name(actor)}"


def digest(*parts: bytes) -> str:
    """Keyed digest over the parts, each with its length, so that no two lists of parts run together.

    Keyed, because a form may hold an ID number, and a bare digest of one can be guessed from the dump.
    """
    summed = hmac.new(settings.SECRET_KEY.encode(), digestmod=hashlib.sha256)
    for part in parts:
        summed.update(len(part).to_bytes(8, "big"))
        summed.update(part)
    return summed.hexdigest()


def forget_answers(before) -> int:
    """Delete the answers kept before `before`; returns how many."""
    return KeptAnswer.objects.filter(kept_at__lt=before).delete()[0]


def _name(actor):
    return f"{actor._meta.model_name}:{actor.pk}"


def _typed(request):
    for name, values in sorted(request.POST.lists()):
        if name not in UNASKED:
            yield from (part.encode("utf-8", "surrogatepass") for part in (name, *values))
    for name, files in sorted(request.FILES.lists()):
        yield from (f"{name}/{file.name}/{file.size}".encode("utf-8", "surrogatepass") for file in files)


def _hold(owner, key, wait):
    """One request at a time for a key; the lock ends with the transaction, however that ends."""
    number = int.from_bytes(hashlib.sha256(f"{owner} {key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise InFlight("同一个 Idempotency-Key 的请求正在处理，请稍后用同一个键重试。", field="Idempotency-Key")


def _repeat(kept, asked):
    if kept.digest != asked:
        raise KeyReused(
            "这个键（或这张表单）已经用于另一份内容。请核对上次的结果；确需再次提交的，请使用新的键或重新打开表单。"
        )
    return Answer(kept.status, bytes(kept.body), kept.headers, is_repeated=True)
