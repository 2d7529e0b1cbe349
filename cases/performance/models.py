"""Performance as it is recorded: parts of it with their proof, urging, and what a party asked of a court."""

from django.db import models
from django.db.models.functions import Now

from cases.agreements.models import AgreementState
from cases.docket.codes import Channel
from cases.mediation.reading import OfFileQuerySet
from governance.files.models import StoredFile


class Proof(models.TextChoices):
    """By what it is known that something was performed."""

    TRANSFER = "transfer", "转账凭证"
    RECEIPT = "receipt", "收条"
    PHOTO = "photo", "照片"
    STATEMENT = "statement", "对方确认"
    SEEN = "seen", "现场查看"
    OTHER = "other", "其他"


class PerformanceRecordQuerySet(OfFileQuerySet):
    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def of_replaced(self):
        """Of agreements that were varied since: history."""
        return self.standing().filter(obligation__agreement__state=AgreementState.REPLACED)

    def for_page(self):
        return self.select_related("obligation__agreement", "confirmed_by", "account").order_by("performed_on", "id")


class PerformanceRecord(models.Model):
    """One time that something was done of an obligation: a payment of `amount` yuan, or an act.

    `is_whole`: the act was done to the end; of payments the sum decides. A payment counts for the earliest instalments
    first. `confirmed_by` is the party whose word is the proof. What was recorded in error is withdrawn, and stays.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="performance_records")
    obligation = models.ForeignKey("cases.Obligation", models.PROTECT, related_name="records")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    is_whole = models.BooleanField("全部完成", default=True)
    performed_at = models.DateTimeField("履行时间")
    performed_on = models.DateField("履行日期")
    proof = models.CharField("凭证", max_length=9, choices=Proof.choices)
    confirmed_by = models.ForeignKey(
        "cases.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认的一方"
    )
    note = models.CharField("说明", max_length=500, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤销原因", max_length=200, blank=True)

    objects = PerformanceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履行记录"
        ordering = ["case_id", "performed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0), name="performance_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="performance_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(proof=Proof.STATEMENT) | models.Q(confirmed_by__isnull=False),
                name="performance_stated_by_a_party",
            ),
        ]

    def __str__(self):
        what = f"{self.amount:,.2f} 元" if self.amount else ("完成" if self.is_whole else "部分完成")
        return f"第{self.obligation.seq}项 {what}（{self.performed_on}）"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def files(self):
        return StoredFile.objects.kept().about(self).order_by("id")


class UrgingOutcome(models.TextChoices):
    PROMISED = "promised", "承诺履行"
    PERFORMED = "performed", "当即履行"
    DISPUTED = "disputed", "对履行有异议"
    REFUSED = "refused", "明确拒绝履行"
    UNREACHED = "unreached", "未联系上"
    NOTED = "noted", "已转告，未表态"


class Urging(models.Model):
    """The committee urged a party that is late (督促履行, 人民调解法 第三十一条): how, and what the party said.

    `promised_on` is the day by which the party said to perform. `has_told`: the parties were told where else they may
    turn (若干规定 第三十八条), which ends what the committee itself has to do about what is late.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="urgings")
    agreement = models.ForeignKey("cases.Agreement", models.PROTECT, related_name="urgings")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+", verbose_name="被督促的一方")
    urged_at = models.DateTimeField("督促时间")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    outcome = models.CharField("结果", max_length=9, choices=UrgingOutcome.choices)
    promised_on = models.DateField("承诺履行日期", null=True, blank=True)
    has_told = models.BooleanField("已告知救济途径", default=False)
    note = models.CharField("对方的说法", max_length=500, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="督促人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OfFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督促履行"
        ordering = ["case_id", "urged_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promised_on__isnull=True) | models.Q(outcome=UrgingOutcome.PROMISED),
                name="urging_promised_with_its_day",
            ),
        ]

    def __str__(self):
        return f"督促{self.party} {self.get_outcome_display()}"

    @property
    def area_id(self):
        return self.case.area_id


class RecourseKind(models.TextChoices):
    """Where a party turned when the agreement was not performed (人民调解法 第三十二条、第三十三条)."""

    SUED = "sued", "向法院起诉"
    PAYMENT_ORDER = "payment_order", "申请支付令"
    ENFORCEMENT = "enforcement", "申请强制执行"


class RecourseOutcome(models.TextChoices):
    """How a suit or an enforcement ended; only what has a title may be enforced."""

    TITLE = "title", "得到可以执行的判决、调解书或者支付令"
    DISMISSED = "dismissed", "驳回，或者支付令失效"
    WITHDRAWN = "withdrawn", "撤诉或者撤回申请"
    ENFORCED = "enforced", "执行完毕"
    ABANDONED = "abandoned", "终结执行（未全部执行到位）"


OF_COURT = (RecourseOutcome.TITLE, RecourseOutcome.DISMISSED, RecourseOutcome.WITHDRAWN)
OF_ENFORCEMENT = (RecourseOutcome.ENFORCED, RecourseOutcome.ABANDONED, RecourseOutcome.WITHDRAWN)


class RecourseQuerySet(OfFileQuerySet):
    def going_on(self):
        return self.filter(ended_on__isnull=True)

    def to_enforce(self):
        """Ended with something that a court enforces."""
        return self.filter(outcome=RecourseOutcome.TITLE)


class Recourse(models.Model):
    """A party took the agreement to a court: noted for the file, the committee decides nothing of it.

    `agreement` is the one that was in force then: of a variation the court was not asked. `outcome` is blank while it
    goes on.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="recourses")
    agreement = models.ForeignKey("cases.Agreement", models.PROTECT, related_name="recourses")
    kind = models.CharField("途径", max_length=13, choices=RecourseKind.choices)
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+", verbose_name="提出的一方")
    begun_on = models.DateField("提出日期")
    court = models.CharField("人民法院", max_length=60, blank=True)
    docket = models.CharField("法院案号", max_length=60, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    outcome = models.CharField("结果类型", max_length=9, choices=RecourseOutcome.choices, blank=True)
    result = models.CharField("结果", max_length=300, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = RecourseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "诉讼和执行情况"
        ordering = ["case_id", "begun_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, result="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(result="")),
                name="recourse_ends_with_result",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(ended_on__isnull=False), name="recourse_outcome_at_its_end"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("begun_on")),
                name="recourse_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.party}{self.get_kind_display()} {self.docket}".strip()

    @property
    def area_id(self):
        return self.case.area_id
