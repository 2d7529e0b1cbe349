"""What is refused before any view sees it: bodies that are too large, text that no column can hold."""

from django.conf import settings

from governance.pages import errors


class UploadLimitMiddleware:
    """Refuse by the announced length, before a byte of the body is read. A body must announce its length."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return errors.length_required(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return errors.bad_input(request, "内容长度（Content-Length）不是数字。")
        if int(length) > settings.UPLOAD_LIMIT:
            return errors.too_large(request)
        return self.get_response(request)


class NullByteMiddleware:
    """PostgreSQL text holds no null byte: say so instead of failing in a query. The API checks its own bodies."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\0" in request.path or _holds_null(request.GET) or (_is_page(request) and _holds_null(request.POST)):
            return errors.bad_input(request, "内容中有空字符（NUL），无法保存或查找。")
        return None


def _is_page(request):
    return not request.path.startswith("/api/")


def _holds_null(values):
    return any("\0" in name or any("\0" in text for text in texts) for name, texts in values.lists())
