"""Notices, and how far each rung has been swept."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from governance.notices.rungs import find_rung


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A notice is its recipient's alone; API clients get none."""
        is_client = actor._meta.model_name == "apiclient"
        return self.none() if is_client else self.filter(recipient=actor.pk)

    def standing(self):
        """Neither withdrawn nor done."""
        return self.filter(withdrawn_because="", done_at__isnull=True)

    def shown(self, at=None):
        """Standing, and not put off until later."""
        return self.standing().filter(shows_at__lte=at or timezone.now())

    def unread(self, at=None):
        return self.shown(at).filter(read_at__isnull=True)

    def snoozed(self, at=None):
        return self.standing().filter(shows_at__gt=at or timezone.now())

    def replaced(self):
        """Those of whose subject the same recipient was told of a later level, which holds."""
        later = Notice.objects.filter(
            rung=models.OuterRef("rung"),
            subject_id=models.OuterRef("subject_id"),
            recipient=models.OuterRef("recipient"),
            falls_on__gt=models.OuterRef("falls_on"),
            due_on__isnull=False,
        )
        return self.filter(models.Exists(later.exclude(withdrawn_because=Withdrawn.MOVED)), due_on__isnull=False)

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def for_list(self):
        return self.select_related("area", "on_behalf_of")


class Withdrawn(models.TextChoices):
    """Why a notice no longer holds. The row stays: it says who was told what, and when.

    MOVED and REPLACED follow from the rows and are undone when they no longer follow; TAKEN_BACK was somebody's act.
    """

    MOVED = "moved", "事项已办结或期限已变更"
    REPLACED = "replaced", "已有更新的提醒"
    TAKEN_BACK = "taken_back", "已收回"


class Notice(models.Model):
    """One thing told to one account (提醒). It keeps no text: that is made for the reader, from what they may see.

    `occasion` tells apart what one rung says of one subject: the due date with its offset, or the key of an event.
    `falls_on` is the day on which the level was reached. `on_behalf_of` is whom the recipient stands in for (代).
    """

    rung = models.CharField("种类", max_length=60)
    subject_id = models.BigIntegerField("事项编号")
    occasion = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        "governance.Account", models.PROTECT, related_name="notices", verbose_name="收件人", db_index=False
    )
    on_behalf_of = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="代", db_index=False
    )
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    due_on = models.DateField("期限", null=True)
    falls_on = models.DateField("提醒日")
    raised_at = models.DateTimeField("发出时间")
    shows_at = models.DateTimeField("显示时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    done_at = models.DateTimeField("办结时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_because = models.CharField("撤回原因", max_length=10, choices=Withdrawn.choices, blank=True)

    objects = NoticeQuerySet.as_manager()

    tone: str  # set by telling.tell() for one reader, as are the next two
    text: str
    target: str

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [
            models.UniqueConstraint(fields=["rung", "subject_id", "occasion", "recipient"], name="notice_is_told_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_because="")),
                name="notice_is_withdrawn_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-shows_at", "-id"], name="notice_inbox"),
            models.Index(
                fields=["recipient", "shows_at"],
                name="notice_unread",
                condition=models.Q(withdrawn_because="", done_at__isnull=True, read_at__isnull=True),
            ),
            models.Index(
                fields=["rung", "subject_id"],
                name="notice_standing",
                condition=models.Q(withdrawn_because="", done_at__isnull=True),
            ),
            models.Index(
                fields=["rung", "withdrawn_at"],
                name="notice_withdrawn",
                condition=models.Q(withdrawn_because__in=(Withdrawn.MOVED, Withdrawn.REPLACED), done_at__isnull=True),
            ),
            models.Index(fields=["raised_at"], name="notice_raised"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("notices:open_notice", args=[self.pk])

    @property
    def label(self):
        found = find_rung(self.rung)
        return found.label if found else "已停用的提醒"

    @property
    def on_behalf_of_name(self):
        return self.on_behalf_of.name if self.on_behalf_of else None

    @property
    def is_standing(self):
        return not self.withdrawn_because and self.done_at is None

    @property
    def is_unread(self):
        return self.is_standing and self.read_at is None

    @property
    def is_snoozed(self):
        return self.is_standing and self.shows_at > timezone.now()

    @property
    def state(self):
        """`unread`, `read`, `snoozed`, `done` or `withdrawn`."""
        if self.withdrawn_because:
            return "withdrawn"
        if self.done_at:
            return "done"
        return "snoozed" if self.is_snoozed else "read" if self.read_at else "unread"

    @property
    def days_left(self):
        """Days until the due date, negative when it has passed; None for events."""
        return (self.due_on - timezone.localdate()).days if self.due_on else None

    @property
    def when(self):
        """How near the due date is, in words."""
        days = self.days_left
        if days is None:
            return ""
        if days < 0:
            return f"已逾期 {-days} 天"
        return ("今天到期", "明天到期")[days] if days < 2 else f"还有 {days} 天到期"


OVERLAP = timedelta(days=1)  # rows written around midnight are looked for once more
FIRST_LOOK = timedelta(days=30)  # how far back a rung looks when it is swept for the first time


class RungSweep(models.Model):
    """How far a rung has been swept: all that fell due up to `swept_on` by the clock of that sweep."""

    rung = models.CharField(max_length=60, unique=True)
    swept_on = models.DateField(null=True)
    swept_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒清查"

    def __str__(self):
        return f"{self.rung} {self.swept_on}"

    def first_day(self, today):
        """The first day to look at: where the last sweep stopped, or today if the clock was put back since."""
        if self.swept_on is None:
            return today - FIRST_LOOK
        return min(self.swept_on, today) - OVERLAP
