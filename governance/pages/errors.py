"""Pages for what went wrong: what happened, what to do, how to go on. None of them asks the database.

A page shows the request id by which the log finds it; not so 404, whose bytes must not tell one address from another.
"""

import json
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from governance.api.problems import problem_body
from governance.errors import RuleError, Stale

CODES = {
    400: "bad-request",
    403: "not-permitted",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    429: "too-often",
    500: "fault",
}
REFUSED = {403: "没有权限", 412: "内容已被他人修改", 422: "内容有误", 429: "请稍候"}


def answer(request, status, title, text, advice=(), *, show_id=True, headers=None):
    """The answer in the form that the caller understands: problem+json, a toast for htmx, or a page."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "") if show_id else ""
    if _wants_json(request):
        problem = problem_body(status, CODES.get(status, "refused"), text)
        response = JsonResponse(problem, status=status, json_dumps_params={"ensure_ascii": False})
        response["Content-Type"] = "application/problem+json"
    elif request.headers.get("HX-Request"):
        response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = json.dumps({"toast": {"text": text, "kind": "error"}})
    else:
        values = {"status": status, "title": title, "text": text, "advice": advice, "request_id": request_id}
        values |= {"back": _page_before(request), "demo": settings.DEMO}
        response = HttpResponse(render_to_string("errors/page.html", values), status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def bad_request(request, exception=None):
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        text = f"一次提交的文字不能超过 {limit} MB，表单项目和文件也有数量上限。"
        return answer(request, 400, "提交的内容过多", text, ["把内容分成几次提交，或作为附件上传。"])
    return bad_input(request, "地址或提交的内容有无法识别的部分。")


def bad_input(request, text):
    return answer(request, 400, "请求无法识别", text, ["从上一页重新操作，不要手工改动地址。"])


def permission_denied(request, exception=None):
    text = str(exception or "") or "您的任职不包含这项操作。"
    return answer(request, 403, "没有权限", text, ["需要办理时，请联系所在街道或区级管理员授予任职。"])


@requires_csrf_token
def csrf_failure(request, reason=""):
    text = "为防止他人冒用您的身份，这次提交没有执行。页面停留过久、重新登录过，或浏览器禁用了 Cookie 时会出现。"
    advice = ["回到上一页刷新后重新提交。", "仍然出现时，请允许本网站使用 Cookie。"]
    return answer(request, 403, "页面已过期", text, advice)


def page_not_found(request, exception=None):
    text = "这个地址没有内容，或不在您的权限范围内。"
    advice = ["核对地址是否完整。", "从工作台或搜索框重新查找。", "需要查看其他区域时，请联系管理员。"]
    return answer(request, 404, "没有找到", text, advice, show_id=False)


def method_not_allowed(request, allowed: str):
    """`allowed`: the methods that the address does take, as its Allow header names them."""
    text = "这个地址只用来提交表单，不能直接打开或刷新。"
    return answer(request, 405, "不能这样打开", text, ["回到上一页，从页面上的按钮操作。"], headers={"Allow": allowed})


def length_required(request):
    text = "上传时须说明内容长度（Content-Length），不接受分块传输。"
    return answer(request, 411, "缺少内容长度", text)


def too_large(request):
    text = f"一次上传不能超过 {settings.UPLOAD_LIMIT // 1024**2} MB，这次提交没有接收。"
    return answer(request, 413, "文件过大", text, ["压缩文件，或分成几个文件上传。"])


def server_error(request):
    text = "系统出现故障，已记录下来。您的操作可能没有完成，请先核对再重试。"
    return answer(request, 500, "系统故障", text, ["稍后重试。", "反复出现时，请把下面的编号告诉管理员。"])


def refused(request, refusal: RuleError):
    """A rule refused and no form was there to say so."""
    title = REFUSED.get(refusal.status, "未能办理")
    advice = ["打开最新内容，核对后重新操作。"] if isinstance(refusal, Stale) else []
    return answer(request, refusal.status, title, refusal.message, advice)


class RefusalMiddleware:
    """An uncaught RuleError of a page becomes its own page, never a fault of the server; a refused method too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request, exception):
        return refused(request, exception) if isinstance(exception, RuleError) else None


def _wants_json(request):
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def _page_before(request):
    """The page that led here, when it is one of ours and not this one."""
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = (
        before.netloc == request.META.get("HTTP_HOST", request.META.get("SERVER_NAME")) and before.path != request.path
    )
    return f"{before.path}?{before.query}" if is_ours and before.query else before.path if is_ours else ""
