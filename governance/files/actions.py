"""Storing files, and erasing them when their time is over."""

from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from governance.audit.trail import record
from governance.errors import Invalid
from governance.files.models import StoredFile
from governance.files.naming import safe_name, storage_path
from governance.files.photos import fitted
from governance.files.purposes import PURPOSES, Purpose
from governance.files.sniffing import CSV, LABELS, TextCheck, sniff, why_unusable

CHUNK = 256 * 1024


class Measured(File):
    """A file that is digested, counted and read as text while it streams into the storage."""

    def __init__(self, file, *, limit: int, is_text: bool):
        super().__init__(file)
        self.limit = limit
        self.stored = 0
        self.text = TextCheck() if is_text else None
        self._digest = hashes.Hash(hashes.SM3())

    def chunks(self, chunk_size=CHUNK):
        while chunk := self.file.read(chunk_size):
            self.stored += len(chunk)
            if self.stored > self.limit:
                raise too_large(self.limit)
            self._digest.update(chunk)
            if self.text:
                self.text.feed(chunk)
            yield chunk
        if self.text:
            self.text.feed(b"", last=True)
            if not self.text.encoding:
                raise Invalid("文件不是可读的文本：编码应为 UTF-8 或 GB18030，且不得含有空字符。", field="file")

    def digest(self) -> str:
        return self._digest.finalize().hex()


def too_large(limit: int) -> Invalid:
    return Invalid(f"文件过大：不得超过 {limit // (1024 * 1024) or 1} MB。", field="file")


def store_file(
    upload: File,
    *,
    by,
    area: str,
    purpose: str,
    subject=None,
    verb: str = "",
    places: tuple[str, ...] = (),
    field: str = "file",
) -> StoredFile:
    """Store `upload` (what a form brings, or any open file with a name) at the place `area`.

    The bytes go first and the row after them: a transaction that rolls back, or a process that dies, leaves bytes
    without a row, which the sweep removes; never a row without bytes. `verb` and `places` are for private files:
    what reading takes, and where. A photo is stored as `photos.fitted` makes it, and the trail keeps the digest of
    what was brought. Raises Invalid (`field` names the input) for size, type or encoding.
    """
    rule = PURPOSES[purpose]
    try:
        upload, brought = fitted(upload, types=rule.types, limit=rule.limit)
        content_type = _accepted_type(upload, rule)
        key = uuid4()
        path = storage_path(key, timezone.localdate())
        measured = Measured(upload, limit=rule.limit, is_text=content_type == CSV)
        _write(path, measured)
    except Invalid as refusal:
        raise Invalid(refusal.message, field=field) from None
    return _add_row(
        rule,
        measured,
        by=by,
        brought=brought,
        key=key,
        path=path,
        name=safe_name(upload.name or ""),
        content_type=content_type,
        area_id=area,
        verb=verb or rule.verb,
        places=list(places or [area]),
        subject_type=subject._meta.model_name if subject else "",
        subject_id=str(subject.pk) if subject else "",
    )


def _accepted_type(upload, rule: Purpose) -> str:
    if upload.size > rule.limit:
        raise too_large(rule.limit)
    if not upload.size:
        raise Invalid("文件是空的。", field="file")
    if unusable := why_unusable(upload):
        raise Invalid(unusable, field="file")
    content_type = sniff(upload)
    if content_type not in rule.types:
        accepted = "、".join(sorted(LABELS[accepted] for accepted in rule.types))
        raise Invalid(f"不接受这种文件：应为{accepted}。", field="file")
    return content_type


def _write(path: str, measured: Measured) -> None:
    complete = False
    try:
        default_storage.save(path, measured)
        complete = True
    finally:
        if not complete:
            default_storage.delete(path)


@transaction.atomic
def _add_row(rule: Purpose, measured: Measured, *, by, brought, **values) -> StoredFile:
    now = timezone.now()
    holder = "client" if by is not None and by._meta.model_name == "apiclient" else "account"
    file = StoredFile.objects.create(
        purpose=rule.code,
        size=measured.stored,
        digest=measured.digest(),
        encoding=measured.text.encoding if measured.text else "",
        expires_at=now + rule.keep_for if rule.keep_for else None,
        **{holder: by},
        **values,
    )
    told: dict[str, Any] = {"name": file.name, "purpose": rule.code, "size": file.size, "digest": file.digest}
    record("file.stored", file, by=by, **told, **brought)
    return file


@transaction.atomic
def read_file(file: StoredFile, *, by):
    """The open bytes of a file; the reading of a sensitive one is recorded (个人信息保护法 第五十四条)."""
    if PURPOSES[file.purpose].sensitive:
        record("file.read", file, by=by, name=file.name, digest=file.digest)
    return file.open()


@transaction.atomic
def expire_file(file: StoredFile, *, by) -> StoredFile:
    """End a file now: nobody reads it from here on; its bytes go with the next sweep."""
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    file.expires_at = timezone.now()
    file.save(update_fields=["expires_at"])
    record("file.expired", file, by=by, name=file.name, digest=file.digest)
    return file
