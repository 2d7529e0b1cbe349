"""The one change that the trail allows: erasing the texts of an entry."""

from django.db import transaction

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
