"""Batches of rows of an old register, and what became of each row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.committees.models import MediationCommittee
from governance.access.scope import AreaScopedQuerySet
from governance.sealing.fields import SealedField


class BatchState(models.TextChoices):
    READING = "reading", "读取中"
    READ = "read", "待确认"
    IMPORTING = "importing", "导入中"
    IMPORTED = "imported", "已导入"
    UNDOING = "undoing", "撤销中"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "文件有误"
    DISCARDED = "discarded", "已放弃"


WORKING = (BatchState.READING, BatchState.IMPORTING, BatchState.UNDOING)


class RegisterBatchQuerySet(AreaScopedQuerySet):
    view_verb = "register.view"

    def for_list(self):
        return self.select_related("area", "committee__body", "created_by", "job")


class RegisterBatch(models.Model):
    """One old register, brought in as a file and, for its wrong rows, as corrected files after it.

    `area` is the place for which it was brought; with `committee` all rows are of that one, else each names its own.
    `file` is the one that was read last; `is_correction` says that it corrects rows of this batch; `errors` is the
    sheet of the wrong rows. `head` says which columns were recognised ([as printed, key or ""]), `counts` the rows by
    state.
    """

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    committee = models.ForeignKey(
        MediationCommittee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="调委会"
    )
    state = models.CharField("状态", max_length=9, choices=BatchState.choices, default=BatchState.READING)
    file_name = models.CharField("文件", max_length=200)
    file = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, related_name="+")
    errors = models.ForeignKey(
        "governance.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="更正表"
    )
    is_correction = models.BooleanField("是更正表", default=False)
    job = models.ForeignKey("governance.Job", models.PROTECT, null=True, related_name="+")
    head = models.JSONField("识别的列", default=list)
    notes = models.JSONField("说明", default=list)
    counts = models.JSONField("行数", default=dict)
    problem = models.CharField("未能读取的原因", max_length=500, blank=True)
    created_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="上传人")
    created_at = models.DateTimeField("上传时间", db_default=Now(), editable=False)
    confirmed_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    imported_at = models.DateTimeField("导入完成时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undo_reason = models.CharField("撤销原因", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RegisterBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记簿导入"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True, undone_at__isnull=True, undo_reason="")
                | (models.Q(undone_by__isnull=False, undone_at__isnull=False) & ~models.Q(undo_reason="")),
                name="register_batch_undone_by_somebody_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="register_batch_confirmed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"登记簿 {self.pk}：{self.file_name}"

    def get_absolute_url(self):
        return reverse("cases:register_batch", args=[self.pk])

    @property
    def is_working(self) -> bool:
        """A job reads, writes or undoes it now."""
        return self.state in WORKING and self.job is not None and not self.job.is_finished

    @property
    def has_stopped(self) -> bool:
        """Its job ended before it was through: what is done stands, and it can go on."""
        return self.state in WORKING and not self.is_working

    @property
    def tone(self) -> str:
        tones = {BatchState.IMPORTED: "good", BatchState.FAILED: "bad", BatchState.READ: "warn"}
        return tones.get(BatchState(self.state), "info" if self.state in WORKING else "")


class RowState(models.TextChoices):
    READY = "ready", "可导入"
    WRONG = "wrong", "有误"
    IMPORTED = "imported", "已导入"
    UNDONE = "undone", "已撤销"
    KEPT = "kept", "未能撤销"


class RegisterRowQuerySet(AreaScopedQuerySet):
    scope_field = "batch__area_id"
    view_verb = "register.import"

    def ready(self):
        return self.filter(state=RowState.READY)

    def wrong(self):
        return self.filter(state=RowState.WRONG)

    def standing(self):
        """Those that are cases now."""
        return self.filter(case__isnull=False)


class RegisterRow(models.Model):
    """One row of the file, by its number there. `cells` are its texts by column, sealed, until it is a case.

    `problems` are sentences for who corrects it; they repeat no name and no number. Of what the register says and a
    case has no place for, four things stay as printed: `mediators`, `form`, `volume_no`, `remark`. `persons` and
    `organisations` are those that were registered with it, to go with it when it is undone.
    """

    batch = models.ForeignKey(RegisterBatch, models.PROTECT, db_index=False, related_name="rows")
    row = models.PositiveIntegerField("行号")
    state = models.CharField("状态", max_length=8, choices=RowState.choices)
    cells = SealedField("各列内容", purpose="register_row.cells", null=True, blank=True)
    problems = models.JSONField("问题", default=list)
    committee = models.ForeignKey(
        MediationCommittee, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    n = models.PositiveIntegerField("序号", null=True, blank=True)
    number = models.CharField("案号", max_length=60, blank=True)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, blank=True, related_name="register_row")
    persons = ArrayField(models.BigIntegerField(), default=list, blank=True)
    organisations = ArrayField(models.BigIntegerField(), default=list, blank=True)
    mediators = models.CharField("调解员（原文）", max_length=100, blank=True)
    form = models.CharField("协议形式", max_length=7, blank=True)
    volume_no = models.CharField("卷号", max_length=60, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)

    objects = RegisterRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记簿的行"
        ordering = ["batch_id", "row"]
        indexes = [
            models.Index(fields=["batch", "state", "row"], name="register_row_by_state"),
            models.Index(fields=["batch", "year", "n"], name="register_row_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="register_row_is_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=("imported", "kept"), case__isnull=False)
                | (~models.Q(state__in=("imported", "kept")) & models.Q(case__isnull=True)),
                name="register_row_imported_with_its_case",
            ),
        ]

    def __str__(self):
        return f"第 {self.row} 行"

    @property
    def series_key(self) -> tuple[int, int]:
        """Committee and year of its number; of rows that were read without fault."""
        assert self.committee_id is not None
        assert self.year is not None
        return self.committee_id, self.year
