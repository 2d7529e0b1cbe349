"""What was found out: people asked, evidence taken."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.mediation.reading import OfFileQuerySet
from governance.files.models import StoredFile


class InvestigationQuerySet(OfFileQuerySet):
    def for_page(self):
        return self.select_related("account").order_by("starts_at", "id")


class Investigation(models.Model):
    """An investigation record (调查记录, F06): where and when, who was asked, what they said."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="investigations")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=200)
    asked = ArrayField(models.CharField(max_length=100), verbose_name="被调查人")
    asked_about = models.CharField("被调查人身份（单位、与当事人关系）", max_length=200, blank=True)
    present = models.CharField("其他参加人", max_length=200, blank=True)
    text = models.TextField("调查内容", max_length=10_000)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="调查人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调查记录"
        ordering = ["case_id", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="investigation_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"调查记录：{'、'.join(self.asked)}"

    def get_absolute_url(self):
        return reverse("cases:investigation", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id


class EvidenceKind(models.TextChoices):
    """证据种类 (民事诉讼法 第六十六条, as far as a committee takes it)."""

    DOCUMENT = "document", "书证"
    OBJECT = "object", "物证（照片）"
    PHOTO = "photo", "现场照片"
    ELECTRONIC = "electronic", "电子数据（截图、聊天记录）"
    AUDIOVISUAL = "audiovisual", "视听资料"
    STATEMENT = "statement", "证人证言"
    APPRAISAL = "appraisal", "鉴定意见"
    OTHER = "other", "其他"


class EvidenceQuerySet(OfFileQuerySet):
    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def for_page(self):
        return self.select_related("party", "account").order_by("seq")


class Evidence(models.Model):
    """One item of the evidence (证据材料, F07), with the files that show it. Withdrawn items stay in the list."""

    case = models.ForeignKey("cases.Case", models.PROTECT, db_index=False, related_name="evidence")
    seq = models.PositiveSmallIntegerField("编号")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("种类", max_length=12, choices=EvidenceKind.choices)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.CharField("提供人", max_length=100)
    is_original = models.BooleanField("原件", default=False)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    taken_on = models.DateField("取得日期")
    note = models.CharField("说明", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "证据材料"
        ordering = ["case_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="evidence_seq_is_one"),
            models.CheckConstraint(condition=models.Q(pages__gte=1), name="evidence_has_a_page"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason=""),
                name="evidence_withdrawn_with_reason",
            ),
        ]

    def __str__(self):
        return f"证据{self.seq} {self.name}"

    def get_absolute_url(self):
        return reverse("cases:evidence_item", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def files(self):
        return StoredFile.objects.about(self).kept().order_by("id")
