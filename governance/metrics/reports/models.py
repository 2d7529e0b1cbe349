"""Reports that are kept, when they go out, and what went out to whom."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from governance.access.roles import ROLES
from governance.areas import codes

VERB = "figure.view"
SEEING = [role.code for role in ROLES.values() if VERB in role.verbs and not role.for_clients]
CHANNEL = "email"  # of governance/notices: reports go out by mail alone
MOST_ATTEMPTS = 6  # as for messages outside; then a letter is given up


class ReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Own ones, and those shared with a place where the actor is posted (or with a role held there), if the actor
        sees the figures of every place that the report names."""
        if actor._meta.model_name == "apiclient":
            return self.none()
        scope = actor.scope(VERB)
        shared = models.Q(pk__in=[])
        for posting in actor.postings_today if scope else ():
            reached = [posting.area_id, *codes.ancestors(posting.area_id)]
            shared |= models.Q(area__in=reached, role__in=("", posting.role))
        named = Report.places.through.objects.filter(report=models.OuterRef("pk"))
        hidden = models.Exists(named.exclude(scope.condition("area_id")))
        return self.filter(models.Q(account=actor.pk) | (shared & ~hidden))

    def for_list(self):
        return self.select_related("account", "area", "schedule").order_by("name", "pk")

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class Report(models.Model):
    """A question under a name. It keeps no figures: whoever opens it reads their own.

    `query` is the question as an address, `places` those that it names (none: the reader's own place); `area` with
    `role` says with whom it is shared (both empty: with nobody).
    """

    account = models.ForeignKey(
        "governance.Account", models.PROTECT, db_index=False, related_name="reports", verbose_name="保存人"
    )
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=8000)
    places = models.ManyToManyField("governance.Area", related_name="+", verbose_name="区域")
    area = models.ForeignKey(
        "governance.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="共享范围"
    )
    role = models.CharField(
        "共享角色", max_length=40, blank=True, choices=[(role.code, role.label) for role in ROLES.values()]
    )
    saved_at = models.DateTimeField("保存时间", db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报表"
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="report_name_is_one"),
            models.CheckConstraint(
                condition=models.Q(role="") | models.Q(area__isnull=False), name="report_shared_with_a_role_at_a_place"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:report", args=[self.pk])

    @property
    def is_shared(self) -> bool:
        return self.area_id is not None


class Every(models.TextChoices):
    WEEK = "week", "每周"
    MONTH = "month", "每月"


class ReportSchedule(models.Model):
    """When a report goes out: `day` is 1 (Monday) to 7 of a week, 1 to 31 of a month (31: its last day).

    `next_on` is the next due day; None: it does not go out any more, `fault` says why.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="schedule")
    every = models.CharField("周期", max_length=10, choices=Every.choices)
    day = models.PositiveSmallIntegerField("日")
    recipients = models.ManyToManyField("governance.Account", related_name="+", verbose_name="收件人")
    next_on = models.DateField("下次", null=True)
    fault = models.CharField("停止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报表定时发送"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every=Every.WEEK, day__range=(1, 7))
                | models.Q(every=Every.MONTH, day__range=(1, 31)),
                name="report_goes_out_on_a_day",
            )
        ]
        indexes = [
            models.Index(fields=["next_on"], name="report_due", condition=models.Q(next_on__isnull=False)),
        ]

    def __str__(self):
        return f"{self.report} {self.said}"

    @property
    def said(self) -> str:
        if self.every == Every.WEEK:
            return f"每周{'一二三四五六日'[self.day - 1]}"
        return "每月最后一天" if self.day == 31 else f"每月 {self.day} 日"


class ReportIssueQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of the reports that the actor sees now."""
        return self.filter(report__in=Report.objects.visible_to(actor))


class ReportIssue(models.Model):
    """A report as it fell due on `due_on`: its periods are those of that day. One a due day, whoever sweeps."""

    report = models.ForeignKey(Report, models.CASCADE, db_index=False, related_name="issues")
    due_on = models.DateField("发送日")
    made_at = models.DateTimeField("生成时间", db_default=Now(), editable=False)

    objects = ReportIssueQuerySet.as_manager()

    area_id = None  # a notice of it belongs to no place

    class Meta:
        verbose_name = verbose_name_plural = "报表的一期"
        constraints = [models.UniqueConstraint(fields=["report", "due_on"], name="report_is_issued_once_a_day")]

    def __str__(self):
        return f"{self.report} {self.due_on}"

    def get_absolute_url(self):
        return reverse("reports:issue", args=[self.pk])


class LetterState(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    WITHHELD = "withheld", "不再有权查看，未发送"
    GIVEN_UP = "given_up", "发送失败"
    IN_DOUBT = "in_doubt", "可能已送达，没有重发"


class ReportLetter(models.Model):
    """One issue to be mailed to one account. `send_at` is the next moment to try: quiet hours, a lease of the sender,
    or the wait after a failure. `handed_at`: a sender is handing it to the gateway; who finds it so after that sender
    died cannot know whether it went out, and does not send it twice."""

    issue = models.ForeignKey(ReportIssue, models.CASCADE, db_index=False, related_name="letters")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="收件人")
    state = models.CharField("状态", max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    send_at = models.DateTimeField("发送时间")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("送达时间", null=True)
    problem = models.CharField("未发送原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报表邮件"
        constraints = [
            models.UniqueConstraint(fields=["issue", "account"], name="report_letter_is_one_an_account"),
            models.CheckConstraint(
                condition=models.Q(state=LetterState.SENT, sent_at__isnull=False)
                | (~models.Q(state=LetterState.SENT) & models.Q(sent_at__isnull=True)),
                name="report_letter_is_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"], name="report_letter_waiting", condition=models.Q(state=LetterState.WAITING)
            )
        ]

    def __str__(self):
        return f"{self.issue} → {self.account_id}：{self.get_state_display()}"
