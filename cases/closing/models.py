"""The end of a case: the closing report and who approved it; a case that is taken up again (结案、恢复调解)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from cases.docket.codes import Channel
from cases.mediation.reading import OfFileQuerySet


class ReportState(models.TextChoices):
    PROPOSED = "proposed", "待审批"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    REOPENED = "reopened", "已恢复调解"


class OpenRoute(models.TextChoices):
    """What becomes of an agreement that is not performed in full when its case is closed (domain/mediation.md T20)."""

    CONFIRMED = "confirmed", "已经司法确认，可申请强制执行"
    SUED = "sued", "当事人已起诉或者申请支付令"
    ENFORCED = "enforced", "已申请强制执行"
    TOLD = "told", "已督促并告知可以起诉"
    LATER = "later", "尚在履行期内，由调委会继续跟进"


class ClosingReportQuerySet(OfFileQuerySet):
    def proposed(self):
        return self.filter(state=ReportState.PROPOSED)

    def approved(self):
        return self.filter(state=ReportState.APPROVED)

    def for_page(self):
        return self.select_related("proposed_by", "decided_by").order_by("-id")


class ClosingReport(models.Model):
    """结案报告 (F17): what came of the case, put forward by its host, approved by the director.

    `open_route` is for an agreement that is not performed in full: why the case may be closed all the same.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="closing_reports")
    brief = models.TextField("调解经过和结果", max_length=2000)
    opinion = models.CharField("结案意见", max_length=500)
    open_route = models.CharField("未履行完毕的后续途径", max_length=9, choices=OpenRoute.choices, blank=True)
    open_note = models.CharField("未履行完毕的说明", max_length=300, blank=True)
    state = models.CharField("状态", max_length=8, choices=ReportState.choices, default=ReportState.PROPOSED)
    proposed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="报告人")
    proposed_at = models.DateTimeField("报告时间")
    decided_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ClosingReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结案报告"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=("proposed", "approved")),
                name="closing_report_standing_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="proposed") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="closing_report_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(decision=""),
                name="closing_report_returned_with_reason",
            ),
        ]

    def __str__(self):
        return f"结案报告 {self.proposed_at:%Y-%m-%d}"

    @property
    def area_id(self):
        return self.case.area_id


class ReopenGround(models.TextChoices):
    NOT_PERFORMED = "not_performed", "协议未履行"
    UNFIT = "unfit", "协议不适当"


class Reopening(models.Model):
    """A closed case taken up again (恢复调解, T23): why, and that every party agreed to it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="reopenings")
    report = models.OneToOneField(ClosingReport, models.PROTECT, related_name="reopening")
    ground = models.CharField("原因", max_length=13, choices=ReopenGround.choices)
    reason = models.CharField("说明", max_length=500)
    consented = ArrayField(models.CharField(max_length=100), verbose_name="同意的当事人")
    channel = models.CharField("表示方式", max_length=8, choices=Channel.choices)
    reopened_at = models.DateTimeField("恢复时间")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="决定人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OfFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "恢复调解"
        ordering = ["case_id", "id"]

    def __str__(self):
        return f"{self.get_ground_display()} {self.reopened_at:%Y-%m-%d}"

    @property
    def area_id(self):
        return self.case.area_id
