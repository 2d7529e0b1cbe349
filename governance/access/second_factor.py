"""The second factor (第二验证因素): a TOTP code or a recovery code, checked in one place for sign-in and step-up."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from governance.access import lockout
from governance.sealing.seal import current_prefix, open_seal, seal

PURPOSE = "second factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确。请看手机上当前显示的 6 位数字；手机时间须自动校准。",
        "cannot_delete_authenticator": "您的角色要求使用第二验证因素，不能停用。更换手机请联系账号管理人员重置。",
    }

    def encrypt(self, text):
        return seal(text, purpose=PURPOSE).token

    def decrypt(self, encrypted_text):
        return open_seal(encrypted_text, purpose=PURPOSE)

    def get_totp_label(self, user):
        return user.username

    def get_totp_issuer(self):
        return "社区治理门户"

    def can_delete_authenticator(self, authenticator):
        return not must_have(authenticator.user)


def must_have(account) -> bool:
    """Whether this account may not work without a second factor; the demo setting waives it."""
    return account.needs_second_factor and not settings.DEMO


def has_one(account) -> bool:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def due_for_rotation():
    """Factors that are not sealed with the current key."""
    prefix = current_prefix()
    totp = Q(type=Authenticator.Type.TOTP) & ~Q(data__secret__startswith=prefix)
    codes = Q(type=Authenticator.Type.RECOVERY_CODES) & ~Q(data__seed__startswith=prefix)
    return Authenticator.objects.filter(totp | codes)


def rotate_keys() -> int:
    """Seal every factor anew with the current key, one row at a time; returns how many there were."""
    adapter, done = SecondFactorAdapter(), 0
    for pk in list(due_for_rotation().values_list("pk", flat=True)):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().get(pk=pk)
            name = "secret" if factor.type == Authenticator.Type.TOTP else "seed"
            factor.data[name] = adapter.encrypt(adapter.decrypt(factor.data[name]))
            factor.save(update_fields=["data"])
        done += 1
    return done


@transaction.atomic
def accept_code(account, code: str) -> Authenticator | None:
    """The factor that `code` proves, or None. A TOTP code counts once, a recovery code once ever."""
    digits = "".join(code.split())
    factors = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=account)}
    totp, recovery = factors.get(Authenticator.Type.TOTP), factors.get(Authenticator.Type.RECOVERY_CODES)
    if totp and _accept_totp(totp, digits):
        return totp
    if recovery and recovery.wrap().validate_code(digits):
        return recovery
    return None


def _accept_totp(factor, digits):
    """Remembers the newest counter used: a code read over a shoulder is worth nothing afterwards."""
    secret = SecondFactorAdapter().decrypt(factor.data["secret"])
    for counter in yield_hotp_counters_from_time():
        fits = constant_time_compare(digits, format_hotp_value(hotp_value(secret, counter)))
        if fits and counter > factor.data.get("last_counter", 0):
            factor.data["last_counter"] = counter
            factor.save(update_fields=["data"])
            return True
    return False


class CodeForm(AuthenticateForm):
    """The code asked at sign-in. Wrong codes count toward the same lockout as wrong passwords."""

    code = forms.CharField(
        label="动态验证码或恢复码",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self):
        request, name = context.request, self.user.username
        if lockout.is_locked(request, name):
            raise forms.ValidationError(lockout.sentence(request, name))
        self.authenticator = accept_code(self.user, self.cleaned_data["code"])
        if self.authenticator is None:
            lockout.note_failure(request, name)
            raise SecondFactorAdapter().validation_error("incorrect_code")
        self.authenticator.user = self.user
        return self.cleaned_data["code"]


class SetUpForm(ActivateTOTPForm):
    """The first code, which shows that the phone has the secret."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "手机上显示的 6 位数字"
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "placeholder": ""}


class CodeAgainForm(CodeForm):
    """The same, for the pages of the sign-in library that ask again."""

    def save(self):
        post_authentication(context.request, self.authenticator, reauthenticated=True)
