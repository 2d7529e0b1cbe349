"""What parties were told, and how: their rights, a session, the ways that stay open."""

from django.db import models
from django.db.models.functions import Now

from cases.docket.codes import Channel
from cases.docket.models import OfCaseQuerySet


class Told(models.TextChoices):
    RIGHTS = "rights", "权利义务告知"
    SESSION = "session", "调解通知"
    REMEDIES = "remedies", "救济途径告知"


class Remedy(models.TextChoices):
    """Where a party may turn when mediation fails (人民调解法 第二十六条)."""

    ARBITRATION = "arbitration", "仲裁"
    ADMINISTRATIVE = "administrative", "行政处理"
    COURT = "court", "向人民法院起诉"
    LABOUR = "labour", "劳动人事争议仲裁"
    NOTARY = "notary", "公证"
    PAYMENT_ORDER = "payment_order", "申请支付令"


class GivenNotice(models.Model):
    """One party was told something: what, when, how, and who took it (a guardian for a minor)."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="given_notices")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="given_notices")
    session = models.ForeignKey(
        "cases.MediationSession", models.PROTECT, null=True, blank=True, related_name="given_notices"
    )
    what = models.CharField("告知事项", max_length=8, choices=Told.choices)
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    taken_by = models.CharField("接收人", max_length=100)
    content = models.CharField("内容", max_length=500, blank=True)
    told_at = models.DateTimeField("告知时间")
    account = models.ForeignKey("governance.Account", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "告知记录"
        ordering = ["case_id", "told_at", "id"]

    def __str__(self):
        return f"{self.get_what_display()}：{self.taken_by}"

    @property
    def area_id(self):
        return self.case.area_id
