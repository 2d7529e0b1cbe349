"""No notice is about something that is gone."""

from django.db import models

from governance.invariants.registry import CHUNK, Finding, invariant
from governance.notices.models import Notice
from governance.notices.rungs import all_rungs


@invariant("notices.subjects", "提醒的事项", "每条未办的提醒所说的事项都还在")
def subjects(look):
    standing = Notice.objects.standing()
    look.count = standing.count()
    for rung in all_rungs():
        there = rung.model._base_manager.filter(pk=models.OuterRef("subject_id"))
        lost = standing.filter(~models.Exists(there), rung=rung.code).order_by("pk")
        for notice in lost.iterator(chunk_size=CHUNK):
            what = f"提醒 {notice.pk}（{rung.label}）：{rung.model._meta.verbose_name} {notice.subject_id} 不存在"
            yield Finding(what, notice.area_id)
