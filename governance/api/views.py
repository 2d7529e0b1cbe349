"""The one base of all API views: who calls, who gets through, how often, and how answers go out."""

from functools import partial

from django.apps import apps
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, NotFound, PermissionDenied
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from governance.access import reach, stepup
from governance.access.clients import ClientAuthentication
from governance.access.reach import HOLDING, PUBLIC, WITHIN, Reach
from governance.api import etags, idempotency, lists, rates, schema, streams
from governance.api.idempotency import Answer
from governance.api.lists import CursorPages
from governance.api.shapes import Shape
from governance.api.wire import encode
from governance.errors import NotPermitted
from governance.replica.routing import PRIMARY
from governance.replica.source import Source, source_for

JSON = "application/json"
READS = ("GET", "HEAD")


class NotConfirmed(NotPermitted):
    """The act hands out rights; who is at the keyboard was asked too long ago (governance/access/stepup.py)."""

    code = "stepup-required"


class PersonAuthentication(SessionAuthentication):
    """Somebody signed in on the pages; what they send must carry the CSRF token."""

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refusal:
            told = "以登录会话调用时，须在 X-CSRFToken 请求头中给出 CSRF 令牌。"
            raise NotPermitted(told) from refusal


class ToldOnce(HttpResponse):
    """An answer with a secret. Sent again with the same key, the request gets `kept`, without it."""

    def __init__(self, body: dict, secret: dict[str, str], status: int, headers: dict[str, str]):
        super().__init__(encode({**body, **secret}), JSON, status, headers=headers)
        self.kept = encode({**body, **dict.fromkeys(secret)})


class Resource(GenericViewSet):
    """A resource. A feature says `reach` for each action, `shape`, `sorts`, `filterset_class` and `get_queryset()`
    (what the actor may see, with all that the shape reads); list and retrieve are here, writes call its actions.
    """

    label = ""  # what the resource is called
    reach: dict[str, Reach] = {}
    shape: type[Shape] = Shape
    sorts: dict[str, str] = {"id": "pk"}
    leaves_gone = False  # a row that was destroyed answers 410, not 404
    confirmed: frozenset[str] = frozenset()  # actions that ask somebody signed in to confirm who they are
    authentication_classes = (ClientAuthentication, PersonAuthentication)
    pagination_class = CursorPages
    http_method_names = ["get", "head", "post", "patch"]
    is_streamed = True  # whether the whole list can be had in one answer (governance/api/streams.py)
    is_read_anywhere = True  # a replica that knows what the caller wrote may answer
    rate: rates.Rate | None = None
    format_kwarg = None

    # --- the door

    def initial(self, request, *args, **kwargs):
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        rule = self.reach.get(self.action or "")
        if rule is None:
            raise MethodNotAllowed(request.method)
        if rule.kind != PUBLIC and not request.user.is_authenticated:
            raise NotAuthenticated
        if request.user.is_authenticated:
            self.rate = rates.count(request.user)
        self._require_reach(rule)
        self._require_confirmed(request)
        self.source = source_for(request.user) if self.may_ask_a_replica(request) else Source(PRIMARY)
        if request.method in READS:
            self.get = self.head = partial(self._asked_of_source, self.get)
        if request.method == "POST":
            self.post = partial(self._answer_once, self.post)

    def _require_reach(self, rule):
        if rule.kind == HOLDING and not rule.admits(self.request.user):
            raise NotFound
        if rule.kind == WITHIN:
            self._require_within(rule)

    def _require_within(self, rule):
        rows, key = apps.get_model(rule.subject).objects, self.kwargs[rule.by]
        if not rows.visible_to(self.request.user).filter(pk=key).exists():
            raise NotFound
        if rule.verb and not rows.visible_to(self.request.user, rule.verb).filter(pk=key).exists():
            raise NotPermitted("您的任职在这条记录所在的区域不包含这项操作。")

    def _require_confirmed(self, request):
        is_session = isinstance(request.successful_authenticator, PersonAuthentication)
        if self.action in self.confirmed and is_session and not stepup.is_fresh(request._request):
            raise NotConfirmed("这项操作须先再次确认身份：请在门户页面确认后重试。")

    def may_ask_a_replica(self, request) -> bool:
        return self.is_read_anywhere and request.method in READS and request.user.is_authenticated

    def _asked_of_source(self, read, request, *args, **kwargs):
        return self.source.ask(lambda: read(request, *args, **kwargs))

    def _answer_once(self, act, request, *args, **kwargs):
        """Every POST: the same `Idempotency-Key` gets the same answer (governance/api/idempotency.py)."""
        key = idempotency.required_key(request.headers.get("Idempotency-Key"))
        asked = idempotency.digest(request.path.encode(), encode(request.data))
        owner = idempotency.owner_of(request.user)
        answer = idempotency.answer_once(owner, key, asked, lambda: _answer_of(act(request, *args, **kwargs)))
        repeated = {"Idempotency-Replayed": "true"} if answer.is_repeated else {}
        return HttpResponse(answer.body, JSON, answer.status, headers={**answer.headers, **repeated})

    def handle_exception(self, exc):
        if isinstance(exc, rates.OverRate):
            self.rate = exc.rate
        return super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.rate.headers if self.rate else {}).items():
            response[name] = value
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
        return response

    # --- reads

    def get_renderers(self):
        streamed = streams.STREAMED if self.action == "list" and self.is_streamed else ()
        return [*super().get_renderers(), *(renderer() for renderer in streamed)]

    def list(self, request, **kwargs):
        if isinstance(request.accepted_renderer, streams.STREAMED):
            return streams.answer(self)
        body = encode(self.paginator.body(self.paginate_queryset(self.get_queryset())))
        return self._answer_read(body, etags.content_tag(body))

    def prepare(self, rows):
        """Give the instances of a page what a query for all of them brings, before each is told."""

    def retrieve(self, request, **kwargs):
        lists.require_known(request.query_params, {lists.FIELDS})
        row = self.get_object()
        body = encode(self.shape(only=lists.fields_asked(request.query_params, self.shape)).to_representation(row))
        return self._answer_read(body, etags.row_tag(row, body))

    def get_object(self):
        row = self.get_queryset().filter(pk=next(iter(self.kwargs.values()))).first()
        if row is None:
            raise NotFound
        return row

    def _answer_read(self, body, etag):
        if etags.is_unchanged(self.request.headers.get("If-None-Match"), etag):
            return HttpResponse(status=304, headers={"ETag": etag})
        return HttpResponse(body, JSON, headers={"ETag": etag})

    # --- writes

    def ordered(self, order_class) -> dict:
        """The values of the request's body. Refuses what has not the shape of `order_class`."""
        lists.require_known(self.request.query_params, ())
        order = order_class(data=self.request.data)
        order.is_valid(raise_exception=True)
        return order.validated_data

    def version_read(self, row) -> int:
        """The version that the caller says it read (`If-Match`)."""
        return etags.required_version(self.request.headers.get("If-Match"), row)

    def answer(self, row, status=200, headers=None) -> HttpResponse:
        """The row as it is after the act, with its tag."""
        data = self.represent(row)
        return HttpResponse(encode(data), JSON, status, headers={"ETag": self.etag_of(row, data), **(headers or {})})

    def created(self, row, route) -> HttpResponse:
        location = self.request.build_absolute_uri(reverse(route, args=[row.pk]))
        return self.answer(row, 201, {"Location": location})

    def represent(self, row) -> dict:
        fresh = type(row).objects.for_list().get(pk=row.pk)
        return self.shape().to_representation(fresh)

    def etag_of(self, row, data) -> str:
        return etags.row_tag(row, encode(data))


class Schema(Resource):
    """OpenAPI 3.1 文档。"""

    label = "接口文档"
    reach = {"show": reach.signed_in}

    @extend_schema(summary="OpenAPI 3.1 文档", responses={200: {"type": "object"}})
    def show(self, request):
        lists.require_known(request.query_params, ())
        body = encode(schema.document())
        return self._answer_read(body, etags.content_tag(body))


class UnknownRoute(Resource):
    """Whatever else is asked below /api/: the same answer as for a row out of reach."""

    reach = {"nothing": reach.public}
    schema = None

    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]

    def initial(self, request, *args, **kwargs):
        self.nothing()

    def nothing(self, *args, **kwargs):
        raise NotFound


def _answer_of(response) -> Answer:
    kept = {name: response[name] for name in ("ETag", "Location") if name in response}
    body = encode(response.data) if isinstance(response, Response) else response.content
    return Answer(response.status_code, body, kept, kept=getattr(response, "kept", None))
