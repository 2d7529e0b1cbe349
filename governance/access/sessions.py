"""Sessions: how long one lasts, how many an account has, and what must be done before anything else.

Times come from settings: SESSION_IDLE, SESSION_LIMIT (timedeltas), SESSIONS_PER_ACCOUNT.
"""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from governance.access import second_factor

SIGNED_IN_AT, SEEN_AT, SECOND_FACTOR = "signed_in_at", "seen_at", "second_factor"
SEEN_EVERY = 60  # seconds between two writes of the time last seen

SIGN_OUT = frozenset({"account_logout"})
FIRST_PASSWORD = SIGN_OUT | {"account_change_password", "access:password_hint"}
FIRST_FACTOR = FIRST_PASSWORD | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}


def begin(sender, request, user, **kwargs):
    """A session starts: its clock runs from here (receiver of `user_logged_in`, the one place all sign-ins pass)."""
    now = time.time()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[SECOND_FACTOR] = second_factor.has_one(user)


def end_all(account) -> int:
    """End every session of an account at once."""
    return _end(UserSession.objects.filter(user=account))


def end_oldest(account) -> int:
    """End what an account has above its number of sessions, the oldest first."""
    newest_first = UserSession.objects.filter(user=account).order_by("-created_at", "-pk")
    return _end(newest_first[settings.SESSIONS_PER_ACCOUNT :])


def _end(rows):
    sessions = list(rows)
    for session in sessions:
        session.end()
    return len(sessions)


class SessionLimits:
    """Signs out a session that idled or lasted too long, and notes at most once a minute that one is in use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.check(request)
        return self.get_response(request)

    def check(self, request):
        now, session = time.time(), request.session
        started, seen = session.get(SIGNED_IN_AT, 0), session.get(SEEN_AT, 0)
        if now - seen > settings.SESSION_IDLE.total_seconds():
            return self.sign_out(request, "您较长时间没有操作，已自动退出，请重新登录。")
        if now - started > settings.SESSION_LIMIT.total_seconds():
            return self.sign_out(request, "本次登录已到最长时限，请重新登录。")
        if now - seen > SEEN_EVERY:
            session[SEEN_AT] = now
            UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
        return None

    def sign_out(self, request, why):
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        logout(request)
        messages.info(request, why)


class FirstThings:
    """Before anything else: an initial password is changed, and a second factor is set up where the role needs one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        route = request.resolver_match.view_name
        if request.user.must_change_password:
            if route not in FIRST_PASSWORD:
                return _lead(request, "account_change_password", "首次登录请先把初始密码改成您自己的密码。")
        elif route not in FIRST_FACTOR and self.lacks_second_factor(request):
            return _lead(request, "mfa_activate_totp", "您的角色可以查看敏感信息或管理权限，请先设置第二验证因素。")
        return None

    def lacks_second_factor(self, request):
        if request.session.get(SECOND_FACTOR) or not second_factor.must_have(request.user):
            return False
        request.session[SECOND_FACTOR] = second_factor.has_one(request.user)
        return not request.session[SECOND_FACTOR]


def _lead(request, route, why):
    """Send a page to `route`; an API call or a fragment gets an answer it can understand."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": resolve_url(route)})
    if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", "text/html"):
        problem = {"type": "about:blank", "title": why, "status": 403, "code": "sign-in-incomplete"}
        return JsonResponse(problem, status=403, content_type="application/problem+json")
    messages.info(request, why)
    return redirect(route)
