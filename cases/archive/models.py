"""Volumes (案卷): what was bound, how it was checked, for how long it is kept."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.archive.retention import Term
from cases.mediation.reading import IN_SEPARATE_MEETINGS, OfFileQuerySet, cases_mediated_by


class VolumeState(models.TextChoices):
    BOUND = "bound", "已装订"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "退回补正"
    ARCHIVED = "archived", "已归档"
    REPLACED = "replaced", "已重新装订"


class VolumeQuerySet(OfFileQuerySet):
    def current(self):
        """The newest of each case."""
        return self.exclude(state=VolumeState.REPLACED)

    def waiting(self):
        return self.filter(state=VolumeState.SUBMITTED)

    def locked_all(self, keys):
        """These, with their cases, held until the transaction ends."""
        rows = self.select_for_update(of=("self",), no_key=True).select_related("case")
        return rows.filter(pk__in=keys).order_by("pk")

    def term_over(self, today):
        """Archived, not destroyed, past the last day of their term, and nothing holds them."""
        over = self.filter(state=VolumeState.ARCHIVED, kept_until__lt=today).exclude(case__archive="destroyed")
        return over.exclude(holds__lifted_at__isnull=True, holds__isnull=False)

    def to_appraise(self, today):
        """Of those, what may be put on a list today: not lent out, and on no list that waits or is carried out."""
        listed = models.Q(destructions__destruction__state__in=("proposed", "first", "approved"))
        out = models.Q(pk__in=VolumeAccess.objects.out().values("volume_id"))
        return self.term_over(today).exclude(out).exclude(listed)

    def term_ended(self):
        """Archived, not destroyed, of a term that ends: by an index of these."""
        return self.filter(state=VolumeState.ARCHIVED, kept_until__isnull=False).exclude(case__archive="destroyed")

    def spot_checkable(self, actor):
        """Archived at a place where `actor` spot-checks, and looked at by no spot check yet."""
        here = actor.scope("archive.spot_check").condition(self.scope_field)
        archived = self.filter(here, state=VolumeState.ARCHIVED).exclude(case__archive="destroyed")
        checks = self.model._meta.apps.get_model("cases.VolumeCheck").objects.filter(is_spot=True)
        return archived.exclude(models.Exists(checks.filter(volume=models.OuterRef("pk"))))

    def for_page(self):
        return self.select_related("pdf", "account").order_by("-id")


class Volume(models.Model):
    """One case one volume (一案一卷), as one PDF; of a simple oral case, a page of the month's register instead.

    `catalogue` lists what lies in it: [title, first page, pages, remark]. `problems` are files that could not be
    bound. `pages` are those of all its parts; catalogue and PDF are those of the first. `kept_until` is the last day of
    its term; empty for good.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="volumes")
    name = models.CharField("卷名", max_length=200)
    number = models.CharField("卷号", max_length=60)
    state = models.CharField("状态", max_length=9, choices=VolumeState.choices, default=VolumeState.BOUND)
    term = models.CharField("保管期限", max_length=9, choices=Term.choices)
    term_reason = models.CharField("保管期限的依据", max_length=100, blank=True)
    kept_until = models.DateField("保管至", null=True, blank=True)
    statement = models.TextField("卷宗情况说明", max_length=1000, blank=True)
    catalogue = models.JSONField("卷内目录", default=list)
    problems = models.JSONField("未能装订的材料", default=list)
    pages = models.PositiveIntegerField("页数", default=0)
    pdf = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, related_name="+")
    register = models.CharField("所入登记册", max_length=40, blank=True)
    register_page = models.PositiveIntegerField("登记册页码", null=True, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="立卷人")
    filed_at = models.DateTimeField("立卷时间")
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送人"
    )
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = VolumeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        ordering = ["case_id", "id"]
        indexes = [models.Index(fields=["kept_until"], name="volume_term_ends", condition=models.Q(state="archived"))]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~models.Q(state="replaced"), name="volume_current_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(register="", register_page__isnull=True)
                | ~models.Q(register="") & models.Q(register_page__gte=1),
                name="volume_in_a_register_has_its_page",
            ),
            models.CheckConstraint(
                condition=models.Q(term=Term.PERMANENT, kept_until__isnull=True)
                | ~models.Q(term=Term.PERMANENT) & models.Q(kept_until__isnull=False),
                name="volume_is_kept_for_its_term",
            ),
            models.CheckConstraint(
                condition=models.Q(state="archived", archived_at__isnull=False)
                | ~models.Q(state="archived") & models.Q(archived_at__isnull=True),
                name="volume_archived_with_its_time",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self):
        return reverse("cases:volume", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_register(self) -> bool:
        return bool(self.register)


class OfVolumeQuerySet(OfFileQuerySet):
    scope_field = "volume__case__area_id"
    to_case = "volume__case"


class VolumeCheckQuerySet(OfVolumeQuerySet):
    def standing(self):
        """Of cases whose number was not void."""
        return self.filter(volume__case__voided_at__isnull=True)

    def to_rectify(self):
        """Found wrong in an archived volume, and not yet put right."""
        return self.filter(is_spot=True, has_passed=False, rectified_on__isnull=True)


class VolumeCheck(models.Model):
    """案卷评查 (F24): points lost by item, what is wrong, by when it is put right.

    `is_spot`: of a volume that was archived already, by the district (抽查); what it found is put right beside the
    volume, which does not change.
    """

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="checks")
    lost = models.JSONField("扣分", default=dict)
    score = models.PositiveSmallIntegerField("得分")
    has_passed = models.BooleanField("合格")
    defects = models.CharField("存在问题", max_length=500, blank=True)
    rectify_by = models.DateField("整改期限", null=True, blank=True)
    checked_at = models.DateTimeField("评查时间")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="评查人")
    is_spot = models.BooleanField("抽查", default=False)
    rectified_on = models.DateField("整改日期", null=True, blank=True)
    rectified_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="整改人"
    )
    rectified_note = models.CharField("整改情况", max_length=500, blank=True)

    objects = VolumeCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案卷评查"
        ordering = ["volume_id", "id"]
        indexes = [models.Index(fields=["checked_at"], name="volume_check_checked_at")]
        constraints = [
            models.CheckConstraint(condition=models.Q(score__lte=100), name="volume_check_of_a_hundred"),
            models.CheckConstraint(
                condition=models.Q(has_passed=True) | ~models.Q(defects="") & models.Q(rectify_by__isnull=False),
                name="volume_check_failed_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(rectified_on__isnull=True, rectified_by__isnull=True, rectified_note="")
                | models.Q(has_passed=False, rectified_on__isnull=False, rectified_by__isnull=False)
                & ~models.Q(rectified_note=""),
                name="volume_check_rectified_says_how",
            ),
        ]

    def __str__(self):
        return f"{self.score} 分"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.volume.case_id]) + "#archive"

    @property
    def area_id(self):
        return self.volume.case.area_id

    @property
    def is_to_rectify(self) -> bool:
        return self.is_spot and not self.has_passed and self.rectified_on is None


class Book(models.TextChoices):
    PART = "part", "分册"
    INNER = "inner", "副卷"


class SubVolumeQuerySet(OfVolumeQuerySet):
    def visible_to(self, actor, verb: str | None = None):
        """Parts: whoever reads the volume. What is kept inside: who archives, and who mediates the case now."""
        seen = super().visible_to(actor, verb)
        mediated = cases_mediated_by(actor, IN_SEPARATE_MEETINGS)
        archives = actor.scope("case.archive").condition(self.scope_field)
        return seen.filter(archives | models.Q(volume__case__in=mediated) | ~models.Q(kind=Book.INNER))

    def parts(self):
        return self.filter(kind=Book.PART)


class SubVolume(models.Model):
    """Another book of a volume, under the same number: with cover, catalogue, page numbers and a PDF of its own.

    A part (分册) is the second, third … of a volume that is too thick for one; the volume's own PDF is the first.
    What is kept inside (副卷) are papers of the committee's own that nobody outside borrows: checks of what was agreed,
    danger reported, who was rung up. What was said in separate meetings lies in neither (domain/mediation.md 1.7, 3.2).
    """

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="books")
    kind = models.CharField("类别", max_length=5, choices=Book.choices)
    seq = models.PositiveSmallIntegerField("册次")
    catalogue = models.JSONField("卷内目录", default=list)
    problems = models.JSONField("未能装订的材料", default=list)
    pages = models.PositiveIntegerField("页数")
    pdf = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, related_name="+")

    objects = SubVolumeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分册和副卷"
        ordering = ["volume_id", "-kind", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["volume", "kind", "seq"], name="sub_volume_seq_is_one"),
            models.CheckConstraint(
                condition=models.Q(kind=Book.PART, seq__gte=2) | models.Q(kind=Book.INNER, seq=1),
                name="sub_volume_counts_behind_the_first",
            ),
        ]

    def __str__(self):
        return f"第 {self.seq} 册" if self.kind == Book.PART else "副卷"

    def get_absolute_url(self):
        return reverse("cases:sub_volume", args=[self.pk])

    @property
    def area_id(self):
        return self.volume.case.area_id

    @property
    def is_inner(self) -> bool:
        return self.kind == Book.INNER


class Access(models.TextChoices):
    READ = "read", "查阅"
    COPY = "copy", "复制"
    LEND = "lend", "借出"


class VolumeAccessQuerySet(OfVolumeQuerySet):
    def out(self):
        """Lent and not yet back, by an index of these."""
        return self.filter(kind=Access.LEND, returned_on__isnull=True, due_on__isnull=False)


class VolumeAccess(models.Model):
    """Somebody asked to read, copy or borrow an archived volume: what was given, or why it was refused.

    A party gets its own application, notices, agreement and statements; those of others are refused, and that too
    stands here (domain/mediation.md 1.7). `book` is the one that was asked for, None for the volume with all its parts.
    """

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="accesses")
    book = models.ForeignKey(
        SubVolume, models.PROTECT, null=True, blank=True, related_name="accesses", verbose_name="哪一册"
    )
    kind = models.CharField("方式", max_length=4, choices=Access.choices)
    who = models.CharField("申请人", max_length=100)
    unit = models.CharField("单位或身份", max_length=100, blank=True)
    purpose = models.CharField("用途", max_length=200)
    given = models.CharField("提供的材料", max_length=500, blank=True)
    refused = models.CharField("不予提供的材料和理由", max_length=500, blank=True)
    happened_at = models.DateTimeField("时间")
    due_on = models.DateField("应还日期", null=True, blank=True)
    returned_on = models.DateField("归还日期", null=True, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="经办人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = VolumeAccessQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案卷借阅"
        ordering = ["volume_id", "-happened_at", "-id"]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="volume_access_out",
                condition=models.Q(kind="lend", returned_on__isnull=True, due_on__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(given="") | ~models.Q(refused=""), name="volume_access_given_or_refused"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="lend", due_on__isnull=False) | models.Q(given="") | ~models.Q(kind="lend"),
                name="volume_lent_until_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.who} {self.get_kind_display()}"

    @property
    def area_id(self):
        return self.volume.case.area_id

    @property
    def is_out(self) -> bool:
        return self.kind == Access.LEND and bool(self.given) and self.returned_on is None
