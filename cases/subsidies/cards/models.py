"""Where a mediator's subsidies are paid to (收款账户)."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.subsidies.cards.numbers import mask_card
from governance.access.scope import AreaScopedQuerySet
from governance.sealing.blind_index import all_digests
from governance.sealing.fields import BlindIndexField, SealedField

CARD_INDEX = "bank_card"


class BankCardQuerySet(AreaScopedQuerySet):
    scope_field = "mediator__area_id"
    view_verb = "subsidy.view"

    def visible_to(self, actor, verb: str | None = None):
        """Of the mediators of the actor's places, and one's own."""
        reached = actor.scope(verb or self.view_verb).condition(self.scope_field)
        if verb or actor._meta.model_name != "account":
            return self.filter(reached)
        return self.filter(reached | models.Q(mediator__account=actor))

    def current(self):
        return self.filter(ended_at__isnull=True)

    def numbered(self, number: str):
        return self.filter(digest__in=all_digests(number, purpose=CARD_INDEX))


class BankCard(models.Model):
    """A bank account in a mediator's own name; the one before ends when another is registered, and stays in lists paid.

    `number` is sealed; pages, exports and the trail show `masked`.
    """

    mediator = models.ForeignKey("cases.MediatorProfile", models.PROTECT, related_name="bank_cards")
    holder = models.CharField("户名", max_length=20)
    bank = models.CharField("开户银行", max_length=60)
    number = SealedField("账号", purpose="bank_card.number")
    digest = BlindIndexField(reads="index_text", purpose=CARD_INDEX)
    registered_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    registered_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = BankCardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收款账户"
        ordering = ["mediator_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediator"], condition=models.Q(ended_at__isnull=True), name="bank_card_is_one_of_a_mediator"
            )
        ]

    def __str__(self):
        return f"{self.bank} {self.masked}"

    def get_absolute_url(self):
        return reverse("cases:mediator", args=[self.mediator.account_id])

    @property
    def area_id(self):
        return self.mediator.area_id

    @property
    def index_text(self) -> str:
        return self.number.open()

    @property
    def masked(self) -> str:
        return mask_card(self.number.open())

    @property
    def mask_id(self) -> str:
        return f"card-{self.pk}"
