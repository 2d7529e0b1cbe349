"""Clawbacks cancelled."""

from django.db import models

from governance.access.scope import AreaScopedQuerySet


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

    clawback = models.OneToOneField("cases.Clawback", models.PROTECT, related_name="cancellation")
    reason = models.CharField("撤销原因", max_length=300)
    restored_amount = models.DecimalField("应补发（元）", max_digits=10, decimal_places=2)
    payment = models.ForeignKey(
        "cases.SubsidyPayment", models.PROTECT, null=True, blank=True, related_name="restorations"
    )
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
