"""Who works here (accounts, API clients) and what their postings let them do."""

from datetime import timedelta
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from governance.access.roles import ROLES
from governance.access.scope import AreaScopedQuerySet, Scope


class Actor:
    """What an account and an API client have in common: postings, and so a scope for every verb."""

    @cached_property
    def postings_today(self):
        """Chosen here among all that they ever held, which are few and asked for by a key."""
        today, held = timezone.localdate(), self.postings.select_related("area").order_by("starts_on", "id")
        return [posting for posting in held if posting.is_active_on(today)]

    def forget_postings(self):
        """Ask the database again: postings just changed."""
        self.__dict__.pop("postings_today", None)

    def scope(self, verb: str) -> Scope:
        """The places where this actor holds `verb` today."""
        return Scope.of(posting.area_id for posting in self.postings_today if verb in self.verbs_of(posting))

    def holds(self, verb: str, area_code: str) -> bool:
        return self.scope(verb).covers(area_code)

    def holds_here(self, verb: str, area_code: str) -> bool:
        """Whether a posting at this very place holds `verb`: what a body does itself is not done from above it."""
        return any(posting.area_id == area_code and verb in self.verbs_of(posting) for posting in self.postings_today)

    def verbs_of(self, posting) -> frozenset[str]:
        return ROLES[posting.role].verbs

    def posting_for(self, verb: str, area_code: str):
        """The posting by which this actor does `verb` at a place, for the trail; None when there is none."""
        covering = (p for p in self.postings_covering(area_code) if verb in self.verbs_of(p))
        return next(covering, None)

    def postings_covering(self, area_code: str):
        """Today's postings whose place is, or contains, a place."""
        return [p for p in self.postings_today if Scope((p.area_id,)).covers(area_code)]


class AccountQuerySet(models.QuerySet):
    view_verb = "account.view"

    def visible_to(self, actor, verb: str | None = None):
        """Accounts with a posting, past or present, in `actor`'s scope, and the actor's own.

        An account that never had a posting belongs to the place it was opened for (`opened_in`), until the first one.
        """
        scope = actor.scope(verb or self.view_verb)
        postings = Posting.objects.filter(account=models.OuterRef("pk"))
        reached = models.Exists(postings.filter(scope.condition("area_id")))
        awaiting = scope.condition("opened_in_id") & ~models.Exists(postings)
        return self.filter(reached | awaiting | models.Q(pk=actor.pk if isinstance(actor, Account) else None))

    def for_list(self):
        """All that a list of accounts reads, in two queries."""
        current = Posting.objects.not_ended().select_related("area")
        return self.select_related("opened_in").prefetch_related(
            models.Prefetch("postings", queryset=current, to_attr="current_postings")
        )

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]  # made at run time
    pass


class Account(Actor, AbstractBaseUser):
    """A person's way in (账号). What it may do comes from its postings alone."""

    username = models.CharField("用户名", max_length=50, unique=True)
    name = models.CharField("姓名", max_length=50)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须修改密码", default=False)
    opened_in = models.ForeignKey(
        "governance.Area", models.PROTECT, null=True, related_name="+", verbose_name="开通区域"
    )
    opened_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="开通人")
    created_at = models.DateTimeField("开通时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounts:account", args=[self.pk])

    @property
    def needs_second_factor(self):
        return any(ROLES[posting.role].needs_second_factor for posting in self.postings_today)


class ApiClientQuerySet(AreaScopedQuerySet):
    view_verb = "client.view"

    def keepable_by(self, actor, at):
        """Those that may still call and that `actor` may manage."""
        return self.visible_to(actor, "client.manage").filter(revoked_at__isnull=True, expires_at__gt=at)


class ApiClient(Actor, models.Model):
    """A machine that pulls or writes through the API (接口客户端). Its secret is stored as a digest.

    `verbs` narrows what its postings' role allows; `networks` narrows where it may call from;
    `area` is the district that answers for it.
    """

    name = models.CharField("名称", max_length=100)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="所属区域")
    key_id = models.CharField("密钥编号", max_length=24, unique=True)
    secret_digest = models.CharField(max_length=128)
    previous_digest = models.CharField(max_length=128, blank=True)
    previous_until = models.DateTimeField("旧密钥有效至", null=True, blank=True)
    verbs = ArrayField(models.CharField(max_length=40), verbose_name="允许的操作")
    networks = ArrayField(models.CharField(max_length=50), verbose_name="允许的网段", default=list, blank=True)
    rate_per_minute = models.PositiveIntegerField("每分钟请求上限", default=300)
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    last_used_from = models.GenericIPAddressField("最近来源", null=True, blank=True)
    created_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="创建人")
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ApiClientQuerySet.as_manager()

    is_authenticated = True
    is_anonymous = False

    class Meta:
        verbose_name = verbose_name_plural = "接口客户端"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("clients:client", args=[self.pk])

    def verbs_of(self, posting):
        return ROLES[posting.role].verbs & frozenset(self.verbs)

    def is_usable(self, at):
        return self.revoked_at is None and at < self.expires_at


def state_of(starts_on, ends_on) -> str:
    """`coming`, `active` or `ended`, today."""
    today = timezone.localdate()
    if starts_on > today:
        return "coming"
    return "active" if ends_on is None or today < ends_on else "ended"


class DateRange(models.Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class PostingQuerySet(AreaScopedQuerySet):
    view_verb = "posting.view"

    def visible_to(self, actor, verb: str | None = None):
        """Postings of people, and of API clients where the actor sees those too; a client sees its own."""
        machines = actor.scope(ApiClient.objects.all().view_verb).condition(self.scope_field)
        own = models.Q(client=actor.pk if isinstance(actor, ApiClient) else None, client__isnull=False)
        return super().visible_to(actor, verb).filter(models.Q(client__isnull=True) | machines | own)

    def active(self, on=None):
        """Postings in force on `on`, a date (today if None)."""
        day = on or timezone.localdate()
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day), starts_on__lte=day)

    def not_ended(self, on=None):
        """Postings in force or still to come."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on or timezone.localdate()))

    def ending_by(self, last, on=None):
        """Postings in force that end on or before `last`."""
        return self.active(on).filter(ends_on__lte=last)

    def for_list(self):
        return self.select_related("area", "account", "client", "granted_by")


class Posting(models.Model):
    """A role held at a place for a time (任职): the only source of what an actor may see and do.

    `starts_on` is the first day; `ends_on` is the first day on which it no longer holds (None: no end known).
    """

    account = models.ForeignKey("governance.Account", models.PROTECT, null=True, blank=True, related_name="postings")
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, blank=True, related_name="postings")
    role = models.CharField("角色", max_length=40, choices=[(role.code, role.label) for role in ROLES.values()])
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="postings", verbose_name="区域")
    starts_on = models.DateField("开始日")
    ends_on = models.DateField("终止日（当日起失效）", null=True, blank=True)
    reason = models.CharField("授予依据", max_length=200, blank=True)
    granted_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="授予人"
    )
    granted_at = models.DateTimeField("授予时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["area_id", "role", "id"]
        indexes = [
            models.Index(fields=["ends_on"], name="posting_ends", condition=models.Q(ends_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, client__isnull=True)
                | models.Q(account__isnull=True, client__isnull=False),
                name="posting_has_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="posting_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="posting_never_overlaps_itself",
                expressions=[
                    (models.Func(models.F("account"), -1, function="COALESCE"), RangeOperators.EQUAL),
                    (models.Func(models.F("client"), -1, function="COALESCE"), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.holder}：{self.area.name}{self.get_role_display()}"

    def get_absolute_url(self):
        return reverse("postings:posting", args=[self.pk])

    @property
    def holder(self):
        return self.account or self.client

    @property
    def last_day(self):
        """The last day on which it holds; None when no end is known."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    @property
    def state(self):
        return state_of(self.starts_on, self.ends_on)

    def is_active_on(self, day):
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
