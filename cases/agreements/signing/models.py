"""Signatures under agreements (签名、指印和印章). 人民调解法 第二十九条."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from cases.agreements.models import Agreement
from cases.mediation.reading import OfFileQuerySet


class SignerRole(models.TextChoices):
    PARTY = "party", "当事人"
    PARTY_SEAL = "party_seal", "单位印章"
    HOST = "host", "主持调解员"
    CO = "co", "协办调解员"
    RECORDER = "recorder", "记录人"
    COMMITTEE = "committee", "调委会印章"


class SigningMethod(models.TextChoices):
    HAND = "hand", "屏幕手写"
    FINGER = "finger", "按指印"
    SEAL = "seal", "盖章"
    SCAN = "scan", "扫描或拍照"
    PAPER = "paper", "纸质原件"


class SignatureQuerySet(OfFileQuerySet):
    scope_field = "agreement__case__area_id"
    to_case = "agreement__case"

    def standing(self):
        return self.filter(voided_at__isnull=True)


class Signature(models.Model):
    """One signature, finger-print or seal under an agreement. `slot` is the place it fills (`signers.Slot.key`).

    `name` is who signed, `capacity` as whom (本人, 监护人, 委托代理人). `text_digest` is that of the text as it was
    then. The picture is a stored file with its own digest; a signature on paper has none.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    slot = models.CharField("签署栏", max_length=30)
    role = models.CharField("身份", max_length=10, choices=SignerRole.choices)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    representation = models.ForeignKey("cases.Representation", models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey("governance.Account", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("签署人", max_length=100)
    capacity = models.CharField("以何身份", max_length=30, blank=True)
    method = models.CharField("方式", max_length=6, choices=SigningMethod.choices)
    signed_at = models.DateTimeField("签署时间")
    text_digest = models.CharField("所签文本摘要", max_length=64)
    file = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    witness = models.CharField("见证人", max_length=50, blank=True)
    recorded_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "签名"
        ordering = ["agreement_id", "signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "slot"],
                condition=models.Q(voided_at__isnull=True),
                name="signature_is_one_of_a_slot",
            ),
            models.CheckConstraint(
                condition=models.Q(method="paper") | models.Q(file__isnull=False), name="signature_with_its_picture"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="signature_is_not_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="signature_is_only_voided", exclude=["voided_at"]),
        ]

    def __str__(self):
        return f"{self.name} {self.get_method_display()}"

    @property
    def area_id(self):
        return self.agreement.case.area_id
