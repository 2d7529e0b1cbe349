"""Photos as phones take them: HEIC becomes JPEG, which every computer shows; one over the limit is made smaller."""

import io
from pathlib import PurePath
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.core.files.base import ContentFile, File

from governance.errors import Invalid
from governance.files.sniffing import HEIC, JPEG, PNG, sniff

MB = 1024 * 1024
MOST = 60 * MB  # bytes of a photo that is brought
SIDE = 4000  # pixels of the longer side, once it is made smaller: a page of A4 at 300 dpi
MOST_PIXELS = 64_000_000  # once unpacked; a JPEG is unpacked at a fraction of its size
QUALITY = 85
MOST_SEGMENTS = 1000  # of a JPEG before its picture; cameras write some twenty
START_OF_SCAN = 0xDA


def fitted(upload: File, *, types: frozenset[str], limit: int) -> tuple[File, dict[str, Any]]:
    """`upload` as it is stored where JPEG is taken, and what it was before, if it was changed: size, type, digest.

    Upright, with colours and the moment it was taken; what is no photo comes back as it is. Raises Invalid (field
    "file") for a photo that is too large, or that cannot be read.
    """
    if JPEG not in types or not upload.size:
        return upload, {}
    kind = sniff(upload)
    if kind != HEIC and not (kind in (JPEG, PNG) and upload.size > limit):
        return upload, {}
    if upload.size > MOST:
        raise Invalid(f"照片过大：不得超过 {MOST // MB} MB。", field="file")
    if kind == JPEG and not _leads_to_a_picture(upload):
        raise _unreadable()
    before = {"brought_as": kind, "brought_size": upload.size, "brought_digest": _digest(upload)}
    name = PurePath(upload.name or "照片").stem
    return ContentFile(_as_jpeg(upload, shrinks=upload.size > limit), name=f"{name}.jpg"), before


def _as_jpeg(upload, *, shrinks: bool) -> bytes:
    import pi_heif  # photos are few, and the library is not small
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # asked below, of what is unpacked
    out = io.BytesIO()
    upload.seek(0)
    try:
        with Image.open(upload) as opened:
            opened.draft("RGB", (SIDE, SIDE))
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid("照片像素过多：请在手机上调小分辨率后再上传。", field="file")
            picture = ImageOps.exif_transpose(opened)
            if shrinks:
                picture.thumbnail((SIDE, SIDE))
            kept = {"exif": picture.getexif(), "icc_profile": opened.info.get("icc_profile")}
            picture.convert("RGB").save(out, "JPEG", quality=QUALITY, **kept)
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError):
        raise _unreadable() from None
    return out.getvalue()


def _leads_to_a_picture(upload) -> bool:
    """Whether the segments of a JPEG follow each other to its picture: in junk, a reader searches byte by byte."""
    upload.seek(2)
    for _ in range(MOST_SEGMENTS):
        head = upload.read(4)
        length = int.from_bytes(head[2:])
        if len(head) < 4 or head[0] != 0xFF or length < 2:
            return False
        if head[1] == START_OF_SCAN:
            return True
        upload.seek(length - 2, io.SEEK_CUR)
    return False


def _unreadable() -> Invalid:
    said = "这张照片打不开，可能没有传完整：请重新选择，或者在手机上另存为 JPEG 后再上传。"
    return Invalid(said, field="file")


def _digest(upload) -> str:
    digest = hashes.Hash(hashes.SM3())
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.finalize().hex()
