"""A newer list of places, compared with ours, and applied or set aside (区划代码载入)."""

from django.db import models
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet


class AreaLoadQuerySet(AreaScopedQuerySet):
    view_verb = "place.load"

    def for_list(self):
        return self.select_related("area", "created_by", "applied_by", "job").order_by("-id")

    def applied_to(self, area_code):
        return self.filter(area_id=area_code, state=AreaLoad.State.APPLIED)


class AreaLoad(models.Model):
    """A newer list of places, compared with ours inside `area`, and applied or set aside (载入).

    `effective_on` is the day from which the list holds. `fingerprint` is the state of our places that it was compared
    with; `counts` are rows by kind of difference.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "待比对"
        COMPARED = "compared", "待确认"
        APPLIED = "applied", "已载入"
        DISCARDED = "discarded", "已放弃"
        FAILED = "failed", "文件有误"

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="范围")
    state = models.CharField("状态", max_length=12, choices=State, default=State.UPLOADED)
    file_name = models.CharField("文件", max_length=200)
    file_digest = models.CharField("SHA-256 摘要", max_length=64)
    file = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey("governance.Job", models.PROTECT, null=True, related_name="+")
    effective_on = models.DateField("生效日", null=True)
    fingerprint = models.CharField(max_length=80, blank=True)
    counts = models.JSONField("条数", default=dict)
    problems = models.JSONField("问题", default=list)
    notes = models.JSONField("说明", default=list)
    created_by = models.ForeignKey("governance.Account", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_by = models.ForeignKey("governance.Account", models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField("载入时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AreaLoadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划代码载入"

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("areas:load", args=[self.pk])

    @property
    def is_waiting(self):
        return self.state in (self.State.UPLOADED, self.State.COMPARED)

    @property
    def is_compared(self):
        return self.state == self.State.COMPARED

    @property
    def is_working(self):
        """A job compares or applies it now."""
        return self.is_waiting and self.job is not None and not self.job.is_finished

    @property
    def tone(self):
        return {"applied": "success", "failed": "danger", "compared": "warning"}.get(self.state, "")

    @property
    def ends_too_many(self):
        """More than a tenth of what it lists would end: rather half a file, or too wide a place, than a year's news."""
        return self.counts.get("gone", 0) * 10 > self.counts.get("rows", 0)

    @property
    def difference_count(self):
        """Rows that applying would write."""
        return sum(self.counts.get(kind, 0) for kind in APPLIED_KINDS)


class AreaLoadChange(models.Model):
    """One difference between a list and our places. `old_…` is ours, `code` and `name` are the list's.

    A place that ended here and is still on the list (`ended_here`) is shown and left as it is.
    """

    class Kind(models.TextChoices):
        NEW = "new", "新增"
        GONE = "gone", "停用"
        RENAMED = "renamed", "更名"
        MOVED = "moved", "换码"
        ENDED_HERE = "ended_here", "本系统已停用"

    load = models.ForeignKey("governance.AreaLoad", models.CASCADE, related_name="changes")
    kind = models.CharField("差异", max_length=12, choices=Kind)
    code = models.CharField("代码", max_length=12, db_collation="C")
    name = models.CharField("名称", max_length=100)
    old_code = models.CharField("原代码", max_length=12, db_collation="C", blank=True)
    old_name = models.CharField("原名称", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划代码差异"
        constraints = [
            models.UniqueConstraint(fields=["load", "kind", "code"], name="area_load_change_is_said_once"),
        ]
        indexes = [
            models.Index(fields=["code"], name="area_load_change_code"),
            models.Index(fields=["old_code"], name="area_load_change_old_code"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"


APPLIED_KINDS = [kind.value for kind in AreaLoadChange.Kind if kind != AreaLoadChange.Kind.ENDED_HERE]
