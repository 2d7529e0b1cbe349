"""A bulk act and its rows."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.models import Case
from governance.jobs.models import JobState


class BulkKind(models.TextChoices):
    ASSIGN = "assign", "指派调解员"
    REMIND = "remind", "催办"
    HAND_OVER = "hand_over", "移交在办案件"


class BulkActQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A bulk act is its starter's alone: what became of each case stands in the case for everyone else."""
        if actor._meta.model_name == "apiclient":
            return self.none()
        return self.filter(account=actor.pk)

    def unstarted(self):
        return self.filter(job__isnull=True)

    def for_list(self):
        return self.select_related("job").annotate(
            of_all=models.Count("rows"),
            of_done=models.Count("rows", filter=models.Q(rows__state=RowState.DONE)),
            of_refused=models.Count("rows", filter=models.Q(rows__state=RowState.REFUSED)),
        )

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class BulkAct(models.Model):
    """One act on the cases that were chosen; `values` is what the form said, `job` runs it once it is confirmed."""

    kind = models.CharField("办理", max_length=10, choices=BulkKind.choices)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="办理人")
    leaver = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="离任的调解员"
    )
    values = models.JSONField(default=dict)
    chosen_at = models.DateTimeField("选定时间", db_default=Now(), editable=False)
    job = models.ForeignKey("governance.Job", models.PROTECT, null=True, related_name="+", verbose_name="任务")

    objects = BulkActQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量办理"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=BulkKind.HAND_OVER, leaver__isnull=False)
                | (~models.Q(kind=BulkKind.HAND_OVER) & models.Q(leaver__isnull=True)),
                name="bulk_hand_over_names_who_leaves",
            ),
        ]

    def __str__(self):
        return f"批量{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("cases:bulk_act", args=[self.pk])

    @property
    def is_started(self) -> bool:
        return self.job_id is not None

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)


class RowState(models.TextChoices):
    WAITING = "waiting", "未办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "未办成"


class BulkRowQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Rows of the actor's own acts, of cases that they still see."""
        acts = BulkAct.objects.visible_to(actor).values("pk")
        return self.filter(act__in=acts, case__in=Case.objects.visible_to(actor).values("pk"))

    def waiting(self):
        return self.filter(state=RowState.WAITING)

    def for_list(self):
        return self.select_related("case", "account")


class BulkRow(models.Model):
    """One case of a bulk act. `account` is who it goes to; `assignment` the one that is handed over; `answer` says what
    was done, or why it was refused."""

    act = models.ForeignKey(BulkAct, models.CASCADE, db_index=False, related_name="rows")
    seq = models.PositiveIntegerField("序号")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name="案件")
    assignment = models.ForeignKey("cases.Assignment", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="接办人"
    )
    state = models.CharField("结果", max_length=8, choices=RowState.choices, default=RowState.WAITING)
    answer = models.CharField("说明", max_length=500, blank=True)
    done_at = models.DateTimeField("办理时间", null=True)

    objects = BulkRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量办理的案件"
        ordering = ["act_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["act", "seq"], name="bulk_row_seq_is_one"),
            models.CheckConstraint(
                condition=models.Q(state=RowState.WAITING, done_at__isnull=True)
                | (~models.Q(state=RowState.WAITING) & models.Q(done_at__isnull=False)),
                name="bulk_row_is_answered_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.seq} {self.case}"

    @property
    def tone(self):
        return {RowState.DONE: "good", RowState.REFUSED: "bad"}.get(self.state, "")
