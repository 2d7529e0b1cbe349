"""No orphans: every file has its bytes, all bytes have their file, and every file is of something that is there."""

from collections.abc import Iterator
from functools import reduce
from operator import and_

from cryptography.hazmat.primitives import hashes
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Cast, Mod
from django.utils import timezone

from governance.files.models import StoredFile
from governance.files.sweeping import ORPHAN_AGE
from governance.invariants.registry import CHUNK, Finding, invariant

NIGHTS = 28  # in which every file is read once
READ_AT_ONCE = 500  # rows
PIECE = 256 * 1024  # bytes
FOLDER = len("2026/01/31")  # of a stored path; what lies in it is `governance.files.naming.storage_path`


@invariant("files.bytes", "文件与存储", "每份文件在存储中都有内容；存储中没有不属于任何文件的内容")
def bytes_of_files(look):
    """One folder, that is one day, at a time."""
    folders = set(_folders_known()) | set(_folders_stored())
    for folder in sorted(folders):
        stored = set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()
        rows = StoredFile.objects.filter(path__startswith=f"{folder}/").order_by("pk")
        known = set()
        for file in look.over(rows.iterator(chunk_size=CHUNK)):
            name = file.path[FOLDER + 1 :]
            known.add(name)
            if file.erased_at is None and name not in stored:
                yield Finding(f"文件 {file.pk}：存储中没有它的内容", file.area_id)
            elif file.erased_at and name in stored:
                yield Finding(f"文件 {file.pk}：已清除，存储中仍有内容", file.area_id)
        for name in sorted(stored - known):
            if timezone.now() - default_storage.get_modified_time(f"{folder}/{name}") > ORPHAN_AGE:
                yield Finding(f"存储中的 {folder}/{name}：不属于任何文件")


def _folders_known():
    day = models.functions.Left("path", FOLDER)
    return StoredFile.objects.annotate(folder=day).order_by("folder").values_list("folder", flat=True).distinct()


def _folders_stored() -> Iterator[str]:
    def below(folder):
        if not default_storage.exists(folder or "."):
            return []
        return [
            f"{folder}/{name}".lstrip("/") for name in default_storage.listdir(folder or ".")[0] if name.isdecimal()
        ]

    return (day for year in below("") for month in below(year) for day in below(month))


@invariant(
    "files.digests",
    "文件内容的摘要",
    "每份文件的内容与存入时的 SM3 摘要、大小一致（每夜核对一份，28 夜一轮；--whole 核对全部）",
    in_snapshot=False,
)
def digests(look):
    """The bytes of each file, read as a stream, some rows at a time: nothing is held while they are read."""
    tonight = timezone.localdate().toordinal() % NIGHTS
    files = StoredFile.objects.filter(erased_at__isnull=True).order_by("pk")
    if not look.whole:
        files = files.alias(share=Mod("pk", NIGHTS)).filter(share=tonight)
    while rows := list(files.filter(pk__gt=look.position)[:READ_AT_ONCE]):
        for file in look.over(rows):
            look.position = file.pk - 1  # broken off within a file, it begins with this one again
            if fault := _fault(file):
                yield Finding(f"文件 {file.pk}（{file.purpose}）：{fault}", file.area_id)
        look.position = rows[-1].pk


def _fault(file) -> str:
    """What is wrong with the bytes; "" also where there are none, which `files.bytes` tells."""
    measured, size = hashes.Hash(hashes.SM3()), 0
    try:
        with file.open() as stored:
            while piece := stored.read(PIECE):
                measured.update(piece)
                size += len(piece)
    except FileNotFoundError:
        return ""
    if size != file.size:
        return f"内容有 {size:,} 字节，应为 {file.size:,} 字节"
    return "" if measured.finalize().hex() == file.digest else "内容与存入时的摘要不符"


@invariant("files.subjects", "文件的归属", "每份未清除的文件都属于一件还在的事项")
def subjects(look):
    kept = StoredFile.objects.kept()
    look.count = kept.count()
    for name in (
        kept.exclude(subject_type="").order_by("subject_type").values_list("subject_type", flat=True).distinct()
    ):
        files = kept.filter(subject_type=name)
        for model in _models_called(name):
            there = model._base_manager.annotate(key=Cast("pk", models.CharField()))
            files = files.exclude(models.Exists(there.filter(key=models.OuterRef("subject_id"))))
        for file in files.order_by("pk").iterator(chunk_size=CHUNK):
            yield Finding(f"文件 {file.pk}（{file.purpose}）：所属的 {name} {file.subject_id} 不存在", file.area_id)
    for file in _pointed_at_by_nothing(kept).iterator(chunk_size=CHUNK):
        yield Finding(f"文件 {file.pk}（{file.purpose}）：不属于任何事项", file.area_id)


def _models_called(name):
    return [model for model in apps.get_models() if model._meta.model_name == name]


def _pointed_at_by_nothing(kept):
    """Files without a subject that are there for good, to which no row points."""
    pointing = [
        field for field in StoredFile._meta.get_fields(include_hidden=True) if field.auto_created and field.is_relation
    ]
    alone = [
        ~models.Exists(relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")}))
        for relation in pointing
    ]
    return kept.filter(reduce(and_, alone), subject_type="", expires_at__isnull=True).order_by("pk")
