"""Estates, grids and building groups, each with the dates between which it stands under a committee.

`starts_on` is the first day, `ends_on` the first day on which it no longer holds (None: no end known).
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes


class Period(models.Func):
    """The days from `starts_on` to before `ends_on`."""

    function = "DATERANGE"
    output_field = DateRangeField()


PERIOD = (Period("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS)


def ends_after_start(name):
    return models.CheckConstraint(
        condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")), name=name
    )


class DatedQuerySet(AreaScopedQuerySet):
    def current(self, on=None):
        """Those that stand on `on`, a date (today if None)."""
        day = on or timezone.localdate()
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day), starts_on__lte=day)

    def inside(self, area_code):
        """Those at a place and at all places below it."""
        span = codes.code_range(area_code)
        return self.filter(area_id__gte=span.first, area_id__lte=span.last)

    def not_ended(self, on):
        """Those that stand on `on` or will."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on))

    def for_list(self):
        return self.select_related("area")


class Dated(models.Model):
    """What stands for a time."""

    starts_on = models.DateField("起始日")
    ends_on = models.DateField("终止日（当日起不再有效）", null=True, blank=True)

    class Meta:
        abstract = True

    def is_current(self, on=None):
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class EstateKind(models.TextChoices):
    """domain/committees-and-deliberation.md 1.3; the kinds in AWARDED drive who may be given subsidies."""

    COMMERCIAL = "commercial", "商品房"
    SOLD_PUBLIC = "sold_public", "售后公房"
    SYSTEM_PUBLIC = "system_public", "系统公房"
    DIRECT_PUBLIC = "direct_public", "直管公房"
    AFFORDABLE = "affordable", "保障性住房"
    RESETTLEMENT = "resettlement", "动迁房"
    VILLA = "villa", "别墅"
    SELF_BUILT = "self_built", "农民自建房"
    MIXED = "mixed", "混合"
    OTHER = "other", "其他"


class EstateQuerySet(DatedQuerySet):
    def visible_to(self, actor, verb=None):
        """Estates with a part, now or before, in the actor's places: one in two committees is seen from both."""
        reached = actor.scope(verb or self.view_verb).condition("area_id")
        return self.filter(models.Exists(EstateLink.objects.filter(reached, estate=models.OuterRef("pk"))))

    def under(self, area_code, on):
        """Estates with a part in the place on `on`."""
        links = EstateLink.objects.inside(area_code).current(on)
        return self.filter(models.Exists(links.filter(estate=models.OuterRef("pk"))))

    def of_places(self, codes_of_places, on):
        """Standing estates with a part in one of these places, or below it, on `on`; by name."""
        inside = models.Q(pk__in=[])
        for code in codes_of_places:
            span = codes.code_range(code)
            inside |= models.Q(area_id__gte=span.first, area_id__lte=span.last)
        links = EstateLink.objects.current(on).filter(inside, estate=models.OuterRef("pk"))
        return self.current(on).filter(models.Exists(links)).order_by("name", "pk")

    def for_list(self):
        return self.prefetch_related(
            models.Prefetch("links", EstateLink.objects.select_related("area").order_by("starts_on", "area_id"))
        )


class Estate(Dated):
    """A housing estate (小区，物业管理区域). Where it lies is said by its links: it may span committees."""

    name = models.CharField("小区名称", max_length=100)
    kind = models.CharField("房屋类型", max_length=20, choices=EstateKind)
    address = models.CharField("地址", max_length=200, blank=True)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积（平方米）", max_digits=12, decimal_places=2, null=True, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    property_firm = models.CharField("物业服务企业", max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EstateQuerySet.as_manager()  # type: ignore[misc]  # of its own kind

    class Meta:
        verbose_name = verbose_name_plural = "小区"
        constraints = [ends_after_start("estate_ends_after_it_starts")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partitions:estate", args=[self.pk])

    def current_links(self, on=None):
        """The committees it lies in on `on`; from what for_list() brought, if it did."""
        day = on or timezone.localdate()
        return [link for link in self.links.all() if link.is_current(day)]


class EstateLink(Dated):
    """An estate, or the part of it with `households`, lies under a committee for a time."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="links", verbose_name="小区")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="居（村）委会")
    households = models.PositiveIntegerField("其中户数", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "小区归属"
        constraints = [
            ends_after_start("estate_link_ends_after_it_starts"),
            ExclusionConstraint(
                name="estate_link_never_overlaps_itself",
                expressions=[("estate", RangeOperators.EQUAL), ("area", RangeOperators.EQUAL), PERIOD],
            ),
        ]

    def __str__(self):
        return f"{self.estate.name}（{self.area.name}）"


class Grid(Dated):
    """A grid under a committee (网格), with its leader. The code is the street's own, unique while it stands."""

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="居（村）委会")
    code = models.CharField("网格编号", max_length=30)
    name = models.CharField("网格名称", max_length=100)
    leader = models.CharField("网格长", max_length=50, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格"
        constraints = [
            ends_after_start("grid_ends_after_it_starts"),
            ExclusionConstraint(
                name="grid_code_is_one_at_a_time",
                expressions=[("area", RangeOperators.EQUAL), ("code", RangeOperators.EQUAL), PERIOD],
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partitions:grid", args=[self.pk])


class BuildingGroupQuerySet(DatedQuerySet):
    def for_list(self):
        return self.select_related("area", "estate")


class BuildingGroup(Dated):
    """A building group (楼组) under a committee, often part of an estate: leader 楼组长, Party group, 司法睦邻点."""

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="居（村）委会")
    estate = models.ForeignKey(
        Estate, models.PROTECT, null=True, blank=True, related_name="building_groups", verbose_name="小区"
    )
    name = models.CharField("楼组（幢、门栋）", max_length=100)
    leader = models.CharField("楼组长", max_length=50, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    has_party_group = models.BooleanField("设有党小组", default=False)
    is_justice_point = models.BooleanField("司法睦邻点", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = BuildingGroupQuerySet.as_manager()  # type: ignore[misc]  # of its own kind

    class Meta:
        verbose_name = verbose_name_plural = "楼组"
        constraints = [
            ends_after_start("building_group_ends_after_it_starts"),
            ExclusionConstraint(
                name="building_group_is_one_at_a_time",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    (Coalesce("estate", -1), RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    PERIOD,
                ],
            ),
        ]

    def __str__(self):
        return f"{self.estate.name} {self.name}" if self.estate else self.name

    def get_absolute_url(self):
        return reverse("partitions:building_group", args=[self.pk])
