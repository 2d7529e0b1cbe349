"""Runs of the nightly check, what each check looked at, and what it found."""

from django.db import models
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet
from governance.areas.codes import ROOT


class VerificationRunQuerySet(models.QuerySet):
    view_verb = "check.view"

    def visible_to(self, actor, verb: str | None = None):
        """Runs are of the whole portal: seen by who may read what they found, of their own places."""
        return self.all() if actor.scope(verb or self.view_verb) else self.none()

    def unfinished(self):
        return self.filter(finished_at__isnull=True)

    def for_list(self):
        return self.select_related("asked_by").order_by("-started_at", "-id")


class VerificationRun(models.Model):
    """One time that all checks were run. `fault_count` is what they found together, None until the run is finished.

    `asked_by` is None for the nightly run.
    """

    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    asked_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发起人"
    )
    job = models.ForeignKey("governance.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    fault_count = models.PositiveIntegerField("发现问题", null=True, blank=True)

    objects = VerificationRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据核对"
        indexes = [models.Index(fields=["-started_at", "-id"], name="verification_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, fault_count__isnull=True)
                | models.Q(finished_at__isnull=False, fault_count__isnull=False),
                name="verification_ends_with_its_count",
            )
        ]

    def __str__(self):
        return f"数据核对 {self.pk}"

    def get_absolute_url(self):
        return reverse("invariants:run", args=[self.pk])

    @property
    def area_id(self):
        return ROOT

    @property
    def is_under_way(self) -> bool:
        return self.finished_at is None and self.job is not None and not self.job.is_finished

    @property
    def state(self) -> str:
        """How it stands, in words; a run without its job's end broke off."""
        if self.finished_at is None:
            return "正在核对" if self.is_under_way else "中途停止"
        return f"{self.fault_count:,} 处问题" if self.fault_count else "全部正常"

    @property
    def tone(self) -> str:
        if self.is_under_way:
            return "info"
        return "good" if self.fault_count == 0 else "bad"


class VerificationResult(models.Model):
    """What one check (`code`) saw in a run: rows looked at, rows at fault, and how long it took."""

    run = models.ForeignKey(VerificationRun, models.CASCADE, related_name="results")
    code = models.CharField("核对项", max_length=60)
    looked_at = models.PositiveBigIntegerField("核对数")
    fault_count = models.PositiveIntegerField("发现问题")
    took = models.DurationField("用时")

    class Meta:
        verbose_name = verbose_name_plural = "核对结果"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="verification_looks_once")]

    def __str__(self):
        return f"{self.code}：{self.fault_count}"


class VerificationFindingQuerySet(AreaScopedQuerySet):
    view_verb = "check.view"

    def of_run(self, run):
        return self.filter(result__run=run).select_related("result", "area").order_by("result_id", "id")


class VerificationFinding(models.Model):
    """One row at fault, named by kind and number, never by a person's name. `url` leads to its page, if it has one."""

    result = models.ForeignKey(VerificationResult, models.CASCADE, related_name="findings")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    what = models.CharField("问题", max_length=300)
    url = models.CharField(max_length=200, blank=True)

    objects = VerificationFindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核对发现的问题"
        ordering = ["id"]

    def __str__(self):
        return self.what
