"""JSON in and out. Apart from everything that imports views: the settings load this module."""

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


class Renderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None  # JSON is UTF-8 by its own definition (RFC 8259)
    render_style = "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else encode(data)


class Parser(BaseParser):
    """Strict: UTF-8 without lone surrogates, no NaN, numbers that fit, at most 1,024 levels."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        text = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(text) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            data = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"请求体不是有效的 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from error
        if not isinstance(data, dict):
            raise ParseError("请求体必须是一个 JSON 对象。")
        return data


def encode(data) -> bytes:
    return orjson.dumps(data, default=str)  # default: lazily translated texts
