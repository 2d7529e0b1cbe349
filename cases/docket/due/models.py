"""By when what is due in a case (期限), and when it was done."""

from django.db import models
from django.urls import reverse

from cases.docket.models import OfCaseQuerySet
from cases.docket.time_limits import GIVEN, VISIT
from governance.calendars.basis import TIME_LIMITS
from governance.calendars.limits import Derivation
from governance.calendars.shown import due_shown


class TimeLimitQuerySet(OfCaseQuerySet):
    def running(self):
        """Neither met nor dropped."""
        return self.filter(met_on__isnull=True, dropped_on__isnull=True)

    def of_visits(self):
        """Of return visits, met or not, of cases that stand."""
        return self.filter(key__startswith=VISIT, dropped_on__isnull=True, case__voided_at__isnull=True)


class TimeLimit(models.Model):
    """A time limit of a case (期限) by its key in domain/mediation.md 1.3: when due, how that was counted, when met.

    `derivation` answers "why this date?" step by step; `unrolled_on` is the date before rest days moved it, from which
    a suspension counts on. One of a key runs at a time; an extension drops it and starts the next. With `stopped_on`
    its clock stands since then.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="limits")
    key = models.CharField("事项", max_length=20)
    starts_on = models.DateField("起算日")
    due_on = models.DateField("到期日")
    unrolled_on = models.DateField("顺延前到期日")
    derivation = models.JSONField("推算过程", default=dict)
    is_provisional = models.BooleanField("暂定（当年放假安排尚未公布）", default=False)
    stopped_on = models.DateField("中止日", null=True, blank=True)
    met_on = models.DateField("完成日", null=True, blank=True)
    dropped_on = models.DateField("不再适用日", null=True, blank=True)

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ["case_id", "due_on", "id"]
        indexes = [
            models.Index(
                fields=["key", "due_on"],
                name="time_limit_running",
                condition=models.Q(met_on__isnull=True, dropped_on__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="time_limit_of_visits",
                condition=models.Q(key__startswith=VISIT, dropped_on__isnull=True),
            ),
            models.Index(
                fields=["-met_on", "due_on", "id"],
                name="time_limit_of_visits_waiting",
                condition=models.Q(key__startswith=VISIT, dropped_on__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=models.Q(met_on__isnull=True, dropped_on__isnull=True),
                name="time_limit_runs_once",
            )
        ]

    def __str__(self):
        return f"{self.label} {self.due_on}"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case_id])

    @property
    def label(self):
        return GIVEN.get(self.key) or TIME_LIMITS[self.key].label

    @property
    def steps(self):
        """The answer to "why this date?"."""
        return Derivation.read(self.derivation).steps

    def shown(self, today):
        """As pages show it on `today`, with the steps of the why."""
        told, is_stopped = Derivation.read(self.derivation), self.stopped_on is not None
        return due_shown(told, today, met_on=self.met_on, is_stopped=is_stopped)

    @property
    def area_id(self):
        return self.case.area_id
