"""The acts by which places begin, divide, join, are renamed and end."""

from django.db import models
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet


class ChangeKind(models.TextChoices):
    SET_UP = "set_up", "设立"
    SPLIT = "split", "拆分"
    MERGE = "merge", "合并"
    CONVERT = "convert", "改制（换代码）"
    BOUNDARY = "boundary", "边界调整"
    RENAME = "rename", "更名"
    REVOKE = "revoke", "撤销"


class AreaChangeQuerySet(AreaScopedQuerySet):
    def visible_to(self, actor, verb=None):
        """Acts of the actor's districts, and those that touch or were proposed by one of the actor's places."""
        scope = actor.scope(verb or self.view_verb)
        own = scope.condition("area_id") | scope.condition("proposer_id")
        items = AreaChangeItem.objects.filter(scope.condition("from_area_id") | scope.condition("to_code"))
        return self.filter(own | models.Exists(items.filter(change=models.OuterRef("pk"))))

    def standing(self):
        """Acts that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def coming(self, today):
        """Standing acts that have not taken effect."""
        return self.standing().filter(effective_on__gt=today)

    def touching(self, code):
        """Acts with `code` on either side."""
        items = AreaChangeItem.objects.filter(models.Q(from_area=code) | models.Q(to_area=code))
        return self.filter(models.Exists(items.filter(change=models.OuterRef("pk"))))

    def for_list(self):
        return self.select_related("area", "proposer", "registered_by", "withdrawn_by", "attachment").prefetch_related(
            models.Prefetch("items", AreaChangeItem.objects.select_related("from_area", "to_area"))
        )


class AreaChange(models.Model):
    """One act (变更): proposed by a street, approved by the district `area` with `document_no`.

    It takes effect on `effective_on`, and until then may be withdrawn; afterwards only a new act changes anything.
    """

    kind = models.CharField("变更类型", max_length=10, choices=ChangeKind)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="批准机关所在区域")
    proposer = models.ForeignKey(
        "governance.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出的街道（镇）"
    )
    document_no = models.CharField("批准文号", max_length=100)
    approved_on = models.DateField("批准日期")
    effective_on = models.DateField("生效日期")
    reason = models.CharField("说明", max_length=500, blank=True)
    attachment = models.ForeignKey(
        "governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准文件"
    )
    registered_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AreaChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区域变更"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effective_on__gte=models.F("approved_on")), name="area_change_approved_before"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="area_change_withdrawn_by_someone",
            ),
            models.UniqueConstraint(
                fields=["area", "document_no"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="area_change_document_is_one",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.document_no}）"

    def get_absolute_url(self):
        return reverse("changes:change", args=[self.pk])

    def is_effective_on(self, day):
        return self.withdrawn_at is None and self.effective_on <= day


class AreaChangeItem(models.Model):
    """What goes where in an act: `share` percent of `from_area` (all its shares make 100) becomes part of `to_area`.

    Without `from_area` the place is new from nothing; without `to_area` it ends without a successor. `name` is the
    name that `to_area` bears from the effective day on; with the names of places at registration, so that it can be
    read after a withdrawal took a planned place away.
    """

    change = models.ForeignKey(AreaChange, models.PROTECT, related_name="items")
    from_area = models.ForeignKey("governance.Area", models.PROTECT, null=True, blank=True, related_name="+")
    to_area = models.ForeignKey("governance.Area", models.PROTECT, null=True, blank=True, related_name="+")
    to_code = models.CharField("去向代码", max_length=12, blank=True)
    name = models.CharField("名称", max_length=100, blank=True)
    makes_new = models.BooleanField("新设", default=False)
    share = models.DecimalField("占比（%）", max_digits=5, decimal_places=2, null=True, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "变更明细"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_area__isnull=False) | ~models.Q(to_code=""), name="area_change_item_has_a_side"
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gt=0, share__lte=100),
                name="area_change_share_is_a_percentage",
            ),
        ]

    def __str__(self):
        return f"{self.from_area_id or '—'} → {self.to_code or '—'}"
