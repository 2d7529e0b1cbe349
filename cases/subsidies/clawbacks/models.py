"""What a mediator gives back of a subsidy, what came back, and a clawback that was a mistake."""

from django.db import models
from django.db.models.functions import Now

from cases.subsidies.models import SubsidyPayment, SubsidyShare
from governance.access.scope import AreaScopedQuerySet


class ClawbackReason(models.TextChoices):
    REOPENED = "reopened", "案件恢复调解"
    VOLUME_FAILED = "volume_failed", "案卷评查不合格"
    UNPERFORMED = "unperformed", "协议未实际履行"
    NOT_ENTITLED = "not_entitled", "领取人不符合条件"
    MISTAKEN = "mistaken", "金额或者等级有误"
    FALSE = "false", "虚报、冒领"


class ClawbackQuerySet(AreaScopedQuerySet):
    scope_field = "share__claim__case__area_id"
    view_verb = "subsidy.view"

    def outstanding(self):
        return self.standing().filter(amount__gt=models.F("settled_amount"))

    def standing(self):
        return self.filter(cancellation__isnull=True)

    def for_page(self):
        return self.select_related(
            "share__account", "ordered_by", "cancellation__cancelled_by", "cancellation__payment__batch"
        ).prefetch_related("settlements__payment__batch")


class Clawback(models.Model):
    """What a mediator has to give back of a share (追回), and how much of it was settled."""

    share = models.ForeignKey(SubsidyShare, models.PROTECT, related_name="clawbacks")
    reason = models.CharField("原因", max_length=13, choices=ClawbackReason.choices)
    note = models.CharField("说明", max_length=300)
    amount = models.DecimalField("追回金额（元）", max_digits=10, decimal_places=2)
    settled_amount = models.DecimalField("已结清（元）", max_digits=10, decimal_places=2, default=0)
    ordered_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="决定人")
    ordered_at = models.DateTimeField("决定时间")
    version = models.PositiveIntegerField(default=1)

    objects = ClawbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补贴追回"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, settled_amount__gte=0, settled_amount__lte=models.F("amount")),
                name="clawback_settled_within_its_amount",
            )
        ]

    def __str__(self):
        return f"追回{self.share.account} {self.amount} 元"

    @property
    def area_id(self):
        return self.share.claim.case.area_id

    @property
    def outstanding_amount(self):
        return self.amount - self.settled_amount

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancellation")


class ClawbackSettlement(models.Model):
    """Money that came back: taken off a later payment, or repaid with a receipt."""

    clawback = models.ForeignKey(Clawback, models.PROTECT, related_name="settlements")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)
    payment = models.ForeignKey(SubsidyPayment, models.PROTECT, null=True, blank=True, related_name="settlements")
    repaid_on = models.DateField("退回日期", null=True, blank=True)
    receipt_no = models.CharField("收据号", max_length=60, blank=True)
    recorded_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "追回结清"
        ordering = ["clawback_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0)
                & (
                    models.Q(payment__isnull=False, repaid_on__isnull=True, receipt_no="")
                    | models.Q(payment__isnull=True, repaid_on__isnull=False) & ~models.Q(receipt_no="")
                ),
                name="clawback_deducted_or_repaid",
            )
        ]

    def __str__(self):
        return f"{self.amount}"


class ClawbackCancellationQuerySet(AreaScopedQuerySet):
    scope_field = "clawback__share__claim__case__area_id"
    view_verb = "subsidy.view"

    def owed(self):
        """Of clawbacks that were settled in part or whole before: that money is to be paid back, and is not yet."""
        return self.filter(restored_amount__gt=0, payment__isnull=True)

    def within(self, first: str, last: str):
        """Of cases of places from `first` to `last`, codes."""
        return self.filter(
            clawback__share__claim__case__area_id__gte=first, clawback__share__claim__case__area_id__lte=last
        )


class ClawbackCancellation(models.Model):
    """That a clawback was a mistake (撤销追回). What was ordered and settled stays as it was posted.

    `restored_amount` is what had been deducted or repaid by then; the next payment list adds it: `payment`.
    """

    clawback = models.OneToOneField(Clawback, models.PROTECT, related_name="cancellation")
    reason = models.CharField("撤销原因", max_length=300)
    restored_amount = models.DecimalField("应补发（元）", max_digits=10, decimal_places=2)
    payment = models.ForeignKey(SubsidyPayment, models.PROTECT, null=True, blank=True, related_name="restorations")
    cancelled_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="撤销人")
    cancelled_at = models.DateTimeField("撤销时间")

    objects = ClawbackCancellationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "撤销追回"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(restored_amount__gt=0) | models.Q(restored_amount=0, payment__isnull=True),
                name="clawback_cancelled_restores_what_was_settled",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="clawback_cancelled_with_a_reason"),
        ]

    def __str__(self):
        return f"撤销{self.clawback}"

    @property
    def area_id(self):
        return self.clawback.area_id
