"""What changed, for those who keep a copy: touches as they happen, entries in the order in which they came to light."""

from django.db import models
from django.db.models.functions import Left

from governance.access.scope import AreaScopedQuerySet


class FeedTouch(models.Model):
    """A followed row was written (governance/feed/triggers.py). Deleted when it has its number."""

    kind = models.CharField("种类", max_length=20)
    subject = models.BigIntegerField("记录")

    class Meta:
        verbose_name = verbose_name_plural = "待编号的变更"

    def __str__(self):
        return f"{self.kind} {self.subject}"


class FeedEntry(models.Model):
    """The newest change of a row as seen from one place: each row stands once for each place it was ever seen from.

    `seq` grows with each change, so whoever knows all up to a number reads on behind it, however long ago that was.
    `since` is the number under which the place saw the row first; `is_gone`: it sees it no longer.
    """

    kind = models.CharField("种类", max_length=20)
    subject = models.BigIntegerField("记录")
    area = models.ForeignKey(
        "governance.Area", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+", verbose_name="区域"
    )
    seq = models.BigIntegerField("序号")
    since = models.BigIntegerField("首次序号")
    is_gone = models.BooleanField("已不可见", default=False)
    at = models.DateTimeField("时间")

    objects = AreaScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更"
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "area"], name="feed_entry_is_one")]
        indexes = [
            models.Index(fields=["seq"], name="feed_entry_seq"),
            models.Index(fields=["area", "seq"], name="feed_entry_of_place"),
            models.Index(Left("area_id", 6), "seq", name="feed_entry_of_county"),
        ]

    def __str__(self):
        return f"{self.seq} {self.kind} {self.subject}"
