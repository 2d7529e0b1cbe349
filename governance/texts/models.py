"""What a letter or a reminder says at a place from a day on."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes


class TextVersionQuerySet(AreaScopedQuerySet):
    view_verb = "text.view"

    def visible_to(self, actor, verb=None):
        """Versions of the actor's places, and, to read, those above them: they hold there by inheritance."""
        scope = actor.scope(verb or self.view_verb)
        reached = scope.condition("area_id")
        if verb in (None, self.view_verb):
            above = {code for place in scope.places for code in codes.ancestors(place)}
            reached |= models.Q(area_id__in=above)
        return self.filter(reached)

    def of(self, key, area_code):
        return self.filter(key=key, area_id=area_code)

    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def held(self):
        """Versions that held for at least a day, or will."""
        return self.exclude(ends_on=models.F("starts_on"))

    def for_list(self):
        return self.select_related("area", "set_by", "withdrawn_by").order_by("-starts_on", "-id")


class TextVersion(models.Model):
    """The wording of a text at a place and below (用语版本), for what begins from `starts_on` to before `ends_on`.

    What began while it held keeps it: a case that was filed then, a reminder that was raised then. Withdrawn, it ends
    for what begins later; withdrawn before its first day (`ends_on` is `starts_on`) it never held.
    """

    key = models.CharField("用语", max_length=60)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="适用区域")
    starts_on = models.DateField("启用日")
    ends_on = models.DateField("停用日", null=True, blank=True)
    words = models.TextField("内容", max_length=4000)
    reason = models.CharField("修改理由", max_length=300)
    set_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    set_at = models.DateTimeField("登记时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用语版本"
        indexes = [models.Index(fields=["key", "area", "starts_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "area", "starts_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="text_version_is_one_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, ends_on__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, ends_on__isnull=False),
                name="text_version_ends_by_withdrawal",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="text_version_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.starts_on}"

    def get_absolute_url(self):
        return reverse("texts:text", args=[self.key])

    @property
    def state(self) -> str:
        if self.withdrawn_at:
            return "已撤回"
        return "有效" if self.starts_on <= timezone.localdate() else "待启用"

    @property
    def tone(self) -> str:
        return {"有效": "good", "待启用": "info"}.get(self.state, "")

    def holds_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
