"""The one change that the trail allows: erasing the texts of an entry."""

from django.db import transaction
from django.db.models import Q

from governance.audit.models import TrailDetail, TrailEntry
from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState


@transaction.atomic
def erase_details(entry: TrailEntry, *, by, reason: str) -> TrailEntry:
    """Remove the texts of an act for good (个人信息保护法 第四十七条); that it happened, and its digest, stay.

    The record of the erasure is written first: the database lets no detail go without it.
    Raises NotPermitted without trail.erase at the entry's place, WrongState when they are gone already.
    """
    detail = TrailDetail.objects.select_for_update().filter(pk=entry.pk).first()
    if not by.holds("trail.erase", entry.area_id):
        raise NotPermitted("只有系统管理员可以清除留痕详情。")
    if detail is None:
        raise WrongState("这条留痕的详情已经清除。")
    record("trail.erased", entry, by=by, area=entry.area_id, reason=reason)
    detail.delete()
    return TrailEntry.objects.get(pk=entry.pk)


@transaction.atomic
def erase_texts(subjects: dict[str, list[str]], *, by, reason: str) -> int:
    """Remove the texts of all acts on these subjects (ids by type), where the law ends their keeping: 档案销毁.

    Part of an act that answers for it. Each erasure is recorded, as the database demands. Returns how many went.
    """
    held = Q(pk__in=[])
    for kind, ids in subjects.items():
        held |= Q(entry__subject_type=kind, entry__subject_id__in=ids)
    details = list(TrailDetail.objects.filter(held).select_related("entry"))
    for detail in details:
        record("trail.erased", detail.entry, by=by, area=detail.entry.area_id, reason=reason)
        detail.delete()
    return len(details)
