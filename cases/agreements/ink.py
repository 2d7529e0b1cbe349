"""A signature drawn on the screen arrives as a PNG: whole, of a sane size, and not empty."""

import base64
import binascii
import struct
import zlib

from django.core.files.base import ContentFile

from governance.errors import Invalid

PREFIX = "data:image/png;base64,"
MOST_TEXT = 1_500_000  # characters of the field
MOST_SIDE = 4000  # pixels
RGBA = 6
UNREADABLE = "签名图像不完整，请清除后重新签名。"


def drawn(text: str, *, field: str) -> ContentFile:
    """The picture in a `data:` URL of the signing pad. Raises Invalid for what is no picture, or holds no stroke."""
    if not text:
        raise Invalid("请在签名栏内签名。", field=field)
    if len(text) > MOST_TEXT or not text.startswith(PREFIX):
        raise Invalid(UNREADABLE, field=field)
    try:
        content = base64.b64decode(text[len(PREFIX) :], validate=True)
        has_ink = _has_ink(content)
    except (binascii.Error, struct.error, zlib.error, ValueError):
        raise Invalid(UNREADABLE, field=field) from None
    if not has_ink:
        raise Invalid("签名栏是空的，请签名。", field=field)
    return ContentFile(content, name="签名.png")


def _has_ink(content: bytes) -> bool:
    """Whether a transparent PNG, as a canvas makes it, holds a pixel that is not. Raises ValueError when it is none."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("no PNG")
    width, height, depth, colours = struct.unpack(">IIBB", content[16:26])
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE) or (depth, colours) != (8, RGBA):
        raise ValueError("not from a canvas")
    row = 4 * width + 1  # the first byte of a row names its filter
    pixels = zlib.decompressobj().decompress(b"".join(_data(content)), row * height)
    if len(pixels) != row * height:
        raise ValueError("cut short")
    return any(any(pixels[start + 1 : start + row]) for start in range(0, row * height, row))


def _data(content):
    place = 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        if len(body) != length:
            raise ValueError("cut short")
        if kind == b"IDAT":
            yield body
        place += 12 + length
