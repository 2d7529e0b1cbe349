"""The mediation itself: who mediates, what was said and found, and how time was moved."""

from django.db import models
from django.db.models.functions import Now

from cases.docket.models import OfCaseQuerySet


class MediatorRole(models.TextChoices):
    HOST = "host", "主持调解员"
    CO = "co", "协办调解员"
    RECORDER = "recorder", "记录人"


class AssignmentMode(models.TextChoices):
    """人民调解法 第十九条."""

    APPOINTED = "appointed", "调委会指派"
    CHOSEN = "chosen", "当事人选定"


class ReplacementReason(models.TextChoices):
    PARTY_REQUEST = "party_request", "当事人要求回避"
    OWN_RECUSAL = "own_recusal", "自行回避"
    ILLNESS = "illness", "因病"
    WORKLOAD = "workload", "工作调整"
    REMOVED = "removed", "离任或被撤换"
    OTHER = "other", "其他"


class AssignmentQuerySet(OfCaseQuerySet):
    def standing(self):
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """Somebody who mediates or records in a case, from one moment to another; those replaced stay visible."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assignments")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="调解员")
    role = models.CharField("身份", max_length=8, choices=MediatorRole.choices)
    mode = models.CharField("方式", max_length=9, choices=AssignmentMode.choices, default=AssignmentMode.APPOINTED)
    starts_at = models.DateTimeField("指派时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_reason = models.CharField("更换原因", max_length=14, choices=ReplacementReason.choices, blank=True)
    end_note = models.CharField("说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指派"
        ordering = ["case_id", "id"]
        indexes = [
            models.Index(
                fields=["account", "case"], name="assignment_standing", condition=models.Q(ended_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(role=MediatorRole.HOST, ended_at__isnull=True),
                name="case_has_one_host",
            ),
            models.UniqueConstraint(
                fields=["case", "account", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_is_one_of_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(end_reason="")),
                name="assignment_ends_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.account}"

    @property
    def area_id(self):
        return self.case.area_id
