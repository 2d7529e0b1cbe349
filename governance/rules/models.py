"""What a rule says at a place from a date on."""

from django.db import models
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes
from governance.rules.definitions import RULES


class RuleValueQuerySet(AreaScopedQuerySet):
    view_verb = "rule.view"

    def visible_to(self, actor, verb=None):
        """Values set inside the actor's places, and, to read, those above them: they hold there by inheritance."""
        scope = actor.scope(verb or self.view_verb)
        reached = scope.condition("area_id")
        if verb in (None, self.view_verb):
            above = {code for place in scope.places for code in codes.ancestors(place)}
            reached |= models.Q(area_id__in=above)
        return self.filter(reached)

    def standing(self):
        """Values that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def of(self, key, area_code):
        return self.filter(key=key, area_id=area_code)

    def begun(self, key, on):
        """Standing values of `key` that had begun on `on`, the oldest first."""
        return self.standing().filter(key=key, starts_on__lte=on).order_by("starts_on", "id")

    def for_list(self):
        return self.select_related("area", "set_by", "withdrawn_by").order_by("-starts_on", "-id")


class RuleValue(models.Model):
    """A value set at a place (规则取值): from `starts_on` until the next at the same place, for all places below.

    `inherits` ends the place's own value: from then on what is above holds again.
    """

    key = models.CharField("规则", max_length=60)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="适用区域")
    starts_on = models.DateField("生效日")
    value = models.JSONField("取值", null=True, blank=True)
    inherits = models.BooleanField("恢复沿用上级", default=False)
    document_no = models.CharField("文号", max_length=100, blank=True)
    reason = models.CharField("理由", max_length=300)
    set_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    set_at = models.DateTimeField("登记时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RuleValueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则取值"
        indexes = [models.Index(fields=["key", "area", "starts_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "area", "starts_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="rule_value_is_one_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(inherits=True, value__isnull=True) | models.Q(inherits=False, value__isnull=False),
                name="rule_value_says_or_inherits",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="rule_value_withdrawn_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.rule.label}：{self.shown}"

    def get_absolute_url(self):
        return reverse("rules:rule", args=[self.key])

    @property
    def rule(self):
        return RULES[self.key]

    @property
    def typed(self):
        return self.rule.clean(self.value)

    @property
    def shown(self):
        return "沿用上级" if self.inherits else self.rule.shown(self.typed)
