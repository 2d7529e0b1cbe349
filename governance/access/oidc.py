"""Single sign-on by OpenID Connect (统一身份认证): the library's flow, with signature and nonce always checked."""

import secrets

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from governance.access import reach

PROVIDER = "sso"
ALGORITHMS = ["RS256", "PS256", "ES256"]
NONCES = "oidc_nonces"
NONCES_KEPT = 5  # tabs in which a sign-in may be under way at once


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    def get_callback_url(self, request, app):
        return request.build_absolute_uri(reverse("oidc_callback"))

    def complete_login(self, request, app, token, **kwargs):
        claims = self.checked_claims(request, app, kwargs["response"].get("id_token", ""))
        userinfo = self._fetch_user_info(token.token) if self.openid_config.get("userinfo_endpoint") else {}
        if userinfo and userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo speaks of someone else")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims, "userinfo": userinfo})

    def checked_claims(self, request, app, id_token):
        """The claims of an ID token whose signature, issuer, audience, time and nonce are right; else OAuth2Error."""
        try:
            _, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
            claims = jwt.decode(
                id_token,
                key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=60,
                options={"require": ["exp", "iat", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError) as fault:
            raise OAuth2Error("ID token refused") from fault
        known = request.session.get(NONCES, [])
        if claims["nonce"] not in known:
            raise OAuth2Error("nonce refused")
        request.session[NONCES] = [nonce for nonce in known if nonce != claims["nonce"]]
        return claims


@reach.public
@require_POST
def begin(request):
    """Send the browser to the provider, with state, nonce and PKCE."""
    nonce = secrets.token_urlsafe(24)
    request.session[NONCES] = [*request.session.get(NONCES, []), nonce][-NONCES_KEPT:]
    provider = get_adapter().get_provider(request, provider=PROVIDER)
    provider.oauth2_adapter_class = StrictAdapter
    try:
        return provider.redirect(
            request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request), auth_params={"nonce": nonce}
        )
    except RequestException as fault:
        return render_authentication_error(request, provider, exception=fault)


@reach.public
@require_GET
def callback(request):
    return OAuth2CallbackView.adapter_view(StrictAdapter(request, PROVIDER))(request)


urlpatterns = [path("oidc/", begin, name="oidc_begin"), path("oidc/callback/", callback, name="oidc_callback")]
