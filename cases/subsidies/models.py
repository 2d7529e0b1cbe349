"""Subsidies by case (以案定补): the claim and its shares, its reviews, batches with their payment list."""

from django.db import models
from django.urls import reverse

from cases.docket.states import Archive, Performance, Procedure
from governance.access.scope import AreaScopedQuerySet


class Grade(models.TextChoices):
    """补贴等级 (domain/mediation.md 1.9)."""

    SIMPLE = "simple", "简易"
    ORDINARY = "ordinary", "一般"
    COMPLEX = "complex", "疑难复杂"
    MAJOR = "major", "重大"


class ClaimState(models.TextChoices):
    FIRST = "first", "待调委会审核"
    SECOND = "second", "待司法所审核"
    THIRD = "third", "待区级审批"
    RETURNED = "returned", "退回补正"
    REFUSED = "refused", "不予补贴"
    WITHDRAWN = "withdrawn", "已撤回"
    APPROVED = "approved", "已批准待发放"
    PAID = "paid", "已发放"
    CLAWED_BACK = "clawed_back", "已追回"


IN_REVIEW = (ClaimState.FIRST, ClaimState.SECOND, ClaimState.THIRD)
GRANTED = (ClaimState.APPROVED, ClaimState.PAID)
STANDING = (*IN_REVIEW, ClaimState.RETURNED, *GRANTED)


class SubsidyClaimQuerySet(AreaScopedQuerySet):
    scope_field = "case__area_id"
    view_verb = "subsidy.view"

    def visible_to(self, actor, verb: str | None = None):
        """Claims of the actor's places; and those that a mediator made or has a share in."""
        reached = actor.scope(verb or self.view_verb).condition(self.scope_field)
        return self.filter(reached if verb else reached | _own(actor))

    def of_mediator(self, account):
        return self.filter(_own(account))

    def standing(self):
        """Neither refused nor withdrawn nor clawed back: no other claim of the same dispute beside it."""
        return self.filter(state__in=STANDING)

    def granted(self):
        return self.filter(state__in=GRANTED)

    def to_batch(self, until):
        """Passed by the street up to `until`, a date, and in no batch."""
        return self.filter(state=ClaimState.THIRD, batch__isnull=True, checked_at__date__lte=until)

    def undone(self):
        """Of cases that have no claim to a subsidy any more: taken up again, not performed, or their volume failed."""
        closed = models.Q(case__procedure__in=(Procedure.CLOSED, Procedure.ARCHIVED), case__voided_at__isnull=True)
        kept = closed & models.Q(case__performance=Performance.DONE) & ~models.Q(case__archive=Archive.RETURNED)
        return self.exclude(kept)

    def for_list(self):
        shares = models.Prefetch("shares", SubsidyShare.objects.select_related("account"))
        return self.select_related("case__committee__body", "claimed_by", "batch").prefetch_related(shares)


def _own(actor) -> models.Q:
    if actor._meta.model_name != "account":
        return models.Q(pk__in=[])
    shared = SubsidyShare.objects.filter(account=actor).values("claim_id")
    return models.Q(claimed_by=actor) | models.Q(pk__in=shared)


class SubsidyClaim(models.Model):
    """One claim for one dispute: `dispute` is the first case of all that are about it, so that none is paid twice.

    `rule_grade` is what the rules say and `grade_basis` why; `grade_reason` says why another one is claimed.
    `round` counts the claim's ways through the reviews; `checked_at` is when the street passed it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="subsidy_claims")
    dispute = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name="纠纷")
    rule_grade = models.CharField("规则等级", max_length=8, choices=Grade.choices)
    grade_basis = models.CharField("等级依据", max_length=200)
    grade = models.CharField("补贴等级", max_length=8, choices=Grade.choices)
    grade_reason = models.CharField("与规则等级不同的理由", max_length=300, blank=True)
    base_amount = models.DecimalField("补贴金额（元）", max_digits=10, decimal_places=2)
    reason = models.CharField("申报理由", max_length=500)
    state = models.CharField("状态", max_length=11, choices=ClaimState.choices, default=ClaimState.FIRST)
    round = models.PositiveSmallIntegerField("审核轮次", default=1)
    claimed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="申报人")
    claimed_at = models.DateTimeField("申报时间")
    checked_at = models.DateTimeField("司法所通过时间", null=True, blank=True)
    batch = models.ForeignKey(
        "cases.SubsidyBatch", models.PROTECT, null=True, blank=True, related_name="claims", verbose_name="批次"
    )
    withdraw_reason = models.CharField("撤回原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SubsidyClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补贴申报"
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "checked_at"], name="subsidy_claim_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=models.Q(state__in=STANDING),
                name="subsidy_claim_is_one_of_a_dispute",
            ),
            models.CheckConstraint(condition=models.Q(base_amount__gt=0), name="subsidy_claim_of_something"),
            models.CheckConstraint(
                condition=models.Q(grade=models.F("rule_grade")) | ~models.Q(grade_reason=""),
                name="subsidy_claim_of_another_grade_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=GRANTED) | models.Q(batch__isnull=False),
                name="subsidy_claim_granted_in_a_batch",
            ),
        ]

    def __str__(self):
        return f"{self.case} 补贴申报"

    def get_absolute_url(self):
        return reverse("cases:subsidy_claim", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_in_review(self) -> bool:
        return self.state in IN_REVIEW

    @property
    def is_granted(self) -> bool:
        return self.state in GRANTED


class SubsidyShare(models.Model):
    """What one mediator of the case gets: whole percent, and the yuan that they come to. The shares make 100."""

    claim = models.ForeignKey(SubsidyClaim, models.CASCADE, related_name="shares")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="subsidy_shares")
    percent = models.PositiveSmallIntegerField("份额（%）")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "补贴份额"
        ordering = ["claim_id", "-percent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "account"], name="subsidy_share_is_one_of_a_mediator"),
            models.CheckConstraint(
                condition=models.Q(percent__gte=1, percent__lte=100, amount__gte=0), name="subsidy_share_of_a_hundred"
            ),
        ]

    def __str__(self):
        return f"{self.account} {self.percent}%"


class Decision(models.TextChoices):
    PASSED = "passed", "同意"
    RETURNED = "returned", "退回补正"
    REFUSED = "refused", "不予补贴"


class Seat(models.IntegerChoices):
    """Who looks at a claim, one after the other."""

    COMMITTEE = 1, "调委会"
    STREET = 2, "司法所"
    DISTRICT = 3, "区司法局"


SEATS = {ClaimState.FIRST: Seat.COMMITTEE, ClaimState.SECOND: Seat.STREET, ClaimState.THIRD: Seat.DISTRICT}


class SubsidyReview(models.Model):
    """One look at a claim (审核): by whom, in which seat, with what outcome."""

    claim = models.ForeignKey(SubsidyClaim, models.CASCADE, related_name="reviews")
    round = models.PositiveSmallIntegerField("轮次")
    seat = models.PositiveSmallIntegerField("审核环节", choices=Seat.choices)
    decision = models.CharField("结论", max_length=8, choices=Decision.choices)
    opinion = models.CharField("意见", max_length=300, blank=True)
    reviewed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="审核人")
    reviewed_at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = verbose_name_plural = "补贴审核"
        ordering = ["claim_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "round", "reviewed_by"],
                condition=models.Q(decision="passed"),
                name="subsidy_claim_passed_by_three_people",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="passed") | ~models.Q(opinion=""), name="subsidy_review_against_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.get_seat_display()}{self.get_decision_display()}"


ADDED_UP = models.F("gross_amount") - models.F("deducted_amount") + models.F("restored_amount")


class BatchState(models.TextChoices):
    DRAWN_UP = "drawn_up", "待审批"
    APPROVED = "approved", "已批准待发放"
    PAID = "paid", "已发放"
    DROPPED = "dropped", "已取消"


class SubsidyBatchQuerySet(AreaScopedQuerySet):
    view_verb = "subsidy.view"

    def drawn_up(self):
        return self.filter(state=BatchState.DRAWN_UP)

    def approved(self):
        return self.filter(state=BatchState.APPROVED)

    def for_list(self):
        claims = SubsidyClaim.objects.filter(batch=models.OuterRef("pk")).order_by().values("batch")
        counted = models.functions.Coalesce(models.Subquery(claims.annotate(n=models.Count("pk")).values("n")), 0)
        summed = models.Subquery(claims.annotate(total=models.Sum("base_amount")).values("total"))
        return self.select_related("area", "drawn_up_by", "approved_by", "paid_by").annotate(
            claim_count=counted, claim_total=summed
        )


class SubsidyBatch(models.Model):
    """The claims of a place and a period that are approved and paid together (补贴批次).

    `starts_on` and `ends_on` are the first and last day of the month or quarter. The sums are those of the payment
    list, set when it is approved: `gross` of the shares, `deducted` for clawbacks, `restored` for clawbacks that were
    cancelled after they had been settled, `net` paid.
    """

    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    starts_on = models.DateField("期间首日")
    ends_on = models.DateField("期间末日")
    state = models.CharField("状态", max_length=8, choices=BatchState.choices, default=BatchState.DRAWN_UP)
    drawn_up_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="编制人")
    drawn_up_at = models.DateTimeField("编制时间")
    approved_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    approved_at = models.DateTimeField("审批时间", null=True, blank=True)
    gross_amount = models.DecimalField("补贴合计（元）", max_digits=12, decimal_places=2, default=0)
    deducted_amount = models.DecimalField("扣回合计（元）", max_digits=12, decimal_places=2, default=0)
    restored_amount = models.DecimalField("补发合计（元）", max_digits=12, decimal_places=2, default=0)
    net_amount = models.DecimalField("实发合计（元）", max_digits=12, decimal_places=2, default=0)
    paid_on = models.DateField("发放日期", null=True, blank=True)
    voucher_no = models.CharField("支付凭证号", max_length=60, blank=True)
    paid_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    drop_reason = models.CharField("取消原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SubsidyBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补贴批次"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "starts_on", "ends_on"],
                condition=~models.Q(state="dropped"),
                name="subsidy_batch_is_one_of_a_period",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="subsidy_batch_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(net_amount=ADDED_UP, net_amount__gte=0),
                name="subsidy_batch_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(state="paid", paid_on__isnull=False, paid_by__isnull=False)
                & ~models.Q(voucher_no="")
                | ~models.Q(state="paid") & models.Q(paid_on__isnull=True, paid_by__isnull=True, voucher_no=""),
                name="subsidy_batch_paid_with_its_voucher",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("approved", "paid"))
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="subsidy_batch_approved_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.area.name}{self.period}补贴"

    def get_absolute_url(self):
        return reverse("cases:subsidy_batch", args=[self.pk])

    @property
    def period(self) -> str:
        """2026年5月, or 2026年第2季度."""
        if self.starts_on.month == self.ends_on.month:
            return f"{self.starts_on.year}年{self.starts_on.month}月"
        return f"{self.starts_on.year}年第{self.ends_on.month // 3}季度"

    @property
    def is_drawn_up(self) -> bool:
        return self.state == BatchState.DRAWN_UP

    @property
    def has_list(self) -> bool:
        """Whether the payment list is fixed."""
        return self.state in (BatchState.APPROVED, BatchState.PAID)


class SubsidyPayment(models.Model):
    """One line of a payment list (发放清单): all shares of one mediator in the batch, less what is clawed back.

    `card` is where it is paid to: what the mediator had when the list was fixed, or registered before it was paid.
    """

    batch = models.ForeignKey(SubsidyBatch, models.PROTECT, related_name="payments")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="subsidy_payments")
    case_count = models.PositiveIntegerField("件数")
    gross_amount = models.DecimalField("补贴（元）", max_digits=10, decimal_places=2)
    deducted_amount = models.DecimalField("扣回（元）", max_digits=10, decimal_places=2, default=0)
    restored_amount = models.DecimalField("补发（元）", max_digits=10, decimal_places=2, default=0)
    card = models.ForeignKey("cases.BankCard", models.PROTECT, null=True, blank=True, related_name="payments")
    net_amount = models.DecimalField("实发（元）", max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "补贴发放"
        ordering = ["batch_id", "account_id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "account"], name="subsidy_payment_is_one_of_a_mediator"),
            models.CheckConstraint(
                condition=models.Q(net_amount=ADDED_UP, net_amount__gte=0),
                name="subsidy_payment_adds_up",
            ),
        ]

    def __str__(self):
        return f"{self.account} {self.net_amount}"
