"""The years' calendars (工作日历): what each notice lists, and every publication and correction of it."""

from django.db import models
from django.urls import reverse

from governance.calendars.working_days import ListedDay

SUNDAY, SATURDAY = 1, 7  # as the database counts


class CalendarYear(models.Model):
    """One year's notice, in force for the whole country. `version` grows with every correction."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    title = models.CharField("依据文件", max_length=200)
    document_no = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("发文日期")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "年度工作日历"

    def __str__(self):
        return f"{self.year} 年工作日历"

    def get_absolute_url(self):
        return reverse("calendars:year", args=[self.pk])

    @property
    def listed(self):
        """Its days, in order."""
        return list(self.days.all())

    @property
    def source(self):
        """The notice with its number, as it is cited."""
        return f"{self.title}（{self.document_no}）" if self.document_no else self.title


class CalendarDay(models.Model):
    """A day that a year's notice lists: a holiday, or a make-up working day. All other days follow the week."""

    calendar_year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年份")
    on = models.DateField("日期")
    is_workday = models.BooleanField("上班")
    name = models.CharField("节日", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "日历中的日期"
        ordering = ("on",)
        constraints = [
            models.UniqueConstraint(fields=["calendar_year", "on"], name="calendar_day_is_listed_once"),
            models.CheckConstraint(
                condition=models.Q(is_workday=False) | models.Q(on__week_day__in=(SATURDAY, SUNDAY)),
                name="calendar_make_up_day_is_a_weekend_day",
            ),
        ]

    def __str__(self):
        return f"{self.on} {'上班' if self.is_workday else '休'}"

    @property
    def value(self):
        return ListedDay(self.on, self.is_workday, self.name)


class CalendarEdition(models.Model):
    """One publication of a year. Its number grows over all years: whoever has seen it has seen all before it.

    `changes` are the days that it changed: {day: [before, after]}, "" where the day is not listed.
    """

    calendar_year = models.ForeignKey(CalendarYear, models.PROTECT, related_name="editions", verbose_name="年份")
    version = models.PositiveIntegerField("版本")
    source = models.CharField("依据文件", max_length=320)
    reason = models.CharField("更正理由", max_length=300, blank=True)
    changes = models.JSONField("变动", default=dict)
    published_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    published_at = models.DateTimeField("登记时间", auto_now_add=True)
    job = models.ForeignKey("governance.Job", models.SET_NULL, null=True, related_name="+", verbose_name="重新推算任务")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历版本"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["calendar_year", "version"], name="calendar_edition_is_one_of_a_version"),
        ]

    def __str__(self):
        return f"{self.calendar_year_id} 年第 {self.version} 版"
