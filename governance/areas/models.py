"""Places (区域): the country's tree of 12-digit codes."""

from django.db import models

from governance.areas import codes


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

    def children_of(self, code):
        return self.filter(parent_id=code).order_by("code")


class Area(models.Model):
    """A place of the statistical tree. It is never deleted: a code that ends keeps its row (`valid_to`).

    `name`, `pinyin`, `initials` are today's; names over time are in the place's history.
    """

    code = models.CharField("代码", max_length=12, primary_key=True, db_collation="C")
    name = models.CharField("名称", max_length=100)
    level = models.PositiveSmallIntegerField("级别")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    pinyin = models.CharField("拼音", max_length=400, db_collation="C", blank=True)
    initials = models.CharField("拼音首字母", max_length=100, db_collation="C", blank=True)
    valid_from = models.DateField("启用日", null=True, blank=True)
    valid_to = models.DateField("停用日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区域"
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

    @property
    def kind_name(self):
        return codes.kind_name(self.code)

    def is_valid_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)
