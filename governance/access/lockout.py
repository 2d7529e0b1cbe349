"""Lockout (登录锁定): one count of failures for passwords, codes and step-up, kept by django-axes in the database.

An account and an address together are locked after AXES_FAILURE_LIMIT failures; an address that tries many names, and
a name tried from many addresses, after LOCKOUT_WIDE_LIMIT. Unknown names are counted alike: the answer tells nothing.
"""

import copy
import unicodedata

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address, get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone

from governance.audit.origin import client_address


class Lockout(AxesDatabaseHandler):
    """django-axes with two limits: a small one for the pair, a wide one for the address or the name alone."""

    def is_locked(self, request, credentials=None):
        if super().is_locked(request, credentials):
            return True
        recent = _recent()
        name, address = get_client_username(request, credentials), get_client_ip_address(request)
        return any(
            (rows.aggregate(total=Sum("failures_since_start"))["total"] or 0) >= settings.LOCKOUT_WIDE_LIMIT
            for rows in (recent.filter(username=name), recent.filter(ip_address=address))
        )


def _recent():
    return AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - get_cool_off())


def username_of(request, credentials=None):
    """The name under which failures are counted: case and width of letters make no second name."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return unicodedata.normalize("NFKC", str(given)).strip().casefold()[:255].replace("\x00", "")


def address_of(request):
    return client_address(request.META)


def is_locked(request, username: str) -> bool:
    return not AxesProxyHandler.is_allowed(_without_form(request), {"username": username})


def is_name_locked(username: str) -> bool:
    """Whether someone who tries this name somewhere is refused now."""
    totals = _recent().filter(username=username).values_list("failures_since_start", flat=True)
    return any(total >= settings.AXES_FAILURE_LIMIT for total in totals)


def note_failure(request, username: str) -> None:
    """Count one wrong code or step-up password of an account whose name is known."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=_without_form(request))


def _without_form(request):
    """The request as axes may keep it: what else was typed on the page is none of its business."""
    bare = copy.copy(request)
    bare.POST = bare.GET = QueryDict("")
    return bare


def locked_until(request, username: str):
    """When the next try is allowed: the cool-off after the newest counted failure."""
    name, address = username_of(request, {"username": username}), address_of(request)
    rows = _recent().filter(username=name) | _recent().filter(ip_address=address)
    newest = rows.aggregate(newest=Max("attempt_time"))["newest"] or timezone.now()
    return newest + get_cool_off()


def sentence(request, username: str) -> str:
    """What a locked-out person is told: the same for names that exist and names that do not."""
    until = timezone.localtime(locked_until(request, username))
    return f"连续输错次数过多，已暂停登录，请在 {until:%H:%M} 之后再试。急用请联系街道或区的账号管理人员解锁。"


def answer(request, original_response=None, credentials=None):
    """The sign-in page with the reason and the time, for AXES_LOCKOUT_CALLABLE."""
    from allauth.account.forms import LoginForm

    name = username_of(request, credentials)
    context = {"form": LoginForm(request=request, initial={"login": name}), "locked": sentence(request, name)}
    return render(request, "account/login.html", context, status=429)


def unlock(username: str) -> int:
    """Forget an account's failures, from every address; returns how many rows of failures there were."""
    return AxesProxyHandler.reset_attempts(username=username_of(None, {"username": username}))
