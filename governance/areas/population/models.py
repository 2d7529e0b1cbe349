"""Figures of a place on a day. Nothing is counted here: each row is what a source said."""

from django.db import models
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet

FIGURES = ("households", "registered", "permanent", "floating", "over_60", "over_80", "children")


class Confidence(models.TextChoices):
    VERIFIED = "verified", "已核实"
    REPORTED = "reported", "上报数"
    ESTIMATED = "estimated", "推算数"


class PopulationQuerySet(AreaScopedQuerySet):
    def series(self, area_code):
        """All figures of one place, the newest first."""
        return self.filter(area_id=area_code).select_related("entered_by").order_by("-as_of", "-id")

    def known(self, field, on):
        """Rows that say `field` and were true on `on` or before, of each place the newest first."""
        said = {f"{field}__isnull": False}
        return self.filter(as_of__lte=on, **said).order_by("area_id", "-as_of", "-id")

    def newest_of_each(self, field, on):
        """Of each place the newest row that says `field`, as of `on`."""
        return self.known(field, on).distinct("area_id")


class AreaPopulation(models.Model):
    """What one source says of a place on `as_of`. An empty figure was not told; zero was.

    `registered` 户籍, `permanent` 常住, `floating` 外来人员, `over_60` and `over_80` elders, `children` under 18.
    """

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="population", verbose_name="区域")
    as_of = models.DateField("统计时点")
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    registered = models.PositiveIntegerField("户籍人口", null=True, blank=True)
    permanent = models.PositiveIntegerField("常住人口", null=True, blank=True)
    floating = models.PositiveIntegerField("外来人口", null=True, blank=True)
    over_60 = models.PositiveIntegerField("60 岁以上", null=True, blank=True)
    over_80 = models.PositiveIntegerField("80 岁以上", null=True, blank=True)
    children = models.PositiveIntegerField("未成年人", null=True, blank=True)
    source = models.CharField("来源", max_length=100)
    confidence = models.CharField("可信程度", max_length=10, choices=Confidence, default=Confidence.REPORTED)
    entered_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人口数据"
        indexes = [models.Index(fields=["area", "-as_of"])]
        constraints = [
            models.UniqueConstraint(fields=["area", "as_of", "source"], name="population_is_one_per_day_and_source"),
            models.CheckConstraint(
                condition=models.Q(over_80__isnull=True)
                | models.Q(over_60__isnull=True)
                | models.Q(over_80__lte=models.F("over_60")),
                name="population_over_80_are_over_60",
            ),
            models.CheckConstraint(
                condition=models.Q(*((f"{name}__isnull", False) for name in FIGURES), _connector=models.Q.OR),
                name="population_says_something",
            ),
        ]

    def __str__(self):
        return f"{self.area.name} {self.as_of:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("population:series", args=[self.area_id])
