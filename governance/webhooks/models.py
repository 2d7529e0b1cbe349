"""Where a client is told that something changed (推送地址), and what it is told (推送)."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from governance.access.scope import AreaScopedQuerySet
from governance.people.models import ApiClient
from governance.sealing.fields import SealedField

KEEP = "webhook.manage"


class Off(models.TextChoices):
    """Why nothing is sent to an endpoint."""

    BY_HAND = "by_hand", "已停用"
    FAILING = "failing", "连续送不到，已自动停用"


class KeptQuerySet(AreaScopedQuerySet):
    """People see what lies in their places; a client sees its own, wherever that is, and nothing else."""

    view_verb = "client.view"
    owner_field = "client"

    def visible_to(self, actor, verb: str | None = None):
        if not isinstance(actor, ApiClient):
            return super().visible_to(actor, verb)
        return self.filter(**{self.owner_field: actor.pk}) if actor.scope(verb or KEEP) else self.none()


class WebhookEndpointQuerySet(KeptQuerySet):
    scope_field = "client__area_id"

    def usable(self, at):
        """Of clients that may call, whether switched on or not."""
        return self.filter(client__revoked_at__isnull=True, client__expires_at__gt=at)

    def switched_on(self):
        return self.filter(off="")

    def for_list(self):
        return self.select_related("client__area", "created_by")


class WebhookEndpoint(models.Model):
    """An address of a client, and the kinds of changes of which it wants to be told there.

    `positions` says how far it has been told, as a cursor of the feed does; `looked` is the number of the feed up to
    which that was asked last. `failing_since`: the first failure after the last success.
    `created_by`: None where the client itself added it.
    """

    client = models.ForeignKey("governance.ApiClient", models.PROTECT, related_name="endpoints", verbose_name="客户端")
    url = models.CharField("地址", max_length=500)
    kinds = ArrayField(models.CharField(max_length=20), verbose_name="种类")
    off = models.CharField("停用原因", max_length=10, choices=Off.choices, blank=True)
    off_at = models.DateTimeField("停用时间", null=True, blank=True)
    secret = SealedField("签名密钥", purpose="webhook_endpoint.secret")
    previous_secret = SealedField("旧签名密钥", purpose="webhook_endpoint.previous_secret", null=True, blank=True)
    previous_until = models.DateTimeField("旧签名密钥有效至", null=True, blank=True)
    positions = models.JSONField("读到的位置", default=list)
    looked = models.BigIntegerField("查看到的序号", default=0)
    last_number = models.PositiveIntegerField("最后一次推送的序号", default=0)
    last_batch_at = models.DateTimeField("最近一批的时间", null=True)
    failing_since = models.DateTimeField("开始送不到的时间", null=True)
    created_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="创建人"
    )
    created_at = models.DateTimeField("创建时间", db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推送地址"
        constraints = [
            models.UniqueConstraint(fields=["client", "url"], name="webhook_endpoint_is_one_an_address"),
            models.CheckConstraint(
                condition=models.Q(off="", off_at__isnull=True) | (~models.Q(off="") & models.Q(off_at__isnull=False)),
                name="webhook_endpoint_is_off_since_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(previous_secret__isnull=True, previous_until__isnull=True)
                | models.Q(previous_secret__isnull=False, previous_until__isnull=False),
                name="webhook_previous_secret_has_an_end",
            ),
        ]

    def __str__(self):
        return self.url

    def get_absolute_url(self):
        return reverse("webhooks:endpoint", args=[self.pk])

    @property
    def area_id(self):
        return self.client.area_id

    @property
    def is_on(self) -> bool:
        return not self.off

    @property
    def standing(self) -> str:
        """As it is filtered for: on, retrying, off, gave_up, ended (its client may not call any more)."""
        if not self.client.is_usable(timezone.now()):
            return "ended"
        if self.off:
            return "gave_up" if self.off == Off.FAILING else "off"
        return "retrying" if self.failing_since else "on"

    @property
    def state(self) -> tuple[str, str]:
        """In words, with the tone in which they are shown."""
        if not self.client.is_usable(timezone.now()):
            return "客户端已失效", "bad"
        if self.off:
            return self.get_off_display(), "bad" if self.off == Off.FAILING else ""
        return ("送不到，正在重试", "warn") if self.failing_since else ("使用中", "good")

    def secrets_at(self, moment) -> list[str]:
        """With what a message of this moment is signed: the new secret, and the one before while it is still good."""
        is_overlapping = self.previous_until is not None and moment < self.previous_until
        stored = (self.secret, self.previous_secret if is_overlapping else None)
        return [each.open() for each in stored if each is not None]


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待送达"
    SENT = "sent", "已送达"
    FAILED = "failed", "未送达"
    DROPPED = "dropped", "不再需要"


class WebhookDeliveryQuerySet(KeptQuerySet):
    scope_field, owner_field = "endpoint__client__area_id", "endpoint__client"

    def untaken(self, now):
        """To be tried now, and no sender has it in hand."""
        free = models.Q(in_hand_until__isnull=True) | models.Q(in_hand_until__lte=now)
        return self.filter(free, state=DeliveryState.WAITING, due_at__lte=now)

    def due(self, now):
        """To be tried now at an endpoint that is on, or as a test of one that is off."""
        return self.untaken(now).filter(models.Q(endpoint__off="") | models.Q(is_test=True))

    def in_hand(self, now):
        return self.filter(state=DeliveryState.WAITING, in_hand_until__gt=now)

    def failed_since(self, moment):
        return self.filter(state=DeliveryState.FAILED, is_test=False, ended_at__gte=moment)

    def for_list(self):
        return self.select_related("endpoint__client__area")


class WebhookDelivery(models.Model):
    """One message for one endpoint: a batch of changes, or a test. The row is there before the message.

    `message` is its id, the same however often it is sent. `changes` are the first of the batch, `is_cut` says that
    there are more; `positions` are those before the batch, from where the receiver reads it. `in_hand_until`: a sender
    that has not come back by then is taken for dead.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, db_index=False, related_name="deliveries")
    number = models.PositiveIntegerField("序号")
    message = models.UUIDField("消息编号", default=uuid4, unique=True, editable=False)
    is_test = models.BooleanField("试送", default=False)
    changes = models.JSONField("变更", default=list)
    is_cut = models.BooleanField("还有更多", default=False)
    positions = models.JSONField("之前的位置", default=list)
    state = models.CharField("状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    made_at = models.DateTimeField("产生时间")
    due_at = models.DateTimeField("下次尝试")
    in_hand_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    tried_at = models.DateTimeField("最近尝试", null=True)
    answer_code = models.PositiveSmallIntegerField("答复代码", null=True)
    took_ms = models.PositiveIntegerField("用时（毫秒）", null=True)
    problem = models.CharField("未送达原因", max_length=200, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推送"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "number"], name="webhook_delivery_is_one_a_batch"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
                name="webhook_delivery_ends_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="webhook_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["endpoint", "ended_at"], name="webhook_failed", condition=models.Q(state="failed")),
            models.Index(fields=["made_at"], name="webhook_made"),
        ]

    def __str__(self):
        return f"第 {self.number} 次推送"

    def get_absolute_url(self):
        return reverse("webhooks:delivery", args=[self.pk])

    @property
    def area_id(self):
        return self.endpoint.client.area_id

    @property
    def version(self) -> int:
        """For its tag: nobody changes it but who sends it."""
        return self.attempts

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def message_id(self) -> str:
        return f"msg_{self.message.hex}"

    @property
    def tone(self) -> str:
        return {DeliveryState.SENT: "good", DeliveryState.FAILED: "bad"}.get(DeliveryState(self.state), "")

    @property
    def what(self) -> str:
        if self.is_test:
            return "试送"
        return f"{'超过 ' if self.is_cut else ''}{len(self.changes)} 条变更"

    @property
    def next_try(self):
        """When it is tried next; None when it is over."""
        return self.due_at if self.state == DeliveryState.WAITING else None

    @property
    def may_be_replayed(self) -> bool:
        return self.state == DeliveryState.FAILED and not self.is_test and self.endpoint.is_on
