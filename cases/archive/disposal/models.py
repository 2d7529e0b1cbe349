"""The end of a volume: holds that stop it, lists that two people approve, what was destroyed (保管期满销毁)."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.archive.models import OfVolumeQuerySet
from governance.access.scope import AreaScopedQuerySet


class HoldQuerySet(OfVolumeQuerySet):
    def standing(self):
        return self.filter(lifted_at__isnull=True)


class Hold(models.Model):
    """A volume that may not be destroyed, whatever its term says: a suit, an inquiry, an inspection (暂缓销毁)."""

    volume = models.ForeignKey("cases.Volume", models.PROTECT, related_name="holds")
    reason = models.CharField("原因", max_length=300)
    letter_no = models.CharField("依据文号", max_length=60, blank=True)
    placed_at = models.DateTimeField("设置时间", db_default=Now())
    placed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="设置人")
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解除人"
    )
    lift_reason = models.CharField("解除原因", max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "暂缓销毁"
        ordering = ["volume_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~models.Q(lift_reason=""),
                name="hold_lifted_by_somebody_with_reason",
            )
        ]

    def __str__(self):
        return self.reason

    @property
    def area_id(self):
        return self.volume.case.area_id


class DestructionState(models.TextChoices):
    PROPOSED = "proposed", "待第一人审批"
    FIRST = "first", "待第二人审批"
    APPROVED = "approved", "已批准，销毁中"
    DONE = "done", "已销毁"
    DROPPED = "dropped", "不予销毁"


class DestructionQuerySet(AreaScopedQuerySet):
    view_verb = "archive.destroy"

    def waiting(self):
        return self.filter(state__in=(DestructionState.PROPOSED, DestructionState.FIRST))

    def for_list(self):
        return self.select_related("area", "proposed_by", "first_by", "second_by")


class Destruction(models.Model):
    """销毁清册: volumes whose term is over, approved by two different people one after the other; never automatic."""

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    reason = models.CharField("销毁理由", max_length=300)
    state = models.CharField("状态", max_length=8, choices=DestructionState.choices, default=DestructionState.PROPOSED)
    proposed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间", db_default=Now())
    first_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="第一审批人"
    )
    first_at = models.DateTimeField("第一次审批时间", null=True, blank=True)
    second_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="第二审批人"
    )
    second_at = models.DateTimeField("第二次审批时间", null=True, blank=True)
    drop_reason = models.CharField("不予销毁的原因", max_length=300, blank=True)
    done_at = models.DateTimeField("销毁时间", null=True, blank=True)
    certificate = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = DestructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销毁清册"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("first_by")),
                name="destruction_by_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("approved", "done"))
                | models.Q(first_by__isnull=False, second_by__isnull=False),
                name="destruction_approved_by_both",
            ),
        ]

    def __str__(self):
        return f"销毁清册 {self.pk}"

    def get_absolute_url(self):
        return reverse("cases:destruction", args=[self.pk])


class DestructionItem(models.Model):
    """One volume of a list. `outcome` says what became of it: destroyed, or why not."""

    destruction = models.ForeignKey(Destruction, models.PROTECT, related_name="items")
    volume = models.ForeignKey("cases.Volume", models.PROTECT, related_name="destructions")
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    outcome = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "销毁的案卷"
        ordering = ["destruction_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["destruction", "volume"], name="destruction_names_a_volume_once")
        ]

    def __str__(self):
        return str(self.volume_id)
