"""The trail (操作留痕): what was done, by whom, in which posting. Rows are only ever added."""

from functools import cache

from django.apps import apps
from django.db import models

from governance.access.scope import AreaScopedQuerySet
from governance.audit import guards
from governance.audit.verbs import label


@cache
def subject_model(subject_type: str):
    """The model of the subjects that the trail calls `subject_type`, of whatever wing; None when there is none now."""
    return {model._meta.model_name: model for model in apps.get_models()}.get(subject_type)


class TrailQuerySet(AreaScopedQuerySet):
    view_verb = "trail.view"

    def about(self, subject):
        return self.filter(subject_type=subject._meta.model_name, subject_id=str(subject.pk))

    def behind(self, head):
        """Entries behind the head of the chain: the transactions that were not over when it was sealed."""
        later = models.Q(transaction__gt=head.transaction)
        same = models.Q(transaction=head.transaction, id__gt=head.entry_id)
        return self.filter(later | same)

    def erasure_of(self, entry_id):
        """The entry that records the erasing of another entry's texts."""
        return self.filter(verb="trail.erased", subject_type="trailentry", subject_id=str(entry_id))

    def for_list(self):
        return self.select_related("account", "client", "area", "posting__area", "detail").order_by("-id")


class TrailEntry(models.Model):
    """One act. `happened_at` is when it took place, `recorded_at` when it was written; texts are in the detail.

    `recorded_at` and `transaction` are set by the database. Transactions commit in another order than they begin:
    an entry is sealed once no older transaction is under way.

    `details_digest` covers the detail, so that personal texts can be erased later and the chain still holds.
    """

    recorded_at = models.DateTimeField("记录时间", db_index=True)
    transaction = models.BigIntegerField(default=0)
    happened_at = models.DateTimeField("发生时间")
    verb = models.CharField("操作", max_length=60)
    subject_type = models.CharField("对象类型", max_length=60)
    subject_id = models.CharField("对象编号", max_length=60)
    area = models.ForeignKey("governance.Area", models.PROTECT, db_index=False, related_name="+", verbose_name="区域")
    account = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="操作人"
    )
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, related_name="+")
    posting = models.ForeignKey("governance.Posting", models.PROTECT, null=True, related_name="+", verbose_name="任职")
    origin = models.GenericIPAddressField("来源地址", null=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    details_digest = models.CharField(max_length=64)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作留痕"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"]),
            models.Index(fields=["area", "id"]),
            models.Index(fields=["account", "id"]),
            models.Index(fields=["verb", "id"]),
            models.Index(fields=["transaction", "id"]),
        ]
        triggers = [
            guards.STAMP,
            guards.refuse_change("trail_entry_never_changes"),
            guards.refuse_truncate("trail_entry_is_not_emptied"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_type}:{self.subject_id}"

    @property
    def actor_name(self):
        """Who did it; the portal itself when nobody is named."""
        return self.account.name if self.account else self.client.name if self.client else "系统"

    @property
    def verb_label(self):
        return label(self.verb)

    @property
    def subject_label(self):
        """The kind of subject by its Chinese name."""
        model = subject_model(self.subject_type)
        return str(model._meta.verbose_name) if model else self.subject_type


class TrailDetail(models.Model):
    """The texts of an act: changes, reason. Erasable by its own action; the entry keeps its digest."""

    entry = models.OneToOneField(TrailEntry, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    body = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = "留痕详情"
        triggers = [
            guards.DETAIL_NEVER_CHANGES,
            guards.DETAIL_GOES_BY_ERASURE,
            guards.refuse_truncate("trail_detail_is_not_emptied"),
        ]

    def __str__(self):
        return f"{self.entry_id}"


class TrailSeal(models.Model):
    """One link of the chain: `digest` is HMAC-SM3 over the link before it, its entry and what stands here.

    Links follow the order in which transactions were over. `horizon`: all transactions from here on began after
    `sealed_at`; an entry of one of them that says it was recorded earlier is a forgery.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)  # no foreign key: a missing entry is what the verifier looks for
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    horizon = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "留痕封印"
        triggers = [
            guards.refuse_change("trail_seal_never_changes"),
            guards.refuse_truncate("trail_seal_is_not_emptied"),
        ]

    def __str__(self):
        return f"{self.position}:{self.digest}"


class TrailHead(models.Model):
    """Where the chain ends now: one row. Entries up to (`transaction`, `entry_id`) are sealed.

    `shift` is added to the transaction numbers of this cluster, so that they go on where a restored trail ended.
    """

    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
    transaction = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField(default=0)
    shift = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "留痕链末端"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="trail_has_one_head")]

    def __str__(self):
        return f"{self.position}:{self.digest}"
