"""Postings for API clients: who holds what where; granting, changing dates, ending."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from governance.access import reach
from governance.access.roles import ROLES
from governance.api.shapes import Choice, Order, PlaceShape, Shape, place_code
from governance.api.views import Resource
from governance.areas.models import Area
from governance.errors import Invalid
from governance.people.models import Account, Posting, state_of
from governance.people.postings import actions
from governance.people.postings.filters import PostingFilter

ROLE_LABELS = [(role.code, role.label) for role in ROLES.values()]
STATES = [("coming", "未开始"), ("active", "有效"), ("ended", "已结束")]
MOST_ID = 2**63 - 1


class HolderShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    name = serializers.CharField(help_text="姓名或名称")


class PostingShape(Shape):
    example = {
        "id": 7,
        "account": {"id": 3, "name": "林晓"},
        "client": None,
        "role": {"code": "mediator", "label": "人民调解员"},
        "area": {"code": "310114001001", "name": "迎园社区居委会"},
        "starts_on": "2026-01-01",
        "ends_on": None,
        "state": {"code": "active", "label": "有效"},
        "reason": "嘉新街办〔2026〕12 号",
        "granted_by": {"id": 1, "name": "沈岚"},
        "granted_at": "2026-01-01T09:30:00+08:00",
        "version": 1,
    }

    computed = {"state": (state_of, ("starts_on", "ends_on"))}

    id = serializers.IntegerField(source="pk", help_text="编号")
    account = HolderShape(allow_null=True, help_text="持有任职的账号；接口客户端的任职为 null")
    client = HolderShape(allow_null=True, help_text="持有任职的接口客户端；账号的任职为 null")
    role = Choice(ROLE_LABELS, help_text="角色")
    area = PlaceShape(help_text="任职所在区域，权限及于其下各级")
    starts_on = serializers.DateField(help_text="开始日")
    ends_on = serializers.DateField(allow_null=True, help_text="终止日（当日起失效）；null 表示没有定期")
    state = Choice(STATES, help_text="今天的状态")
    reason = serializers.CharField(help_text="授予依据")
    granted_by = HolderShape(allow_null=True, help_text="授予人")
    granted_at = serializers.DateTimeField(help_text="授予时间")
    version = serializers.IntegerField(help_text="版本")


class GrantOrder(Order):
    example = {
        "account": 3,
        "role": "mediator",
        "area": "310114001001",
        "starts_on": "2026-12-01",
        "reason": "嘉新街办〔2026〕12 号",
    }

    account = serializers.IntegerField(min_value=1, max_value=MOST_ID, help_text="账号编号")
    role = serializers.ChoiceField(ROLE_LABELS, help_text="角色代码")
    area = place_code()
    starts_on = serializers.DateField(help_text="开始日")
    ends_on = serializers.DateField(allow_null=True, default=None, help_text="终止日（当日起失效）；不填表示没有定期")
    reason = serializers.CharField(max_length=200, help_text="依据，例如文号")


class TermOrder(Order):
    example = {"ends_on": "2027-06-01", "reason": "换届"}

    starts_on = serializers.DateField(required=False, help_text="开始日；不给则不变")
    ends_on = serializers.DateField(required=False, allow_null=True, help_text="终止日；不给则不变，null 表示没有定期")
    reason = serializers.CharField(max_length=200, help_text="依据")


class EndOrder(Order):
    example = {"ends_on": "2026-12-31", "reason": "离任"}

    ends_on = serializers.DateField(help_text="从这一天起失效；不早于今天")
    reason = serializers.CharField(max_length=200, help_text="原因")


class Postings(Resource):
    """任职：谁在哪个区域以什么角色工作。"""

    label = "任职"
    reach = {
        "list": reach.holding("posting.view"),
        "retrieve": reach.within("governance.Posting"),
        "grant": reach.holding("posting.grant"),
        "change": reach.within("governance.Posting", "posting.grant"),
        "end": reach.within("governance.Posting", "posting.grant"),
    }
    confirmed = frozenset({"grant", "change", "end"})
    shape = PostingShape
    filterset_class = PostingFilter
    sorts = {"id": "pk", "starts_on": "starts_on", "area": "area_id"}

    def get_queryset(self):
        return Posting.objects.visible_to(self.request.user).for_list()

    @extend_schema(summary="授予任职", request=GrantOrder, responses={201: PostingShape})
    def grant(self, request):
        order = self.ordered(GrantOrder)
        order["account"] = _account(order["account"], by=request.user)
        order["area"] = _place(order["area"])
        posting = actions.grant_posting(**order, by=request.user, on=timezone.localdate())
        return self.created(posting, "api:posting")

    @extend_schema(summary="变更任职日期", request=TermOrder, responses=PostingShape)
    def change(self, request, pk):
        posting = self.get_object()
        version = self.version_read(posting)
        order = {"starts_on": posting.starts_on, "ends_on": posting.ends_on, **self.ordered(TermOrder)}
        changed = actions.change_posting(posting, **order, by=request.user, on=timezone.localdate(), version=version)
        return self.answer(changed)

    @extend_schema(summary="结束任职", request=EndOrder, responses=PostingShape)
    def end(self, request, pk):
        posting = self.get_object()
        version = self.version_read(posting)
        order = self.ordered(EndOrder)
        ended = actions.end_posting(posting, **order, by=request.user, on=timezone.localdate(), version=version)
        return self.answer(ended)


def _account(number, *, by):
    found = Account.objects.visible_to(by, "posting.grant").filter(pk=number).first()
    if found is None:
        raise Invalid("没有这个账号，或不在您的权限范围内。", field="account")
    return found


def _place(code):
    found = Area.objects.filter(pk=code).first()
    if found is None:
        raise Invalid("没有这个区域。", field="area")
    return found
