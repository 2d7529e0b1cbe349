"""Danger in a dispute: assessments, reports to the police and others, what was prevented (人民调解法 第二十五条)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.codes import Channel
from cases.docket.states import LEFT_ALONE
from cases.mediation.reading import OfFileQuerySet
from cases.risk.codes import Forecast, ReportOrgan, RiskLevel, Sign


class RiskAssessmentQuerySet(OfFileQuerySet):
    def current(self):
        """The newest of each case."""
        return self.filter(is_current=True)

    def to_review(self):
        """Current ones above no risk, of cases that are still followed: somebody looks again on `next_review_on`."""
        return (
            self.current()
            .filter(level__gt=RiskLevel.NONE, case__voided_at__isnull=True)
            .exclude(case__procedure__in=LEFT_ALONE)
        )

    def turned_red(self):
        return self.filter(level=RiskLevel.RED).exclude(before=RiskLevel.RED)

    def for_page(self):
        return self.select_related("account").order_by("-assessed_at", "-id")


class RiskAssessment(models.Model):
    """How dangerous a case was found to be, by which signs, and what is done about it (风险评估).

    The newest one is the level of the case. A level falls only by a new assessment with a `reason`.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="risk_assessments")
    assessed_at = models.DateTimeField("评估时间")
    before = models.PositiveSmallIntegerField("此前等级", choices=RiskLevel.choices, default=RiskLevel.NONE)
    level = models.PositiveSmallIntegerField("风险等级", choices=RiskLevel.choices)
    signs = ArrayField(
        models.CharField(max_length=20, choices=Sign.choices), verbose_name="征兆", default=list, blank=True
    )
    forecast = models.CharField("案件预测", max_length=1, choices=Forecast.choices, default=Forecast.NONE)
    narrative = models.TextField("情况", max_length=2000, blank=True)
    measures = models.TextField("防范措施", max_length=2000, blank=True)
    reason = models.CharField("降级或低于征兆等级的理由", max_length=500, blank=True)
    next_review_on = models.DateField("下次复评日", null=True, blank=True)
    is_current = models.BooleanField("现行", default=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="评估人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险评估"
        ordering = ["case_id", "id"]
        indexes = [
            models.Index(
                fields=["next_review_on"],
                name="risk_review_due",
                condition=models.Q(is_current=True, level__gt=RiskLevel.NONE),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(is_current=True), name="risk_assessment_current_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=models.F("before")) | ~models.Q(reason=""),
                name="risk_falls_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(level=RiskLevel.NONE)
                | models.Q(next_review_on__isnull=False) & ~models.Q(measures=""),
                name="risk_has_measures_and_a_review",
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()} {self.assessed_at:%Y-%m-%d}"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def sign_labels(self) -> list[str]:
        return [str(Sign(code).label) for code in self.signs]


class RiskReportQuerySet(OfFileQuerySet):
    def to_police(self):
        return self.filter(organ=ReportOrgan.POLICE)

    def for_page(self):
        return self.select_related("account").order_by("-reported_at", "-id")


class RiskReport(models.Model):
    """A danger told to the police or another organ: who was told, when, how, and what they answered."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="risk_reports")
    assessment = models.ForeignKey(RiskAssessment, models.PROTECT, related_name="reports")
    organ = models.CharField("部门类型", max_length=8, choices=ReportOrgan.choices)
    organ_name = models.CharField("部门名称", max_length=100)
    person = models.CharField("接报人", max_length=50)
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    reported_at = models.DateTimeField("报告时间")
    text = models.CharField("报告内容", max_length=1000)
    reply = models.CharField("答复", max_length=500, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="报告人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RiskReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险报告"
        ordering = ["case_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reply="", replied_at__isnull=True)
                | ~models.Q(reply="") & models.Q(replied_at__isnull=False),
                name="risk_reply_with_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True) | models.Q(replied_at__gte=models.F("reported_at")),
                name="risk_reply_not_before_the_report",
            ),
        ]

    def __str__(self):
        return f"{self.organ_name} {self.reported_at:%Y-%m-%d}"

    @property
    def area_id(self):
        return self.case.area_id


class PreventionQuerySet(OfFileQuerySet):
    def standing(self):
        """Of cases whose number was not void."""
        return self.filter(case__voided_at__isnull=True)


class Prevention(models.Model):
    """What a mediation prevented (防止激化): the director's word, with the evidence; counted when it was confirmed."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="preventions")
    kind = models.CharField("防止的事件", max_length=1, choices=Forecast.choices)
    people = models.PositiveIntegerField("涉及人数")
    evidence = models.TextField("依据", max_length=1000)
    confirmed_at = models.DateTimeField("确认时间")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="确认人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PreventionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "防止激化"
        ordering = ["case_id", "id"]
        indexes = [models.Index(fields=["confirmed_at"], name="prevention_confirmed_at")]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="prevention_is_counted_once"),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="prevention_concerns_somebody"),
            models.CheckConstraint(condition=~models.Q(kind=Forecast.NONE), name="prevention_is_of_something"),
        ]

    def __str__(self):
        return f"防止{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case_id]) + "#risk"

    @property
    def area_id(self):
        return self.case.area_id
