"""Grades of mediators (调解员等级): each as it was decided, the newest is the one on file."""

from django.db import models
from django.db.models.functions import Now

from cases.mediation.mediators.models import GradeLevel, MediatorProfile


class MediatorGrade(models.Model):
    """One grading: from which day, by whose decision, until it was replaced or taken away (domain/mediation.md 4.5).

    `grade` is empty when a grade was taken away. `unmet` keeps which conditions the advice of that day found open.
    """

    profile = models.ForeignKey(MediatorProfile, models.PROTECT, related_name="grades")
    grade = models.PositiveSmallIntegerField("等级", choices=GradeLevel.choices, null=True, blank=True)
    granted_on = models.DateField("评定日期")
    decided_by = models.CharField("评定单位", max_length=100)
    letter_no = models.CharField("文号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    unmet = models.JSONField("评定时未满足的条件", default=list)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "调解员等级"
        ordering = ["profile_id", "-granted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade__isnull=True) | models.Q(grade__gte=1, grade__lte=4),
                name="grading_is_one_to_four",
            )
        ]

    def __str__(self):
        return self.get_grade_display() if self.grade else "取消等级"
