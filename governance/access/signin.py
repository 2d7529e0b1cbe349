"""Sign-in (登录): what the portal decides in the library's flows. Accounts are opened for people, not by them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.shortcuts import render

from governance.access import sessions, stepup
from governance.audit.origin import client_address
from governance.audit.trail import record
from governance.people.accounts.actions import choose_password, place_of
from governance.people.models import Account


class SignInAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不正确。",
        "enter_current_password": "现在的密码不正确。",
        "incorrect_password": "密码不正确，请重新输入。",
    }

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        return not stepup.is_fresh(self.request)

    def get_client_ip(self, request):
        return client_address(request.META) or "0.0.0.0"  # noqa: S104 (an address to show, not to bind)

    def respond_user_inactive(self, request, user):
        """A deactivated account looks like an unknown one."""
        return render(request, "governance/access/refused.html", status=403)

    def set_password(self, user, password):
        choose_password(user, password=password)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        sessions.end_oldest(user)
        with transaction.atomic():
            record("account.signed_in", user, by=user, area=place_of(user))
        return response

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """OIDC signs in an account that exists and is named by OIDC_USERNAME_CLAIM; it never opens one.

    The provider's subject is bound to the account at the first sign-in: a name that the provider later gives to someone
    else does not open the account to them.
    """

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        claims = sociallogin.account.extra_data
        claimed = {**claims.get("id_token", {}), **claims.get("userinfo", {})}.get(settings.OIDC_USERNAME_CLAIM)
        sociallogin.account.extra_data = {}
        account = Account.objects.filter(username=claimed, is_active=True).first() if claimed else None
        if account is None or not self.is_same_person(account, sociallogin):
            refusal = render(request, "governance/access/sso_refused.html", {"claimed": claimed}, status=403)
            raise ImmediateHttpResponse(refusal)
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(render(request, "governance/access/sso_failed.html", {"error": error}, status=401))

    def is_same_person(self, account, sociallogin):
        if sociallogin.is_existing:
            return sociallogin.user == account
        return not account.socialaccount_set.exists()
