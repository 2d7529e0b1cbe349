"""The demo's seats: one account for each role, in two districts, so that scope can be seen; and one API client.

Of the district there are two officers: what one submits or approves, another reviews or approves again.

The passwords are public. That is why production refuses to start with DEMO (governance/settings.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from governance.access import clients
from governance.access.api_clients.actions import create_client
from governance.access.roles import ROLES
from governance.areas.codes import ROOT
from governance.areas.models import Area
from governance.people.accounts.actions import make_first_administrator, new_account
from governance.people.models import Account, ApiClient
from governance.people.postings.actions import grant_posting

BEGAN = timezone.make_aware(datetime(2022, 12, 1, 9))  # so that three years of demo cases have their staff
PASSWORD = "yingyuan-2026"  # noqa: S105 - printed for everyone; production refuses DEMO
JIADING, XINCHENGLU, YINGYUAN, CANGCHANG = "310114000000", "310114001000", "310114001001", "310114001002"
XUHUI, TIANPING_FIRST = "310104000000", "310104003011"
CLIENT_AGE = timedelta(days=30)  # so that it was told of something before today
CLIENT_KEY, CLIENT_SECRET = "demo-sync", "demo-secret-that-everybody-may-know"


@dataclass(frozen=True)
class Seat:
    """One demo sign-in and what to try with it first."""

    username: str
    name: str
    role_code: str
    area: str
    first: str

    password = PASSWORD

    @property
    def role(self) -> str:
        return ROLES[self.role_code].label


SEATS = [
    Seat("weiyuan", "何敏", "committee_member", YINGYUAN, "在迎园社区登记一位居民"),
    Seat("tiaojie", "林晓", "mediator", YINGYUAN, "查看一个完整证件号：须说明理由并留痕"),
    Seat("zhuren", "赵国栋", "mediation_director", YINGYUAN, "看本调委会有谁任职"),
    Seat("linshe", "孙丽", "mediator", CANGCHANG, "隔壁仓场社区的调解员：看不到迎园社区"),
    Seat("jiedao", "周敏", "street_staff", XINCHENGLU, "搜 jdz 找街道，维护小区和网格"),
    Seat("sifasuo", "吴建国", "street_justice_officer", XINCHENGLU, "按证件号或电话查人"),
    Seat("fenguan", "郑涛", "street_supervisor", XINCHENGLU, "给一位居委会成员授予任职"),
    Seat("qukan", "钱卫东", "district_viewer", JIADING, "看区内街道和居委会"),
    Seat("qugong", "沈岚", "district_officer", JIADING, "新建一个接口客户端"),
    Seat("fuhe", "许静", "district_officer", JIADING, "审核沈岚报送的区级统计报表，复审销毁清册"),
    Seat("shenji", "顾审", "auditor", JIADING, "打印权限总表，查操作留痕"),
    Seat("guanli", "管理员", "administrator", ROOT, "开通账号，比对全国区划"),
    Seat("xuhui", "徐汇", "district_officer", XUHUI, "另一个区：只看得到徐汇区"),
    Seat("yongtai", "方远", "mediator", TIANPING_FIRST, "另一个区的调解员"),
]


class PlacesMissing(Exception):
    """The country's places are not loaded yet."""


def make_demo() -> None:
    """Make what is missing of the demo, as of BEGAN; what is there stays as it is. Raises PlacesMissing."""
    import time_machine  # not there in production, where DEMO is refused

    with time_machine.travel(BEGAN), transaction.atomic():
        _make_seats()
    if not ApiClient.objects.filter(key_id=CLIENT_KEY).exists():
        with time_machine.travel(timezone.now() - CLIENT_AGE, tick=True), transaction.atomic():
            _client(Account.objects.get(username="qugong"))


def _make_seats():
    missing = {seat.area for seat in SEATS} - set(Area.objects.values_list("pk", flat=True).filter(pk__in=_codes()))
    if missing:
        raise PlacesMissing(f"缺少区域 {'、'.join(sorted(missing))}，请先运行 load_places。")
    known = set(Account.objects.values_list("username", flat=True))
    boss = next(seat for seat in SEATS if seat.role_code == "administrator")
    password = make_password(PASSWORD)
    if boss.username not in known:
        _open(make_first_administrator(username=boss.username, name=boss.name)[0], password)
    administrator = Account.objects.get(username=boss.username)
    for seat in SEATS:
        if seat.username not in known and seat is not boss:
            _seat(seat, administrator, password)


def _codes():
    return [seat.area for seat in SEATS]


def _seat(seat, administrator, password):
    area, today = Area.objects.get(pk=seat.area), timezone.localdate()
    account, _ = new_account(username=seat.username, name=seat.name, area=area, by=administrator, with_password=False)
    _open(account, password)
    grant_posting(
        account=account,
        role=seat.role_code,
        area=area,
        starts_on=today,
        ends_on=None,
        reason="演示数据",
        by=administrator,
        on=today,
    )


def _open(account, password):
    """The demo's password, at once: nobody tries a demo that begins with changing a password."""
    Account.objects.filter(pk=account.pk).update(password=password, must_change_password=False)


def _client(officer):
    client, _ = create_client(
        name="区数据平台同步（演示）",
        area=Area.objects.get(pk=JIADING),
        verbs=[
            *("place.view", "person.view", "organisation.view", "posting.view", "case.view", "case.register"),
            *("figure.view", "return.view", "webhook.manage"),
        ],
        networks=[],
        rate_per_minute=300,
        expires_at=timezone.now() + timedelta(days=365),
        by=officer,
        now=timezone.now(),
    )
    secret_digest = clients.digest(CLIENT_SECRET, "demo")
    ApiClient.objects.filter(pk=client.pk).update(key_id=CLIENT_KEY, secret_digest=secret_digest)


def table() -> str:
    """The sign-ins as a table for a terminal; wide characters count twice."""
    heads = ("席位", "姓名", "用户名", "密码", "先试试")
    rows = [(seat.role, seat.name, seat.username, seat.password, seat.first) for seat in SEATS]
    rows.append(("接口客户端", "数据平台同步", CLIENT_KEY, CLIENT_SECRET, "Authorization: Bearer <用户名>.<密码>"))
    widths = [max(_width(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    return "\n".join(_line(row, widths) for row in [heads, *rows])


def _line(row, widths):
    return "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()


def _width(text):
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
