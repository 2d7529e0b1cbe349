"""Applications to the court, and what it answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.confirmation.courts import GROUNDS
from cases.docket.states import Confirmation
from cases.mediation.reading import OfFileQuerySet
from governance.files.models import StoredFile

OTHER = "other"


class Outcome(models.TextChoices):
    CONFIRMED = Confirmation.CONFIRMED.value, "裁定确认有效"
    DISMISSED = Confirmation.DISMISSED.value, "裁定驳回申请"
    NOT_ACCEPTED = Confirmation.NOT_ACCEPTED.value, "法院不予受理"
    WITHDRAWN = Confirmation.WITHDRAWN.value, "当事人撤回"


class ApplicationQuerySet(OfFileQuerySet):
    def going_on(self):
        return self.filter(outcome="")


class ConfirmationApplication(models.Model):
    """A joint application for judicial confirmation (司法确认申请): all parties, one court, and its answer.

    `checked` are the codes of the list that was gone through; `accepted_on` and `decided_on` are the court's dates,
    recorded and never judged.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="confirmations")
    agreement = models.ForeignKey("cases.Agreement", models.PROTECT, related_name="confirmations")
    court = models.CharField("人民法院", max_length=60)
    ground = models.CharField("管辖依据", max_length=10, choices=[*GROUNDS.items(), (OTHER, "其他")])
    applicants = models.CharField("共同申请人", max_length=500)
    applied_on = models.DateField("申请日期")
    checked = ArrayField(models.CharField(max_length=12), default=list, verbose_name="已核对")
    accepted_on = models.DateField("法院受理日期", null=True, blank=True)
    docket = models.CharField("法院案号", max_length=60, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    decided_on = models.DateField("裁定或结束日期", null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法确认申请"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome=""), name="confirmation_is_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_on__isnull=True)
                | (~models.Q(outcome="") & models.Q(decided_on__isnull=False)),
                name="confirmation_decided_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_on__isnull=True) | models.Q(accepted_on__gte=models.F("applied_on")),
                name="confirmation_accepted_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(decided_on__gte=models.F("applied_on")),
                name="confirmation_decided_after_it_was_asked",
            ),
        ]

    def __str__(self):
        return f"向{self.court}申请司法确认（{self.applied_on}）"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case_id]) + "#confirmation"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_going_on(self) -> bool:
        return not self.outcome

    @property
    def files(self):
        return StoredFile.objects.kept().about(self).order_by("id")
