"""Every refusal of the API is a problem (application/problem+json, RFC 9457): one shape, whatever went wrong."""

import logging
from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError
from django.db.models import ProtectedError
from django.http import Http404
from psycopg import errors as pg
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from governance.errors import RuleError, Stale

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:governance:problem:{}"
TITLES = {
    400: "请求无法识别",
    401: "需要认证",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    406: "不能提供所要的格式",
    409: "与现状冲突",
    410: "已依法销毁",
    411: "缺少内容长度",
    412: "内容已被他人修改",
    413: "内容过大",
    415: "不支持所给的格式",
    422: "内容不符合规则",
    428: "缺少版本条件",
    429: "请求过于频繁",
    500: "系统故障",
    503: "暂时不能服务",
}
NOT_FOUND = (
    "这个地址没有内容，或不在您的权限范围内。"  # one sentence for all: it must not tell one address from another
)
TAKEN = (pg.UniqueViolation, pg.ExclusionViolation)


class VersionMissing(RuleError):
    """A change came without `If-Match`."""

    status = 428
    code = "if-match-missing"


def handle(error, context):
    """The problem that answers `error`; None for a fault of ours, which goes on to the log and the 500 page."""
    set_rollback()
    if isinstance(error, RuleError):
        return _of_rule(error, context["view"])
    if isinstance(error, exceptions.APIException):
        return _of_framework(error, context["view"])
    if isinstance(error, (Http404, ObjectDoesNotExist)):
        return problem(404, "not-found", NOT_FOUND)
    if isinstance(error, PermissionDenied):
        return problem(403, "not-permitted", str(error) or "您的任职不包含这项操作。")
    if isinstance(error, RequestDataTooBig):
        return problem(413, "too-large", f"请求体不能超过 {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2} MB。")
    if isinstance(error, SuspiciousOperation):
        return problem(400, "bad-request", "请求有无法识别的部分。")
    return _of_database(error)


def problem(status, code, detail, *, errors=(), headers=None, **more) -> Response:
    body = problem_body(status, code, detail, errors=errors, **more)
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def problem_body(status, code, detail, *, errors=(), **more) -> dict:
    return {
        "type": TYPE.format(code),
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
        "errors": list(errors),
        **more,
    }


def named(field, message, code):
    return {"field": field, "message": str(message), "code": code}


def _of_rule(error, view):
    more, headers = {}, {}
    if isinstance(error, Stale):
        more["current"] = view.represent(error.current)
        headers["ETag"] = view.etag_of(error.current, more["current"])
    if known := getattr(error, "known", None):
        more["known"] = [view.represent(row) for row in known]
    if error.status == 401:
        headers["WWW-Authenticate"] = view.get_authenticate_header(view.request)
    if error.code in ("in-flight", "too-often"):
        headers["Retry-After"] = "1" if error.code == "in-flight" else "60"
    errors = [named(error.field, error.message, error.code)] if error.field else []
    return problem(error.status, error.code, error.message, errors=errors, headers=headers, **more)


def _of_framework(error, view):
    code = str(error.get_codes() if isinstance(error.detail, str) else error.default_code).replace("_", "-")
    headers = {}
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)):
        headers["WWW-Authenticate"] = view.get_authenticate_header(view.request)
        return problem(401, "not-authenticated", "请以接口密钥（Bearer）或登录会话认证。", headers=headers)
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.get_full_details()))
        return problem(400, "invalid", "请求内容有误，请按 errors 逐项修改。", errors=errors)
    if isinstance(error, exceptions.NotFound):
        return problem(404, "not-found", NOT_FOUND)
    if isinstance(error, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(view.allowed_methods)
    if isinstance(error, exceptions.Throttled):
        headers |= {"Retry-After": str(int(error.wait or 1))}
    return problem(error.status_code, code, str(error.detail), headers=headers)


def _flat(details, path=""):
    """DRF's nested details as one list; a field inside an object is named with a dot."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield named(path, details["message"], str(details["code"]).replace("_", "-"))
    elif isinstance(details, dict):
        for name, inner in details.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(part for part in (path, own) if part))
    else:
        for inner in details:
            yield from _flat(inner, path)


def _of_database(error):
    """What only the database could see: rows that are taken or gone, values out of range, a database that is busy."""
    cause = error.__cause__
    if isinstance(error, ProtectedError):
        return problem(409, "in-use", "其他记录正在引用它，不能这样改动。")
    if isinstance(error, IntegrityError) and isinstance(cause, TAKEN):
        return problem(409, "taken", "已经有相同或重叠的记录。")
    if isinstance(error, IntegrityError) and isinstance(cause, pg.ForeignKeyViolation):
        return problem(409, "gone", "所引用的记录不存在，或正被引用。")
    if isinstance(error, (IntegrityError, DataError)):
        logging.getLogger(__name__).warning("the database refused what no rule had refused: %s", type(cause).__name__)
        return problem(422, "refused-by-database", "内容超出所能保存的范围，请核对各项的长度和取值。")
    if isinstance(error, OperationalError):
        logging.getLogger(__name__).error("the database is busy or gone", exc_info=error)
        return problem(503, "busy", "数据库暂时繁忙，请稍后重试。", headers={"Retry-After": "2"})
    return None
