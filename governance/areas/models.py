"""Places (区域): the country's tree of 12-digit codes, their names over time, their successors."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from governance.areas import codes


class Bigrams(models.Func):
    """Every two neighbouring characters of a name, by which any part of it is found (migration area_search)."""

    function = "area_bigrams"
    output_field = ArrayField(models.TextField())


class Key(models.Func):
    """A name as searched: full-width letters plain, lower case, no punctuation (migration area_search)."""

    function = "area_key"
    output_field = models.TextField(db_collation="C")


UPPER = models.Q(level__lte=codes.STREET)  # 44,000 places; the other 620,000 are committees
LOWER = models.Q(level=codes.COMMITTEE)
VALIDITY = ["valid_from", "valid_to"]  # in the indexes, so that a search reads no row that it does not show


class AreaQuerySet(models.QuerySet):
    """Places themselves are public reference data; what lies in them is scoped."""

    def on(self, day):
        """Places that existed on `day`."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day),
        )

    def inside(self, code):
        """The place `code` and all below it."""
        span = codes.code_range(code)
        return self.filter(code__gte=span.first, code__lte=span.last)

    def with_number_below(self, day):
        """With `number_below`, how many places lie directly below each on `day`."""
        below = self.model.objects.on(day).filter(parent=models.OuterRef("pk")).order_by().values("parent")
        count = below.annotate(number=models.Count("pk")).values("number")
        return self.annotate(number_below=Coalesce(models.Subquery(count), 0))

    def children_of(self, code):
        return self.filter(parent_id=code).order_by("code")

    def for_list(self):
        return self.select_related("parent")

    def reached_by(self, actor, verb):
        """Places where `actor` holds `verb`: for pages about what lies in a place."""
        return self.filter(actor.scope(verb).condition("code"))

    def named_on(self, day):
        """With `name_then`: the name each place bore on `day`."""
        then = AreaName.objects.on(day).filter(area=models.OuterRef("pk")).newest_first().values("name")[:1]
        return self.annotate(name_then=Coalesce(models.Subquery(then), models.F("name")))


class Area(models.Model):
    """A place of the statistical tree. It is never deleted: a code that ends keeps its row (`valid_to`).

    `name`, `pinyin`, `initials` are today's; names over time are in the place's history.
    """

    code = models.CharField("代码", max_length=12, primary_key=True, db_collation="C")
    name = models.CharField("名称", max_length=100, db_collation="C")
    level = models.PositiveSmallIntegerField("级别")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级", db_index=False
    )
    pinyin = models.CharField("拼音", max_length=400, db_collation="C", blank=True)
    initials = models.CharField("拼音首字母", max_length=100, db_collation="C", blank=True)
    valid_from = models.DateField("启用日", null=True, blank=True)
    valid_to = models.DateField("停用日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区域"
        indexes = [
            models.Index(fields=["parent", "code"], name="area_below"),
            models.Index(fields=["level", "code"], name="area_upper_order", condition=UPPER),
            models.Index(Key("name"), name="area_upper_key", condition=UPPER),
            models.Index(
                fields=["pinyin", "level", "code"], name="area_upper_sound", condition=UPPER, include=VALIDITY
            ),
            models.Index(
                fields=["initials", "level", "code"], name="area_upper_initial", condition=UPPER, include=VALIDITY
            ),
            models.Index(fields=["pinyin", "code"], name="area_lower_pinyin", condition=LOWER, include=VALIDITY),
            models.Index(fields=["initials", "code"], name="area_lower_initials", condition=LOWER, include=VALIDITY),
            GinIndex(Bigrams("name"), name="area_upper_bigrams", condition=UPPER, fastupdate=False),
            GinIndex(Bigrams("name"), name="area_lower_bigrams", condition=LOWER, fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{12}$"), name="area_code_is_12_digits"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="area_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("areas:place", args=[self.pk])

    @property
    def level_name(self):
        return codes.LEVEL_NAMES[self.level]

    @property
    def kind_name(self):
        return codes.kind_name(self.code)

    def is_valid_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def name_on(self, day):
        """The name that the place bore on `day`; today's where no other is known."""
        then = self.names.on(day).newest_first().first()
        return then.name if then else self.name


class AreaNameQuerySet(models.QuerySet):
    def on(self, day):
        """Names in use on `day` or before; the newest of a place is the one it bore."""
        return self.filter(models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=day))

    def newest_first(self):
        return self.order_by(models.F("starts_on").desc(nulls_last=True))


class AreaName(models.Model):
    """A name of a place from `starts_on` until its next (曾用名、现名). Only places that were renamed have rows:
    the first one without a start. `source` is the act's document number or the list that told it.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="names", verbose_name="区域")
    name = models.CharField("名称", max_length=100)
    starts_on = models.DateField("启用日", null=True, blank=True)
    source = models.CharField("依据", max_length=100, blank=True)

    objects = AreaNameQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区域名称"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "starts_on"], nulls_distinct=False, name="area_has_one_name_from_a_day"
            )
        ]

    def __str__(self):
        return self.name


class AreaReading(models.Model):
    """A further way to type a place's name: 长宁 as `zhangning`. Found like the first reading, never shown."""

    area = models.ForeignKey("governance.Area", models.CASCADE, related_name="readings")
    level = models.PositiveSmallIntegerField("级别")
    pinyin = models.CharField(max_length=200, db_collation="C")
    initials = models.CharField(max_length=200, db_collation="C")

    class Meta:
        verbose_name = verbose_name_plural = "区域其他读音"
        indexes = [
            models.Index(fields=["pinyin", "area"], name="area_upper_reading", condition=UPPER),
            models.Index(fields=["initials", "area"], name="area_upper_reading_initial", condition=UPPER),
            models.Index(fields=["pinyin", "area"], name="area_lower_reading", condition=LOWER),
            models.Index(fields=["initials", "area"], name="area_lower_reading_initial", condition=LOWER),
        ]

    def __str__(self):
        return self.pinyin


class AreaSuccession(models.Model):
    """`successor` carries on, from `on`, what `area` was: a new code, a merger, one part of a split."""

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="successions", verbose_name="原区域")
    successor = models.ForeignKey("governance.Area", models.PROTECT, related_name="predecessions")
    on = models.DateField("生效日")

    class Meta:
        verbose_name = verbose_name_plural = "区域承接"
        ordering = ["on", "successor_id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "successor"], name="area_succession_is_said_once"),
            models.CheckConstraint(condition=~models.Q(area=models.F("successor")), name="area_succeeds_another"),
        ]

    def __str__(self):
        return f"{self.area_id} → {self.successor_id}"
