"""Bodies of a place. Who sits on them, for which term, comes with elections."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes
from governance.areas.partitions.models import Period
from governance.committees.kinds import KINDS, ONLY_ONE, grouped_choices
from governance.metrics.models import Fact


class BodyQuerySet(AreaScopedQuerySet):
    def standing(self, on=None):
        """Bodies set up and not dissolved on `on`, a date (today if None)."""
        day = on or timezone.localdate()
        undissolved = models.Q(dissolved_on__isnull=True) | models.Q(dissolved_on__gt=day)
        return self.filter(undissolved, established_on__lte=day)

    def around(self, area_code):
        """Bodies at the place, below it, and at the places above it."""
        span = codes.code_range(area_code)
        inside = models.Q(area_id__gte=span.first, area_id__lte=span.last)
        return self.filter(inside | models.Q(area_id__in=codes.ancestors(area_code)))

    def for_list(self):
        return self.select_related("area", "estate")


class Body(models.Model):
    """A body (组织): of a kind, at a place, between two days. `dissolved_on` is the first day without it.

    `phone` and `address` are those of its office, open to residents, not of a person.
    """

    kind = models.CharField("类型", max_length=40, choices=grouped_choices)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=50, blank=True)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="所在区域")
    estate = models.ForeignKey(
        "governance.Estate", models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name="所在小区"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name="上级组织"
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    established_on = models.DateField("成立日期")
    dissolved_on = models.DateField("终止日（当日起不再存在）", null=True, blank=True)
    phone = models.CharField("办公电话", max_length=30, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织"
        indexes = [models.Index(fields=["area", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dissolved_on__isnull=True) | models.Q(dissolved_on__gte=models.F("established_on")),
                name="body_dissolved_after_established",
            ),
            ExclusionConstraint(
                name="body_is_the_only_committee_of_its_place",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    (Period("established_on", "dissolved_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind__in=ONLY_ONE),
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code="") & models.Q(dissolved_on__isnull=True),
                name="body_credit_code_is_one",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("committees:body", args=[self.pk])

    @property
    def kind_label(self):
        return KINDS[self.kind].label

    @property
    def ends_on(self):
        return self.dissolved_on

    def is_standing(self, on=None):
        day = on or timezone.localdate()
        return self.established_on <= day and (self.dissolved_on is None or day < self.dissolved_on)


class BodyFact(Fact):
    """A body as it counts (governance/committees/measures.py)."""

    kind = models.CharField("类型", max_length=40)
    began_on = models.DateField("成立日期")
    ended_on = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织统计"
        indexes = [
            models.Index(fields=["area_id", "began_on"], name="fact_body_began"),
            models.Index(fields=["area_id", "ended_on"], name="fact_body_ended"),
        ]
