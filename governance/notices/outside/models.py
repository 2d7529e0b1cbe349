"""Where an account wants to be told outside the portal, and what has been told there."""

from django.db import models
from django.db.models.functions import Now

from governance.identifiers.masks import mask_phone
from governance.sealing.fields import SealedField

MOST_ATTEMPTS = 6  # over some seven hours (sending.BACKOFF); then the message is given up


class Frequency(models.TextChoices):
    SINGLE = "single", "随到随发"
    DIGEST = "digest", "每天早上汇总一条"


class AddressQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.none() if actor._meta.model_name == "apiclient" else self.filter(account=actor.pk)

    def in_use(self, channels):
        return self.filter(channel__in=channels, is_on=True, account__is_active=True)

    def with_due(self, now):
        """Addresses for which a message waits."""
        due = Delivery.objects.due(now).filter(address=models.OuterRef("pk"))
        return self.filter(models.Exists(due))


class Address(models.Model):
    """An account's address on one channel (`settings.NOTICE_CHANNELS`)."""

    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="addresses", verbose_name="账号")
    channel = models.CharField("渠道", max_length=20)
    address = SealedField("地址", purpose="notice_address.address")
    frequency = models.CharField("方式", max_length=10, choices=Frequency.choices, default=Frequency.SINGLE)
    is_on = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField(default=1)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站外提醒地址"
        constraints = [models.UniqueConstraint(fields=["account", "channel"], name="address_is_one_a_channel")]

    def __str__(self):
        return f"{self.channel} {self.masked}"

    @property
    def masked(self):
        text = self.address.open()
        name, at, host = text.partition("@")
        return f"{name[:1]}****@{host}" if at else mask_phone(text)


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    GIVEN_UP = "given_up", "发送失败"
    DROPPED = "dropped", "不再需要"


class DeliveryQuerySet(models.QuerySet):
    def due(self, now=None):
        return self.filter(state=DeliveryState.WAITING, send_at__lte=now or Now())


class Delivery(models.Model):
    """One notice to be told at one address. `send_at` is the next moment to try: quiet hours, digest, a lease of the
    sender, or the wait after a failure."""

    notice = models.ForeignKey("governance.Notice", models.CASCADE, related_name="deliveries")
    address = models.ForeignKey(Address, models.CASCADE, related_name="deliveries", db_index=False)
    state = models.CharField("状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    holds = models.BooleanField("静默时段不发送", default=True)
    send_at = models.DateTimeField("发送时间")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    tried_at = models.DateTimeField("最近尝试", null=True)
    sent_at = models.DateTimeField("送达时间", null=True)
    problem = models.CharField("失败原因", max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站外发送"
        constraints = [
            models.UniqueConstraint(fields=["notice", "address"], name="delivery_is_one_an_address"),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~models.Q(state=DeliveryState.SENT) & models.Q(sent_at__isnull=True)),
                name="delivery_is_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["address", "send_at"],
                name="delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            )
        ]

    def __str__(self):
        return f"{self.notice_id} → {self.address_id}：{self.get_state_display()}"
