"""Links for parties, and what was said by them."""

import hashlib
import secrets

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from cases.mediation.reading import OfFileQuerySet

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What is kept of a token. It is random and long, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


class PartyLinkQuerySet(OfFileQuerySet):
    def standing(self, now=None):
        """Neither expired nor revoked."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now or timezone.now())

    def of_token(self, token: str):
        return self.filter(digest=token_digest(token))


class PartyLink(models.Model):
    """A link by which one party, without an account, says what was performed. The token itself is not kept."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="party_links")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="制作人")
    made_at = models.DateTimeField("制作时间", db_default=Now(), editable=False)
    expires_at = models.DateTimeField("有效期至")
    opened_at = models.DateTimeField("最近打开时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = PartyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当事人反馈链接"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(revoked_at__isnull=True), name="party_has_one_link"
            )
        ]

    def __str__(self):
        return f"{self.party}的反馈链接"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Says(models.TextChoices):
    DONE = "done", "已经履行"
    PART = "part", "履行了一部分"
    NONE = "none", "没有履行"


class PartyStatementQuerySet(OfFileQuerySet):
    def unsettled(self):
        """Nobody of the committee has dealt with it yet."""
        return self.filter(settled_at__isnull=True)


class PartyStatement(models.Model):
    """What a party said of one obligation by its link; the newest of each party counts.

    `settled_at`: the committee recorded performance, urged, or looked into it since.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="party_statements")
    link = models.ForeignKey(PartyLink, models.PROTECT, related_name="statements")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    obligation = models.ForeignKey("cases.Obligation", models.PROTECT, related_name="statements")
    says = models.CharField("说法", max_length=4, choices=Says.choices)
    done_on = models.DateField("履行日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    said_at = models.DateTimeField("反馈时间", db_default=Now(), editable=False)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = PartyStatementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当事人反馈"
        ordering = ["case_id", "id"]
        indexes = [
            models.Index(fields=["case"], name="statement_unsettled", condition=models.Q(settled_at__isnull=True))
        ]

    def __str__(self):
        return f"{self.party}：{self.get_says_display()}"

    @property
    def area_id(self):
        return self.case.area_id
