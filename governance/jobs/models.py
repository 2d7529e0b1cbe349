"""Jobs (任务): long work with its progress, its result and what it could not do."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

LEASE = timedelta(seconds=30)  # a runner that has not been heard of for so long is taken for dead
RESEND = timedelta(seconds=30)  # a waiting job's message is taken for lost after so long
LOOKED_AT = timedelta(days=3)  # a failed job stays on the work home so long
MOST_ATTEMPTS = 3  # a job that killed its runner so often is not tried again


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


class JobQuerySet(models.QuerySet):
    """Times are the database's, so that machines whose clocks differ agree on who is dead."""

    def visible_to(self, actor):
        """A job is its starter's alone: results may hold what only the starter's postings reach.

        Auditors see that it ran, by its entries in the trail.
        """
        holder = "client" if actor._meta.model_name == "apiclient" else "account"
        return self.filter(**{holder: actor.pk})

    def unfinished(self):
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))

    def claimable(self):
        """Waiting, or left behind by a runner that died."""
        abandoned = models.Q(state=JobState.RUNNING, heartbeat_at__lt=Now() - LEASE)
        return self.filter(models.Q(state=JobState.QUEUED) | abandoned)

    def exhausted(self):
        return self.claimable().filter(attempts__gte=MOST_ATTEMPTS)

    def unsent(self):
        """Claimable jobs of which no runner has been told, or was told long ago."""
        told_lately = models.Q(sent_at__gte=Now() - RESEND)
        return self.claimable().filter(models.Q(sent_at__isnull=True) | ~told_lately, attempts__lt=MOST_ATTEMPTS)

    def held_by(self, pk, runner):
        return self.filter(pk=pk, state=JobState.RUNNING, runner=runner)

    def for_list(self):
        return self.select_related("area").order_by("-id")

    def to_look_at(self):
        """Still going, or failed within the last days: what the starter has an eye on."""
        lately = models.Q(state=JobState.FAILED, finished_at__gte=Now() - LOOKED_AT)
        return self.filter(lately | models.Q(state__in=(JobState.QUEUED, JobState.RUNNING)))


class Job(models.Model):
    """One piece of long work. `done` of `total` are units that the kind of job chooses (rows, places).

    `position` is where a resumable job goes on; `runner` is the lease of the process that runs it now.
    """

    kind = models.CharField("种类", max_length=60)
    title = models.CharField("名称", max_length=200)
    account = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="jobs", verbose_name="发起人"
    )
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, related_name="jobs")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    payload = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField("已处理", default=0)
    total = models.PositiveBigIntegerField("总数", default=0)
    position = models.JSONField(null=True)
    result = models.JSONField("结果", default=dict)
    message = models.CharField("说明", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField("运行次数", default=0)
    runner = models.UUIDField(null=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField("开始时间", null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        indexes = [
            models.Index(fields=["account", "-id"]),
            models.Index(
                fields=["id"], name="job_unfinished", condition=models.Q(state__in=(JobState.QUEUED, JobState.RUNNING))
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(client__isnull=True), name="job_has_one_starter"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=(JobState.DONE, JobState.FAILED, JobState.CANCELLED), finished_at__isnull=False
                )
                | models.Q(state__in=(JobState.QUEUED, JobState.RUNNING), finished_at__isnull=True),
                name="job_is_finished_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING)
                | models.Q(runner__isnull=False, heartbeat_at__isnull=False, started_at__isnull=False),
                name="job_runs_under_a_lease",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:job", args=[self.pk])

    @property
    def starter(self):
        """Who started it and in whose scope it runs; None for the portal itself."""
        return self.account or self.client

    @property
    def is_finished(self):
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def tone(self):
        """How the state's pill is coloured."""
        tones = {JobState.DONE: "good", JobState.FAILED: "bad", JobState.RUNNING: "info"}
        return tones.get(self.state, "")

    @property
    def percent(self):
        """0 … 100; None while the total is unknown."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


class JobProblem(models.Model):
    """One thing that a job could not do: `row` is its number in the file or list, counted from 1; 0 for the whole."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="problems")
    row = models.PositiveBigIntegerField("行号", default=0)
    what = models.CharField("内容", max_length=200)
    why = models.CharField("原因", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "任务问题"
        ordering = ["id"]

    def __str__(self):
        return f"{self.row} {self.what}：{self.why}"
