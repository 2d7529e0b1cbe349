"""The trail (操作留痕): what was done, by whom, in which posting. Rows are only ever added."""

from django.db import models

from governance.access.scope import AreaScopedQuerySet


class TrailQuerySet(AreaScopedQuerySet):
    view_verb = "trail.view"

    def about(self, subject):
        return self.filter(subject_type=subject._meta.model_name, subject_id=str(subject.pk))

    def for_list(self):
        return self.select_related("account", "client", "area", "posting__area", "detail").order_by("-id")


class TrailEntry(models.Model):
    """One act. `happened_at` is when it took place, `recorded_at` when it was written; texts are in the detail.

    `details_digest` covers the detail, so that personal texts can be erased later and the chain still holds.
    """

    recorded_at = models.DateTimeField("记录时间", db_index=True)
    happened_at = models.DateTimeField("发生时间")
    verb = models.CharField("操作", max_length=60)
    subject_type = models.CharField("对象类型", max_length=60)
    subject_id = models.CharField("对象编号", max_length=60)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    account = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, related_name="+")
    posting = models.ForeignKey("governance.Posting", models.PROTECT, null=True, related_name="+", verbose_name="任职")
    origin = models.GenericIPAddressField("来源地址", null=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    details_digest = models.CharField(max_length=64)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作留痕"
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"]), models.Index(fields=["area", "id"])]

    def __str__(self):
        return f"{self.verb} {self.subject_type}:{self.subject_id}"


class TrailDetail(models.Model):
    """The texts of an act: changes, reason. Erasable by its own action; the entry keeps its digest."""

    entry = models.OneToOneField(TrailEntry, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    body = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = "留痕详情"

    def __str__(self):
        return f"{self.entry_id}"
