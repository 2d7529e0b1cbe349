"""Numbers of cases and letters, per committee, year and kind (domain/mediation.md 3.3)."""

from django.db import models
from django.db.models.functions import Now

from cases.committees.models import MediationCommittee
from governance.access.scope import AreaScopedQuerySet


class NumberSeries(models.Model):
    """The last number given of one kind, by one committee, in one year; locked while the next one is given."""

    committee = models.ForeignKey(MediationCommittee, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        constraints = [models.UniqueConstraint(fields=["committee", "kind", "year"], name="number_series_is_one")]

    def __str__(self):
        return f"{self.committee} {self.kind} {self.year}"


class IssuedNumberQuerySet(AreaScopedQuerySet):
    scope_field = "series__committee__area_id"
    view_verb = "case.view"


class IssuedNumber(models.Model):
    """A number given, for good: a void one is listed with its reason and never given again."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, db_index=False, related_name="numbers")
    n = models.PositiveIntegerField("序号")
    text = models.CharField("编号", max_length=60)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="numbers")
    issued_at = models.DateTimeField("编号时间", db_default=Now(), editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = IssuedNumberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [models.UniqueConstraint(fields=["series", "n"], name="issued_number_is_one")]

    def __str__(self):
        return self.text
