from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from governance.people.models import DateRange


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of the one who is away, and of the deputy."""
        if actor._meta.model_name == "apiclient":
            return self.none()
        return self.filter(models.Q(account=actor.pk) | models.Q(deputy=actor.pk))

    def standing(self, on=None):
        """Absences on a day (today if None)."""
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def not_over(self, on=None):
        return self.filter(ends_on__gt=on or timezone.localdate())

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class Absence(models.Model):
    """Somebody is away (请假) and names a deputy (代办人). `ends_on` is the first day on which they are back.

    It moves notices, not rights: the deputy acts by the deputy's own postings.
    """

    account = models.ForeignKey(
        "governance.Account", models.PROTECT, related_name="absences", verbose_name="请假人", db_index=False
    )
    deputy = models.ForeignKey("governance.Account", models.PROTECT, related_name="covers", verbose_name="代办人")
    starts_on = models.DateField("开始日")
    ends_on = models.DateField("返回日")
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假代办"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(account=models.F("deputy")), name="absence_is_covered_by_another"
            ),
            ExclusionConstraint(
                name="absence_never_overlaps_itself",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.account}，{self.starts_on} 至 {self.last_day}"

    def get_absolute_url(self):
        return reverse("notices:settings")

    @property
    def last_day(self):
        return self.ends_on - timedelta(days=1)

    @property
    def state(self):
        today = timezone.localdate()
        if self.ends_on <= today:
            return "over"
        return "coming" if self.starts_on > today else "now"
