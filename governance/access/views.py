"""Pages about rights: the matrix and its sheet, one's own account and sessions."""

from allauth.account.views import password_change
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from governance.access import browsers, passwords, reach, second_factor
from governance.access import matrix as rights
from governance.access.forms import MatrixForm

SHEET_ROWS = 5000  # more than that is an export, not a sheet to sign


@reach.holding("matrix.view")
@require_GET
def matrix(request):
    """Role × verb, and who holds what where on a day."""
    context = _holders(request)
    return render(request, "governance/access/matrix.html", context, status=context["status"])


@reach.holding("matrix.view")
@require_GET
def sheet(request):
    """The same as a sheet to print and sign."""
    context = _holders(request)
    return render(request, "governance/access/sheet.html", context, status=context["status"])


def _holders(request):
    form = MatrixForm(request.GET)
    is_good = form.is_valid()
    day = form.cleaned_data["on"] if is_good else timezone.localdate()
    postings = rights.holders(request.user, day)
    found = list(form.narrow(postings)[: SHEET_ROWS + 1]) if is_good else []
    return {
        "form": form if request.GET else MatrixForm(initial={"on": day}),
        "status": 200 if is_good else 400,
        "on": day,
        "place": form.cleaned_data.get("place") if is_good else None,
        "role": rights.ROLES.get(form.cleaned_data.get("role")) if is_good else None,
        "rows": found[:SHEET_ROWS],
        "is_cut": len(found) > SHEET_ROWS,
        "roles": [(role, rights.levels_of(role)) for role in rights.columns()],
        "verbs": rights.verb_rows(),
        "scope": rights.scope_names(request.user),
        "generated_at": timezone.now(),
        "query": request.GET.urlencode(),
    }


def change_password(request):
    """The library's page, for those who have a password to change (reach: access.reach.THIRD_PARTY)."""
    if request.user.has_usable_password():
        return password_change(request)
    messages.info(request, "您的账号通过统一身份认证登录，没有本系统的密码。")
    return redirect("access:my_account")


@reach.signed_in
@require_GET
def my_account(request):
    """我的账号: postings, second factor, sessions."""
    sessions = list(UserSession.objects.filter(user=request.user).order_by("-last_seen_at"))
    for session in sessions:
        session.browser = browsers.spoken(session.user_agent)
    return render(
        request,
        "governance/access/my_account.html",
        {
            "sessions": sessions,
            "current_key": request.session.session_key,
            "postings": request.user.postings_today,
            "has_factor": second_factor.has_one(request.user),
            "must_have_factor": second_factor.must_have(request.user),
            "idle": settings.SESSION_IDLE,
            "limit": settings.SESSION_LIMIT,
            "most": settings.SESSIONS_PER_ACCOUNT,
        },
    )


@reach.signed_in
@require_POST
def end_session(request, pk):
    """End one of one's own sessions; the current one is ended by signing out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        messages.info(request, "要结束当前会话，请用“退出登录”。")
    else:
        session.end()
        messages.success(request, "已结束该会话，那台设备须重新登录。")
    return redirect("access:my_account")


@reach.signed_in
@require_POST
@never_cache
@sensitive_post_parameters()
def password_hint(request):
    """The #password_hint fragment: what is still missing in the password being typed."""
    typed = request.POST.get("password1", "")[:200]
    found = passwords.faults(typed, request.user) if typed else []
    return render(request, "governance/access/_password_hint.html", {"typed": bool(typed), "faults": found})
