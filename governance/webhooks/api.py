"""Endpoints for API clients: each keeps its own, sees what was sent there, and has sent again what failed."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, Moment, Order, Shape
from governance.api.views import JSON, Resource, ToldOnce
from governance.api.wire import encode
from governance.errors import Invalid
from governance.people.models import ApiClient
from governance.webhooks import actions
from governance.webhooks.addresses import LONGEST
from governance.webhooks.filters import STATES, DeliveryFilter, EndpointFilter
from governance.webhooks.models import KEEP, DeliveryState, WebhookDelivery, WebhookEndpoint

MOST_ID, MOST_KINDS = 2**63 - 1, 20
STANDING = [(code, label.removesuffix("（全部）")) for code, label in STATES]
URL = "接收推送的地址，以 https:// 开头；指向内网、本机的拒绝"
KINDS = "推送哪些种类的变更，见 changes"


class OwnerShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    name = serializers.CharField(help_text="名称")


class EndpointShape(Shape):
    example = {
        "id": 4,
        "client": {"id": 2, "name": "区数据平台"},
        "url": "https://data.example.cn/portal",
        "kinds": ["case"],
        "state": {"code": "on", "label": "使用中"},
        "off_at": None,
        "failing_since": None,
        "last_batch_at": "2026-03-02T09:30:00+08:00",
        "previous_until": None,
        "created_at": "2026-03-01T09:30:00+08:00",
        "version": 1,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    client = OwnerShape(help_text="所属的接口客户端")
    url = serializers.CharField(help_text="地址")
    kinds = serializers.ListField(child=serializers.CharField(), help_text="推送的种类")
    state = Choice(STANDING, source="standing", help_text="状态")
    off_at = serializers.DateTimeField(allow_null=True, help_text="停用时间")
    failing_since = serializers.DateTimeField(allow_null=True, help_text="从何时起送不到；null 表示最近一次送达")
    last_batch_at = serializers.DateTimeField(allow_null=True, help_text="最近一批的时间")
    previous_until = serializers.DateTimeField(allow_null=True, help_text="旧签名密钥并用到何时")
    created_at = serializers.DateTimeField(help_text="创建时间")
    version = serializers.IntegerField(help_text="版本")


class SecretShape(EndpointShape):
    example = {**EndpointShape.example, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}  # gitleaks:allow

    secret = serializers.CharField(
        allow_null=True, help_text="签名密钥，只在这次答复中给出一次；以同一个 Idempotency-Key 重发时为 null"
    )


class DeliveryShape(Shape):
    example = {
        "id": 31,
        "endpoint": 4,
        "number": 12,
        "message": "msg_0b7c9a52f7f84a5c9f0a2d9a4f0e6a11",
        "is_test": False,
        "count": 2,
        "more": False,
        "state": {"code": "failed", "label": "未送达"},
        "made_at": "2026-03-02T09:30:00+08:00",
        "attempts": 9,
        "tried_at": "2026-03-04T09:30:00+08:00",
        "next_try": None,
        "answer_code": 500,
        "took_ms": 120,
        "problem": "对方答复 500",
        "ended_at": "2026-03-04T09:30:00+08:00",
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    endpoint = serializers.IntegerField(source="endpoint_id", help_text="推送地址的编号")
    number = serializers.IntegerField(help_text="该地址的第几次推送")
    message = serializers.CharField(source="message_id", help_text="消息编号（webhook-id），重发时不变")
    is_test = serializers.BooleanField(help_text="是否试送")
    count = serializers.IntegerField(help_text="列出的变更有几条")
    more = serializers.BooleanField(source="is_cut", help_text="除列出的以外还有没有")
    state = Choice(DeliveryState.choices, help_text="状态")
    made_at = serializers.DateTimeField(help_text="产生时间")
    attempts = serializers.IntegerField(help_text="尝试次数")
    tried_at = serializers.DateTimeField(allow_null=True, help_text="最近尝试")
    next_try = serializers.DateTimeField(allow_null=True, help_text="下次尝试；null 表示不再尝试")
    answer_code = serializers.IntegerField(allow_null=True, help_text="对方答复的 HTTP 状态码；没有答复为 null")
    took_ms = serializers.IntegerField(allow_null=True, help_text="用时（毫秒）")
    problem = serializers.CharField(help_text="未送达原因")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="结束时间")


class EndpointOrder(Order):
    example = {"url": "https://data.example.cn/portal", "kinds": ["case"]}

    url = serializers.CharField(max_length=LONGEST, help_text=URL)
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=MOST_KINDS, help_text=KINDS
    )
    client = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_ID, help_text="接口客户端编号：由人员调用时必填，客户端只管自己的"
    )


class EndpointChangeOrder(Order):
    example = {"kinds": ["case"]}

    url = serializers.CharField(required=False, max_length=LONGEST, help_text=f"{URL}；不给则不变")
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        min_length=1,
        max_length=MOST_KINDS,
        help_text=f"{KINDS}；不给则不变",
    )


class OffOrder(Order):
    example = {"reason": "系统维护"}

    reason = serializers.CharField(max_length=200, help_text="原因")


class ReplayOrder(Order):
    example = {"since": "2026-03-02T00:00:00+08:00"}

    since = Moment(help_text="重发自何时起未送达的，先失败的先发")


class NothingOrder(Order):
    example: dict = {}


class ReplayedShape(serializers.Serializer):
    count = serializers.IntegerField(help_text="安排重发了几条")


class TestedShape(serializers.Serializer):
    delivery = serializers.IntegerField(help_text="推送编号，结果几秒内可在推送记录中读到")


class Endpoints(Resource):
    """变更推送地址：接口客户端管理自己的；人员管理其区域内各客户端的。"""

    label = "推送地址"
    reach = {
        "list": reach.holding(KEEP),
        "make": reach.holding(KEEP),
        **dict.fromkeys(
            ("retrieve", "change", "rotate", "switch_off", "switch_on", "test", "replay"),
            reach.within("governance.WebhookEndpoint", KEEP),
        ),
    }
    confirmed = frozenset({"make", "change", "rotate"})
    shape = EndpointShape
    filterset_class = EndpointFilter
    sorts = {"id": "pk", "url": "url"}

    def get_queryset(self):
        return WebhookEndpoint.objects.visible_to(self.request.user, KEEP).for_list()

    @extend_schema(summary="新增推送地址", request=EndpointOrder, responses={201: SecretShape})
    def make(self, request):
        order = self.ordered(EndpointOrder)
        client = _client(order.pop("client", None), by=request.user)
        made, secret = actions.add_endpoint(client, **order, by=request.user, now=timezone.now())
        location = {"Location": request.build_absolute_uri(reverse("api:webhook", args=[made.pk]))}
        return self._told_once(made, secret, 201, location)

    @extend_schema(summary="修改推送地址", request=EndpointChangeOrder, responses=EndpointShape)
    def change(self, request, pk):
        found = self.get_object()
        version = self.version_read(found)
        order = {"url": found.url, "kinds": found.kinds, **self.ordered(EndpointChangeOrder)}
        return self.answer(actions.change_endpoint(found, **order, by=request.user, version=version))

    @extend_schema(summary="更换签名密钥", request=NothingOrder, responses=SecretShape)
    def rotate(self, request, pk):
        found, version = self._read()
        changed, secret = actions.rotate_secret(found, by=request.user, now=timezone.now(), version=version)
        return self._told_once(changed, secret, 200, {})

    @extend_schema(summary="停用推送地址", request=OffOrder, responses=EndpointShape)
    def switch_off(self, request, pk):
        found = self.get_object()
        version, order = self.version_read(found), self.ordered(OffOrder)
        return self.answer(actions.switch_off(found, **order, by=request.user, now=timezone.now(), version=version))

    @extend_schema(summary="启用推送地址", request=NothingOrder, responses=EndpointShape)
    def switch_on(self, request, pk):
        found, version = self._read()
        return self.answer(actions.switch_on(found, by=request.user, version=version))

    @extend_schema(summary="试送一次", request=NothingOrder, responses={201: TestedShape})
    def test(self, request, pk):
        found = self.get_object()
        self.ordered(NothingOrder)
        made = actions.send_test(found, by=request.user, now=timezone.now())
        location = request.build_absolute_uri(reverse("api:webhook_delivery", args=[made.pk]))
        return HttpResponse(encode({"delivery": made.pk}), JSON, 201, headers={"Location": location})

    @extend_schema(summary="重发未送达的推送", request=ReplayOrder, responses=ReplayedShape)
    def replay(self, request, pk):
        found, order = self.get_object(), self.ordered(ReplayOrder)
        count = actions.replay_failed(found, **order, by=request.user, now=timezone.now())
        return HttpResponse(encode({"count": count}), JSON)

    def _read(self):
        found = self.get_object()
        version = self.version_read(found)
        self.ordered(NothingOrder)
        return found, version

    def _told_once(self, row, secret, status, headers):
        body = self.represent(row)
        return ToldOnce(body, {"secret": secret}, status, {"ETag": self.etag_of(row, body), **headers})


class Deliveries(Resource):
    """推送记录：送达与否、对方的答复、何时再试；未送达的可以重发。"""

    label = "推送记录"
    reach = {
        "list": reach.holding(KEEP),
        "retrieve": reach.within("governance.WebhookDelivery", KEEP),
        "replay": reach.within("governance.WebhookDelivery", KEEP),
    }
    shape = DeliveryShape
    filterset_class = DeliveryFilter
    sorts = {"id": "pk", "made_at": "made_at"}

    def get_queryset(self):
        return WebhookDelivery.objects.visible_to(self.request.user, KEEP).for_list()

    @extend_schema(summary="重发一次推送", request=NothingOrder, responses=DeliveryShape)
    def replay(self, request, pk):
        found = self.get_object()
        self.ordered(NothingOrder)
        return self.answer(actions.replay(found, by=request.user, now=timezone.now()))


def _client(number, *, by) -> ApiClient:
    """Of which client: a client answers for itself alone."""
    if isinstance(by, ApiClient):
        found = by if number in (None, by.pk) else None
    else:
        found = ApiClient.objects.keepable_by(by, timezone.now()).filter(pk=number).first()
    if found is None:
        raise Invalid("没有这个接口客户端，或不在您的权限范围内。", field="client")
    return found
