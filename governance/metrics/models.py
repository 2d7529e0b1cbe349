"""What the database keeps of numbers: which subjects were touched, facts of them, and the cells they add up to."""

from django.db import models
from django.db.models.functions import Now


class MetricTouch(models.Model):
    """Something that a fact is made from was written, in the writer's own transaction; the fold takes it away.

    It says which subject, not what changed: a fold asks how the subject is now. Rows are only ever added by triggers
    (touching.py), so that writers never wait for each other.
    """

    source = models.CharField("来源", max_length=20)
    subject = models.BigIntegerField("对象")

    class Meta:
        verbose_name = verbose_name_plural = "待计入的变动"
        indexes = [models.Index(fields=["source", "subject"], name="metric_touch_by_subject")]

    def __str__(self):
        return f"{self.source} {self.subject}"


class MetricCell(models.Model):
    """What a counter comes to at a place in one day, 旬, month or year: `total`, and `slices` of it ("type=D02": 3).

    A place holds what lies below it. Which places have which units: grain.KEPT.
    """

    pk = models.CompositePrimaryKey("counter", "place", "unit", "starts_on")
    counter = models.CharField("计数", max_length=60, db_collation="C")
    place = models.CharField("区域", max_length=12, db_collation="C")
    unit = models.CharField("单位", max_length=1, db_collation="C")
    starts_on = models.DateField("首日")
    total = models.BigIntegerField("合计")
    slices = models.JSONField("分组")

    class Meta:
        verbose_name = verbose_name_plural = "汇总"

    def __str__(self):
        return f"{self.counter} {self.place} {self.unit}{self.starts_on}"


class Fact(models.Model):
    """One subject as it counts: where, and in the subclass when and as what."""

    subject = models.BigIntegerField("对象", primary_key=True)
    area_id = models.CharField("区域", max_length=12, db_collation="C")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.subject}"


class MetricRebuild(models.Model):
    """A rebuild that goes on: all subjects of the source up to `position` are drafted (drafting.py).

    `digest` is the declaration that it builds: of another one it begins anew.
    """

    source = models.CharField("来源", max_length=20, primary_key=True)
    position = models.BigIntegerField("已到对象", default=-1)
    digest = models.CharField("声明摘要", max_length=64, default="")
    began_at = models.DateTimeField("开始时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "重新汇总"

    def __str__(self):
        return self.source


class MetricStanding(models.Model):
    """As what a source ("cases") or a counter ("cases.accepted") was last built: the digest of its declaration."""

    name = models.CharField("来源或计数", max_length=60, primary_key=True, db_collation="C")
    digest = models.CharField("声明摘要", max_length=64)
    built_at = models.DateTimeField("汇总时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "已汇总的声明"

    def __str__(self):
        return self.name
