"""Tables that are due, their editions, and the figures of each edition."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes
from governance.metrics.periods import Period, parse
from governance.returns import guards
from governance.returns.declaring import TableKind, kind_choices, kind_of
from governance.returns.states import AT_FILER, HELD, UNFILED, State


class ReturnQuerySet(AreaScopedQuerySet):
    view_verb = "return.view"

    def unfiled(self):
        """Due, being drawn up, or returned."""
        return self.filter(state__in=UNFILED)

    def late(self, on=None):
        return self.unfiled().filter(due_on__lt=on or timezone.localdate())

    def of_units_below(self, filed: "Return"):
        """The same table of the places whose tables `filed` rests on."""
        return self.filter(upper=filed.area_id, kind=filed.kind, period=filed.period, basis=filed.basis).exclude(
            area=filed.area_id
        )

    def for_list(self):
        return self.select_related("area", "upper")


class Return(models.Model):
    """A table (报表) of a place and a period: `kind` names its declaration, `basis` what counts as of the period.

    `upper` is the place that reviews it, its own for the highest that files. `due_on` with `due_why` is the day on
    which it is due; none where somebody drew it up unasked.
    """

    kind = models.CharField("报表", max_length=40, choices=kind_choices)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="填报单位")
    upper = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="审核单位")
    period = models.CharField("期间", max_length=7)
    starts_on = models.DateField("期间首日")
    ends_on = models.DateField("期间末日")
    basis = models.CharField("统计口径", max_length=12)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.DUE)
    due_on = models.DateField("应报日期", null=True, blank=True)
    due_why = models.CharField("应报日期的由来", max_length=200, blank=True)
    first_submitted_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "统计报表"
        ordering = ["-starts_on", "area_id", "id"]
        indexes = [
            models.Index(fields=["area", "kind", "-starts_on"], name="return_of_a_place"),
            models.Index(fields=["upper", "kind", "period"], name="return_below_a_place"),
            models.Index(fields=["due_on"], name="return_unfiled", condition=Q(state__in=UNFILED)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "area", "period", "basis"], name="return_is_one_of_a_period"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="return_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state__in=UNFILED) | Q(first_submitted_at__isnull=False),
                name="return_beyond_its_filer_was_submitted",
            ),
        ]

    def __str__(self):
        return f"{self.area.name}{self.span.label}{self.declared.label}"

    def get_absolute_url(self):
        return reverse("returns:table", args=[self.pk])

    @property
    def declared(self) -> TableKind:
        return kind_of(self.kind)

    @cached_property
    def span(self) -> Period:
        return parse(self.period)

    @property
    def basis_label(self) -> str:
        return dict(self.declared.bases).get(self.basis, self.basis)

    @property
    def is_highest(self) -> bool:
        """Whether nobody above reviews it."""
        return self.upper_id == self.area_id

    @property
    def is_at_filer(self) -> bool:
        return self.state in AT_FILER

    @property
    def is_over(self) -> bool:
        """Whether its period has ended."""
        return self.ends_on < timezone.localdate()

    @property
    def is_late(self) -> bool:
        """Not submitted by its day, or submitted after it."""
        if self.due_on is None:
            return False
        if self.first_submitted_at is None:
            return self.due_on < timezone.localdate()
        return timezone.localdate(self.first_submitted_at) > self.due_on

    @property
    def has_units_below(self) -> bool:
        return codes.level(self.area_id) < codes.COMMITTEE


class EditionQuerySet(AreaScopedQuerySet):
    scope_field, view_verb = "filed__area_id", "return.view"

    def released(self):
        return self.filter(state=State.RELEASED)

    def held(self):
        """Accepted or released: what the table above reads."""
        return self.filter(state__in=HELD)

    def with_people(self):
        return self.select_related("filed__area", "drawn_by", "submitted_by", "reviewed_by", "released_by")


class ReturnEdition(models.Model):
    """One edition of a table (版次): the first, or a correction of what was released, with its `reason`.

    `moved` says what the last drawing changed. The `digest` is of all figures, set when they leave the filer.
    `missing`: the units on whose tables it does not rest, as they stood when it was released all the same, and why.
    """

    filed = models.ForeignKey(Return, models.PROTECT, related_name="editions", verbose_name="报表")
    number = models.PositiveSmallIntegerField("版次")
    reason = models.CharField("更正原因", max_length=300, blank=True)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.DRAFT)
    drawn_at = models.DateTimeField("取数时间")
    drawn_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="取数人")
    moved = models.JSONField("变动", default=list, blank=True)
    head = models.CharField("单位负责人", max_length=50, blank=True)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填表人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    released_at = models.DateTimeField("发布时间", null=True, blank=True)
    released_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人"
    )
    digest = models.CharField("摘要", max_length=64, blank=True)
    missing = models.JSONField("未报齐的单位", default=list, blank=True)
    missing_reason = models.CharField("未报齐而发布的原因", max_length=300, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报表版次"
        ordering = ["filed_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["filed", "number"], name="return_edition_number_is_one"),
            models.UniqueConstraint(
                fields=["filed"], condition=~Q(state="released"), name="return_has_one_edition_under_way"
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="return_correction_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("submitted", "accepted", "released"))
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(digest=""),
                name="return_edition_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "released"))
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(reviewed_by=models.F("submitted_by")),
                name="return_edition_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="released", released_at__isnull=False, released_by__isnull=False)
                | ~Q(state="released") & Q(released_at__isnull=True, released_by__isnull=True),
                name="return_edition_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(missing=[], missing_reason="") | Q(released_at__isnull=False) & ~Q(missing_reason=""),
                name="return_released_without_all_says_why",
            ),
        ]
        triggers = [guards.EDITION_STAYS, guards.not_emptied("returns_are_not_emptied")]

    def __str__(self):
        return f"{self.filed} 第{self.number}版"

    @property
    def is_at_filer(self) -> bool:
        return self.state in AT_FILER

    @property
    def is_released(self) -> bool:
        return self.state == State.RELEASED

    @property
    def version(self) -> int:
        """For the tag of a released edition, which never changes."""
        return self.number

    @property
    def is_correction(self) -> bool:
        return self.number > 1


class ReturnRow(models.Model):
    """One row of an edition: a place, or what is the filing unit's `is_own`. Figures are exact, yuan and not 万元.

    `figures` are the portal's, `keyed` what people entered; both by column, as text. `fed_by` is the edition of the
    unit below that the row was taken from; without one its figures are the portal's own.
    """

    edition = models.ForeignKey(ReturnEdition, models.CASCADE, related_name="rows")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    is_own = models.BooleanField("本级", default=False)
    label = models.CharField("名称", max_length=120)
    note = models.CharField("说明", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("序号")
    figures = models.JSONField("系统生成", default=dict)
    keyed = models.JSONField("填报", default=dict)
    fed_by = models.ForeignKey(
        ReturnEdition, models.PROTECT, null=True, blank=True, related_name="feeds", verbose_name="下级报表"
    )

    class Meta:
        verbose_name = verbose_name_plural = "报表行"
        ordering = ["edition_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "area", "is_own"], name="return_row_is_one_of_a_place")
        ]
        triggers = [
            guards.stays_with_its_edition("released_row_stays"),
            guards.not_emptied("return_rows_are_not_emptied"),
        ]

    def __str__(self):
        return self.label

    @property
    def values(self) -> Mapping[str, Decimal]:
        """What the row says, by column; what nobody entered is missing."""
        return {code: Decimal(text) for code, text in {**self.figures, **self.keyed}.items()}


class ReturnNote(models.Model):
    """The word that explains a warning (情况说明): `lines` are the warning as it was then."""

    edition = models.ForeignKey(ReturnEdition, models.CASCADE, related_name="notes")
    check_code = models.CharField("核对项", max_length=20)
    lines = models.JSONField("提示")
    text = models.CharField("说明", max_length=500)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="说明人")
    written_at = models.DateTimeField("说明时间")

    class Meta:
        verbose_name = verbose_name_plural = "情况说明"
        ordering = ["edition_id", "check_code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "check_code"], name="return_note_is_one_of_a_check"),
            models.CheckConstraint(condition=~Q(text=""), name="return_note_says_something"),
        ]
        triggers = [guards.stays_with_its_edition("released_note_stays")]

    def __str__(self):
        return self.text


class Decision(models.TextChoices):
    ACCEPTED = "accepted", "审核通过"
    RETURNED = "returned", "退回"


class ReturnReview(models.Model):
    """One look of the unit above at an edition (审核); what goes back says why."""

    edition = models.ForeignKey(ReturnEdition, models.CASCADE, related_name="reviews")
    decision = models.CharField("结论", max_length=8, choices=Decision.choices)
    opinion = models.CharField("意见", max_length=300, blank=True)
    reviewed_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="审核人")
    reviewed_at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = verbose_name_plural = "报表审核"
        ordering = ["edition_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(decision="returned") | ~Q(opinion=""), name="return_sent_back_says_why")
        ]
        triggers = [guards.stays_with_its_edition("released_review_stays")]

    def __str__(self):
        return self.get_decision_display()
