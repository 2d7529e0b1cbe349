"""Time moved by agreement (延长) or standing still (中止)."""

from django.db import models
from django.db.models.functions import Now

from cases.docket.codes import Channel
from cases.docket.models import OfCaseQuerySet


class ExtensionState(models.TextChoices):
    PROPOSED = "proposed", "征求同意"
    APPROVED = "approved", "已批准"
    DROPPED = "dropped", "未延长"


class ExtensionQuerySet(OfCaseQuerySet):
    def proposed(self):
        return self.filter(state=ExtensionState.PROPOSED)

    def approved(self):
        return self.filter(state=ExtensionState.APPROVED)

    def for_page(self):
        return self.prefetch_related("consents__party").order_by("id")


class Extension(models.Model):
    """An extension of the time to mediate: from `from_due_on` to `to_on`, when every party has agreed in time."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="extensions")
    from_due_on = models.DateField("原到期日")
    to_on = models.DateField("延长至")
    reason = models.CharField("延长理由", max_length=200)
    state = models.CharField("状态", max_length=8, choices=ExtensionState.choices, default=ExtensionState.PROPOSED)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decided_by = models.ForeignKey("governance.Account", models.PROTECT, null=True, blank=True, related_name="+")
    drop_reason = models.CharField("未延长的原因", max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延长期限"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state=ExtensionState.PROPOSED),
                name="case_has_one_proposed_extension",
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__gt=models.F("from_due_on")), name="extension_moves_the_date_on"
            ),
        ]

    def __str__(self):
        return f"{self.from_due_on} → {self.to_on}"

    @property
    def area_id(self):
        return self.case.area_id


class ExtensionConsent(models.Model):
    """A party's yes or no to an extension: who said it (a guardian, an agent with special authority), when, how."""

    extension = models.ForeignKey(Extension, models.PROTECT, related_name="consents")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    representation = models.ForeignKey("cases.Representation", models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.CharField("表态人", max_length=100)
    agrees = models.BooleanField("同意")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    said_at = models.DateTimeField("时间")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "延长期限的同意"
        ordering = ["extension_id", "said_at", "id"]

    def __str__(self):
        return f"{self.said_by}{'同意' if self.agrees else '不同意'}"


class SuspensionReason(models.TextChoices):
    APPRAISAL = "appraisal", "鉴定、检测"
    ILLNESS = "illness", "当事人患病"
    UNREACHABLE = "unreachable", "当事人联系不上"
    HEIR = "heir", "等待继承人参加"
    DECISION = "decision", "等待其他处理结果"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    OTHER = "other", "其他"


class SuspensionQuerySet(OfCaseQuerySet):
    def running(self):
        return self.filter(resumed_at__isnull=True)


class Suspension(models.Model):
    """A time in which the case stands still (中止): the clock stops from its day to the day of resumption."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="suspensions")
    reason = models.CharField("原因", max_length=13, choices=SuspensionReason.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    stopped_at = models.DateTimeField("中止时间")
    resumed_at = models.DateTimeField("恢复时间", null=True, blank=True)
    resume_note = models.CharField("恢复说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "中止"
        ordering = ["case_id", "stopped_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(resumed_at__isnull=True), name="case_is_suspended_once"
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_at__isnull=True) | models.Q(resumed_at__gte=models.F("stopped_at")),
                name="suspension_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} {self.stopped_at:%Y-%m-%d}"

    @property
    def area_id(self):
        return self.case.area_id
