"""Conditional requests (RFC 9110, 13): `"<row>.<version>-<content>"` for rows, `"<content>"` for lists.

A read compares the whole tag, so labels that changed elsewhere count. A change compares row and version alone: what
the caller decided on. `W/` is accepted before a tag, because proxies that compress put it there.
"""

import hashlib
import re

from governance.api.problems import VersionMissing
from governance.errors import Stale

TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]*)"', re.ASCII)
ROW_TAG = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})-[0-9a-f]+", re.ASCII)


def content_tag(body: bytes) -> str:
    return f'"{_digest(body)}"'


def row_tag(row, body: bytes) -> str:
    return f'"{row.pk}.{row.version}-{_digest(body)}"'


def is_unchanged(header: str | None, etag: str) -> bool:
    """Whether `If-None-Match` already has this answer."""
    if header is None:
        return False
    return header.strip() == "*" or etag.strip('"') in TAG.findall(header)


def required_version(header: str | None, row) -> int:
    """The version that `If-Match` says the caller read. Raises VersionMissing, and Stale for another row's tag."""
    tags = TAG.findall(header or "")
    if not tags:
        raise VersionMissing("请在 If-Match 请求头中给出读取这条记录时得到的 ETag。", field="If-Match")
    for tag in tags:
        found = ROW_TAG.fullmatch(tag)
        if found and found[1] == str(row.pk) and int(found[2]) == row.version:
            return row.version
    raise Stale(row)


def _digest(body):
    return hashlib.blake2b(body, digest_size=12).hexdigest()
