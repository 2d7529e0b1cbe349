"""Step-up (再次确认身份): an act that reveals or hands out rights asks once more who is there.

A view under `@stepup.required` takes a POST only from someone who gave a password or a code in this session within the
last STEPUP_MINUTES. Otherwise the answer is a small form that carries everything that was typed as hidden fields, posts
to the same address, and, once the password or code is right, goes straight on into the view: nothing is typed twice.
With htmx the form comes as a dialog over the page, and the view's answer goes where the first request wanted it.
"""

import time
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django import forms
from django.conf import settings
from django.shortcuts import render

from governance.access import lockout, second_factor

FIELDS = ("stepup_password", "stepup_code")
CLOSE_DIALOG = b'<dialog id="stepup" hx-swap-oob="delete"></dialog>'


def is_fresh(request) -> bool:
    """Whether the person in this session gave a password or code within the last STEPUP_MINUTES."""
    newest = max((entry["at"] for entry in get_authentication_records(request, request.user)), default=0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def required(view):
    """Ask before an unsafe request goes into the view."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method in ("GET", "HEAD", "OPTIONS") or is_fresh(request):
            return view(request, *args, **kwargs)
        answered = any(field in request.POST for field in FIELDS)
        form = ConfirmForm(request.POST if answered else None, request=request)
        if not (answered and form.is_valid()):
            return _ask(request, form)
        record_authentication(request, request.user, method=form.method, reauthenticated=True)
        request.POST = form.what_was_typed()
        return _close_dialog(request, view(request, *args, **kwargs))

    return guarded


class ConfirmForm(forms.Form):
    """A code when the account has a second factor, else the password. Wrong answers count toward the lockout."""

    def __init__(self, data=None, *, request):
        super().__init__(data)
        self.request = request
        self.factor = second_factor.has_one(request.user)
        self.method = "mfa" if self.factor else "password"
        if self.factor:
            widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})
            self.fields["stepup_code"] = forms.CharField(label="动态验证码", max_length=20, widget=widget)
        elif request.user.has_usable_password():
            widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
            self.fields["stepup_password"] = forms.CharField(
                label="登录密码", max_length=128, strip=False, widget=widget
            )

    def clean(self):
        name = self.request.user.username
        if lockout.is_locked(self.request, name):
            raise forms.ValidationError(lockout.sentence(self.request, name))
        if not self.fields:
            raise forms.ValidationError("您通过统一身份认证登录，请先设置第二验证因素。")
        if self.is_right():
            return
        lockout.note_failure(self.request, name)
        field, told = ("stepup_code", "验证码") if self.factor else ("stepup_password", "密码")
        if field in self.cleaned_data:
            self.add_error(field, f"{told}不正确，请重新输入。")

    def is_right(self):
        if self.factor:
            return second_factor.accept_code(self.request.user, self.cleaned_data.get("stepup_code", "")) is not None
        return self.request.user.check_password(self.cleaned_data.get("stepup_password", ""))

    def what_was_typed(self):
        """The act's own fields, without what was asked here."""
        typed = self.request.POST.copy()
        for field in FIELDS:
            typed.pop(field, None)
        return typed


def _ask(request, form):
    carried = [(name, value) for name, values in form.request.POST.lists() for value in values if _is_carried(name)]
    target = request.headers.get("HX-Target", "")
    context = {"form": form, "carried": carried, "target": f"#{target}" if target else "body"}
    if not request.htmx:
        return render(request, "governance/access/stepup.html", context)
    response = render(request, "governance/access/_stepup.html", context)
    asked_before = any(field in request.POST for field in FIELDS)
    response["HX-Retarget"] = "#stepup" if asked_before else "body"
    response["HX-Reswap"] = "outerHTML" if asked_before else "beforeend"
    return response


def _is_carried(name):
    return name not in FIELDS and name != "csrfmiddlewaretoken"


def _close_dialog(request, response):
    if request.htmx and not response.streaming and "HX-Redirect" not in response:
        response.content += CLOSE_DIALOG
    return response
