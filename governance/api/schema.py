"""The OpenAPI 3.1 document: shapes and orders by drf-spectacular, what all operations share from here."""

from functools import lru_cache

import django_filters
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema

from governance.api import lists, streams
from governance.api.problems import MEDIA_TYPE, TITLES

READ_STATUSES = (400, 401, 403, 404, 406, 429, 503)
WRITE_STATUSES = (400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 503)
VERSION_STATUSES = (412, 428)
RATES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
PROBLEM = {
    "type": "object",
    "description": "一次拒绝（RFC 9457）。errors 指明是哪个字段、参数或请求头。",
    "required": ["type", "title", "status", "detail", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "问题种类：urn:governance:problem: 加 code"},
        "title": {"type": "string", "description": "状态的中文名称"},
        "status": {"type": "integer", "description": "HTTP 状态码"},
        "detail": {"type": "string", "description": "给人看的说明"},
        "code": {"type": "string", "description": "给程序看的代码"},
        "request_id": {"type": "string", "description": "请求编号，报障时请提供"},
        "errors": {"type": "array", "description": "逐项的问题", "items": {"$ref": "#/components/schemas/ProblemItem"}},
        "current": {"type": "object", "description": "412 时：这条记录现在的内容"},
        "known": {"type": "array", "items": {"type": "object"}, "description": "号码已登记时：您范围内的已有登记"},
    },
    "examples": [
        {
            "type": "urn:governance:problem:invalid",
            "title": "请求无法识别",
            "status": 400,
            "detail": "请求内容有误，请按 errors 逐项修改。",
            "code": "invalid",
            "request_id": "0b0a4f9e-6f7b-4c5e-9d55-1f6d3a1c2b3d",
            "errors": [{"field": "sort", "message": "不能按“colour”排序；可用：code、pinyin。", "code": "unknown"}],
        }
    ],
}
PROBLEM_ITEM = {
    "type": "object",
    "required": ["field", "message", "code"],
    "properties": {
        "field": {"type": "string", "description": "字段、查询参数或请求头的名称；对象内的字段以点相连"},
        "message": {"type": "string", "description": "中文说明"},
        "code": {"type": "string", "description": "代码"},
    },
}
HEADERS = {
    "ETag": "这份内容的标签；读取时放入 If-None-Match，修改时放入 If-Match",
    "RateLimit-Limit": "每分钟请求上限",
    "RateLimit-Remaining": "本分钟剩余次数",
    "RateLimit-Reset": "距离重新计数的秒数",
    "Retry-After": "多少秒后可以重试",
    "Location": "新记录的地址",
    "Idempotency-Replayed": "true：这是同一个键上次的答复",
    "WWW-Authenticate": "认证方式",
}
ABOUT = """面向区级平台和其他系统的接口。

* 认证：`Authorization: Bearer <密钥编号>.<密钥>`；已登录的人员也可用会话调用（修改时须带 `X-CSRFToken`）。
* 读取：列表按游标分页，不给总数，除非 `count=exact`；不认识的参数、字段一律 400。
* 整个列表：`Accept: application/x-ndjson` 或 `text/csv` 逐行给出全部记录，不分页；中断后以 `after=` 接着取。
* `ETag` 与 `If-None-Match` 可免重复传输；`fields=` 只取所要的字段，对象和列表之内的以点相连。
* 有变更时可由门户推送（Standard Webhooks，只含种类和编号）：在“变更推送”页面登记地址，按消息的 `data.next` 读取。
* 修改：`PATCH` 和对一条记录的 `POST` 须带 `If-Match`（缺少 428，过期 412 并附现状）。
* `POST` 须带 `Idempotency-Key`：同键同答，保留 24 小时。
* 时间为带时区的 ISO 8601，日期为 `YYYY-MM-DD`；代码旁附中文名称。
* 范围之外的记录与不存在的记录答复相同（404）。
"""


class ApiSchema(AutoSchema):
    """Reads `shape`, `label`, `reach`, `filterset_class` of a Resource, so that an endpoint says nothing twice."""

    def get_tags(self):
        return [self.view.label]

    def get_summary(self):
        told = {"list": f"{self.view.label}：列表", "retrieve": f"{self.view.label}：一条"}
        return told.get(self.view.action) or super().get_summary()

    def get_description(self):
        return (type(self.view).__doc__ or "").strip()

    def get_request_serializer(self):
        return None

    def get_response_serializers(self):
        return self.view.shape

    def _get_parameters(self):
        made = super()._get_parameters()
        for parameter in made:
            parameter.setdefault("description", "区划代码" if parameter["name"] == "code" else "编号")
        return [*made, *self._shared_parameters()]

    def _shared_parameters(self):
        if self.method == "GET":
            yield _header("If-None-Match", "上次得到的 ETag；没有变化时答 304", required=False)
        if self.view.action in ("list", "retrieve"):
            yield self._fields_parameter()
        if self._is_streamed():
            told = "只用于 NDJSON 和 CSV：从这个编号之后接着给出"
            yield _parameter(streams.AFTER, "query", told, {"type": "string"})
        if self.method == "POST":
            yield _header("Idempotency-Key", "这次提交的唯一键，1–255 个可见 ASCII 字符，例如一个 UUID")
        if self._asks_version():
            yield _header("If-Match", "读取这条记录时得到的 ETag")

    def _asks_version(self):
        return self.method != "GET" and "{" in self.path

    def _is_streamed(self):
        return self.method == "GET" and self.view.action == "list" and self.view.is_streamed

    def _fields_parameter(self):
        known = list(lists.names_of(self.view.shape))
        told = f"只要这些字段，逗号分隔；可用：{'、'.join(name for name in known if '.' not in name)}"
        inside = next((name for name in known if "." in name), "")
        more = f"；对象和列表之内的以点相连，例如 {inside}" if inside else ""
        examples = [",".join(filter(None, (known[0], inside)))] if known else [""]
        return _parameter(lists.FIELDS, "query", f"{told}{more}", {"type": "string", "examples": examples})

    def _get_filter_parameters(self):
        filters = getattr(self.view, "filterset_class", None)
        if not filters or self.view.action != "list":
            return []
        return [_filter_parameter(name, one) for name, one in filters.base_filters.items()]

    def _map_basic_serializer(self, serializer, direction):
        schema = super()._map_basic_serializer(serializer, direction)
        if example := getattr(serializer, "example", None):
            schema["examples"] = [example]
        return schema

    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        if operation:
            if self._is_streamed():
                self._tell_streams(operation["responses"]["200"]["content"])
            self._complete(operation["responses"])
        return operation

    def _tell_streams(self, content):
        """By `Accept` the whole list: a row a line, or a CSV with a column for each value."""
        row = self.resolve_serializer(self.view.shape, "response").ref
        content[streams.Ndjson.media_type] = {"schema": {**row, "description": "全部记录，一行一条"}}
        content[streams.Csv.media_type] = {"schema": {"type": "string", "description": "全部记录；首行为列名"}}

    def _complete(self, responses):
        """Headers of good answers, the 304, and every refusal that the operation can give."""
        for response in responses.values():
            response["description"] = response.get("description") or "成功"
            response["headers"] = _headers("ETag", *RATES)
        if "201" in responses:
            responses["201"]["headers"] |= _headers("Location")
        if self.method == "GET":
            responses["304"] = {"description": "没有变化", "headers": _headers("ETag", *RATES)}
        if self.method == "POST":
            next(iter(responses.values()))["headers"] |= _headers("Idempotency-Replayed")
        statuses = READ_STATUSES if self.method == "GET" else WRITE_STATUSES
        if self.view.leaves_gone and self.view.action == "retrieve":
            statuses = (*statuses, 410)
        for status in sorted({*statuses, *(VERSION_STATUSES if self._asks_version() else ())}):
            responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


class ClientScheme(OpenApiAuthenticationExtension):
    target_class = "governance.access.clients.ClientAuthentication"
    name = "client"

    def get_security_definition(self, auto_schema):
        told = "接口客户端：密钥编号、点、密钥。由区级工作人员在“接口客户端”页面创建。"
        return {"type": "http", "scheme": "bearer", "description": told}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "governance.api.views.PersonAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema):
        told = "已登录人员的会话；修改时另须 X-CSRFToken 请求头。"
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": told}


class ChoiceField(OpenApiSerializerFieldExtension):
    target_class = "governance.api.shapes.Choice"

    def map_serializer_field(self, auto_schema, direction):
        labels = self.target.labels
        kind = "integer" if all(isinstance(code, int) for code in labels) else "string"
        told = "；".join(f"{code} {label}" for code, label in labels.items())
        return {
            "type": ["object", "null"],
            "required": ["code", "label"],
            "properties": {
                "code": {"type": kind, "enum": list(labels), "description": told},
                "label": {"type": "string", "description": "中文名称"},
            },
        }


def complete(result, generator, request, public):
    """What the whole document shares: problems, headers, the introduction."""
    components = result["components"]
    components["schemas"] |= {"Problem": PROBLEM, "ProblemItem": PROBLEM_ITEM}
    components["headers"] = {
        name: {"description": told, "schema": {"type": "integer" if name in (*RATES, "Retry-After") else "string"}}
        for name, told in HEADERS.items()
    }
    components["responses"] = {f"Problem{status}": _problem(status, title) for status, title in TITLES.items()}
    result["info"]["description"] = ABOUT
    return result


@lru_cache(maxsize=1)
def document() -> dict:
    """The document as data. It depends on the code alone, so it is made once."""
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


def _problem(status, title):
    headers = () if status == 401 else RATES
    more = {401: ("WWW-Authenticate",), 412: ("ETag",), 429: ("Retry-After",), 503: ("Retry-After",)}.get(status, ())
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": title, "headers": _headers(*headers, *more), "content": content}


def _headers(*names):
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _header(name, told, required=True):
    return _parameter(name, "header", told, {"type": "string"}, required)


def _parameter(name, where, told, schema, required=False):
    return {"name": name, "in": where, "required": required, "description": told, "schema": schema}


def _filter_parameter(name, one):
    schema = {"type": "string"}
    if isinstance(one, django_filters.DateFilter):
        schema["format"] = "date"
    if choices := one.extra.get("choices"):
        schema["enum"] = [str(code) for code, _ in choices]
    if longest := one.extra.get("max_length"):
        schema["maxLength"] = longest
    told = "；".join(f"{code} {label}" for code, label in choices or ())
    return _parameter(name, "query", f"{one.label}（{told}）" if told else str(one.label), schema)
