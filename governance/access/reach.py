"""Reach: every route declares who gets through its door; a route that declares nothing is shut.

`visible_to` decides about rows; reach decides about doors. tests/governance/test_crawl.py walks every URL and API
operation as every role and holds what it finds against these declarations.
"""

from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse

PUBLIC, SIGNED_IN, HOLDING, WITHIN = "public", "signed_in", "holding", "within"


@dataclass(frozen=True)
class Reach:
    """The rule of one route. `verb` must be held somewhere; `subject` names the model whose row the URL names."""

    kind: str
    verb: str = ""
    subject: str = ""
    by: str = "pk"
    at: str = ""

    def __call__(self, view):
        view.reach = self
        return view

    def admits(self, actor) -> bool:
        if self.kind == PUBLIC:
            return True
        if not actor.is_authenticated:
            return False
        if self.at:
            return actor.holds(self.verb, self.at)
        return self.kind == WITHIN or not self.verb or bool(actor.scope(self.verb))  # about a row, its view decides


public = Reach(PUBLIC)
signed_in = Reach(SIGNED_IN)


def holding(verb: str, *, at: str = "") -> Reach:
    """For actors with a posting, anywhere or `at` a place, that holds `verb`; to others the page does not exist."""
    return Reach(HOLDING, verb, at=at)


def within(subject: str, verb: str = "", *, by: str = "pk") -> Reach:
    """For a route about one row of `subject` ("governance.Person"): 404 unless the row is visible to the actor;
    with `verb`, an actor who sees the row and does not hold the verb there gets 403. `by` names the URL's key."""
    return Reach(WITHIN, verb, subject, by)


THIRD_PARTY: dict[str, Reach] = {
    # routes of libraries, by URL name
    "account_login": public,
    "account_logout": public,
    "account_reauthenticate": signed_in,
    "account_change_password": signed_in,
    "mfa_authenticate": public,
    "mfa_reauthenticate": signed_in,
    "mfa_index": signed_in,
    "mfa_activate_totp": signed_in,
    "mfa_deactivate_totp": signed_in,
    "mfa_view_recovery_codes": signed_in,
    "mfa_generate_recovery_codes": signed_in,
    "mfa_download_recovery_codes": signed_in,
}


def declared(resolved) -> Reach | None:
    """The rule that the resolved route declares, wherever it is written: function, class, or table above."""
    view = resolved.func
    for holder in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        found = getattr(holder, "reach", None)
        if found is not None:
            return of_reading(view, found)
    return THIRD_PARTY.get(resolved.url_name or "")


def of_reading(view, rule) -> Reach | None:
    """An API view declares a rule for each action: that of reading stands for the door, else that of its first."""
    if isinstance(rule, Reach):
        return rule
    return rule.get(view.actions.get("get") or next(iter(view.actions.values())))


def _to_sign_in(request):
    """The sign-in page, and from there back; a fragment moves its whole page there."""
    if not request.htmx:
        return redirect_to_login(request.get_full_path())
    page = request.htmx.current_url_abs_path or "/"
    return HttpResponse(headers={"HX-Redirect": redirect_to_login(page).url})


class ReachMiddleware:
    """Shuts every route that declares nothing, and sends strangers to the sign-in page.

    API views authenticate inside DRF; they ask the same question in `governance.api`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rule = declared(request.resolver_match)
        if rule is None:
            raise Http404
        if hasattr(view, "cls") and hasattr(view.cls, "authentication_classes"):
            return None
        if rule.admits(request.user):
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        raise Http404
