"""Plain functions that make rows, with visible defaults."""

import time
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.utils import timezone

from governance.access import clients
from governance.access.roles import ROLES
from governance.access.second_factor import SecondFactorAdapter
from governance.areas import codes
from governance.areas.models import Area
from governance.areas.sounds import sound_of
from governance.calendars.loading import load_shipped
from governance.calendars.models import CalendarDay, CalendarEdition, CalendarYear
from governance.organisations.actions import register_organisation
from governance.people.models import Account, ApiClient, Posting
from governance.persons.actions import register_person
from governance.watch import heartbeat

SHANGHAI, JIADING, XUHUI = "310000000000", "310114000000", "310104000000"
XINCHENGLU, JIADINGZHEN, TIANPING = "310114001000", "310114003000", "310104003000"
YINGYUAN, CANGCHANG, TIANPING_FIRST = "310114001001", "310114001002", "310104003001"

PLACES = {
    codes.ROOT: "全国",
    SHANGHAI: "上海市",
    "310100000000": "市辖区",
    JIADING: "嘉定区",
    XINCHENGLU: "新成路街道",
    YINGYUAN: "迎园社区居委会",
    CANGCHANG: "仓场社区居委会",
    JIADINGZHEN: "嘉定镇街道",
    "310114003001": "三皇桥社区居委会",
    XUHUI: "徐汇区",
    TIANPING: "天平路街道",
    TIANPING_FIRST: "永太居委会",
}
PASSWORD = "阳光照进新成路-2026"
FACTOR_SECRET = "JBSWY3DPEHPK3PXP"
CLIENT_SECRET = "a-secret-that-only-the-test-world-knows-0001"


def keep_alive():
    """Beat and worker are heard of for the next hour, however slow the tests: /readyz answers 200."""
    for part in (heartbeat.BEAT, heartbeat.WORKER):
        cache.set(part, time.time() + 3600, timeout=2 * 3600)


def make_area(code, name, **overrides):
    parent = next((above for above in reversed(codes.ancestors(code)) if Area.objects.filter(pk=above).exists()), None)
    sound = sound_of(name)
    values = {"name": name, "level": codes.level(code), "parent_id": parent}
    values |= {"pinyin": sound.pinyin, "initials": sound.initials, **overrides}
    return Area.objects.update_or_create(code=code, defaults=values)[0]


def make_places():
    """Two districts of Shanghai, two streets in one, committees below: small, and with real codes."""
    load_shipped(CalendarYear.objects, CalendarDay.objects, CalendarEdition.objects)  # tests that commit empty them
    return {code: make_area(code, name) for code, name in sorted(PLACES.items())}


def make_account(username, role="", area="", *, name="", **posting):
    account = Account(username=username, name=name or username)
    account.set_unusable_password()
    account.save()
    if role:
        make_posting(account, role, area, **posting)
    return account


def make_posting(holder, role, area, *, starts_on=date(2026, 1, 1), **overrides):
    kind = "client" if isinstance(holder, ApiClient) else "account"
    holder.forget_postings()
    if kind == "account" and ROLES[role].needs_second_factor:
        give_second_factor(holder)
    return Posting.objects.create(**{kind: holder}, role=role, area_id=area, starts_on=starts_on, **overrides)


def code_now(secret=FACTOR_SECRET):
    """What the phone shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_second_factor(account, secret=FACTOR_SECRET):
    data = {"secret": SecondFactorAdapter().encrypt(secret)}
    return Authenticator.objects.get_or_create(user=account, type="totp", defaults={"data": data})[0]


def make_client(name, area, *, by, verbs=("place.view", "person.view"), **overrides):
    client = ApiClient.objects.create(
        name=name,
        area_id=area,
        created_by=by,
        verbs=list(verbs),
        key_id=overrides.pop("key_id", name),
        secret_digest=overrides.pop("secret_digest", clients.digest(CLIENT_SECRET, "salt")),
        expires_at=overrides.pop("expires_at", timezone.now() + timedelta(days=90)),
        **overrides,
    )
    make_posting(client, "api_client", area)
    return client


def bearer(client):
    """The headers with which an API client of these factories calls."""
    return {"Authorization": f"Bearer {client.key_id}.{CLIENT_SECRET}"}


def confirm_identity(browser, account):
    """Sign `account` in on a test browser as if it had just given its password: step-up asks nothing for a while."""
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


ON = date(2026, 11, 22)
CHEN_ID, CHEN_PHONE = "310199197803149039", "19900000101"


def make_person(by, area, *, name="陈志远", number=CHEN_ID, phones=(CHEN_PHONE,), **overrides):
    """A person registered by `by` through the action."""
    kind = overrides.pop("kind", "resident_id" if number else "")
    overrides.setdefault("no_identifier_reason", "" if number else "口头申请，未带证件")
    return register_person(
        by=by, on=ON, area=area, name=name, document_kind=kind, document_number=number, phones=phones, **overrides
    )


def make_organisation(by, area, *, name="云川和居物业服务有限公司", credit_code="91310199MA1X00A10C", **overrides):
    overrides.setdefault("kind", "legal_person")
    return register_organisation(by=by, on=ON, area=area, name=name, credit_code=credit_code, **overrides)
