"""Between committees: cases handed over (移交), and mediated jointly (联合调解); domain/mediation.md 2.7."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.assisting import OPENED, offices_of
from cases.docket.models import OfCaseQuerySet
from cases.docket.states import Archive
from cases.mediation.reading import OfFileQuerySet
from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes


class TransferState(models.TextChoices):
    ASKED = "asked", "等待接收"
    ACCEPTED = "accepted", "已接收"
    REFUSED = "refused", "不接收"
    TAKEN_BACK = "taken_back", "已撤回"
    LAPSED = "lapsed", "已失效"


class TransferQuerySet(AreaScopedQuerySet):
    view_verb = "case.view"

    def visible_to(self, actor, verb: str | None = None):
        """Who sees the case of the sender, and who sees the cases of the receiver."""
        reached = actor.scope(verb or self.view_verb)
        return self.filter(reached.condition("case__area_id") | reached.condition("receiver__area_id"))

    def asked(self):
        return self.filter(state=TransferState.ASKED)

    def for_page(self):
        return self.select_related("case__committee__body", "receiver__body", "asked_by", "answered_by", "letter")


class Transfer(models.Model):
    """A case that one committee asks another to take over. Once taken, `taken_as` is the receiver's case.

    The receiver gives its own number and its own time to mediate; the sender's case ends as handed over and is not
    among its mediated cases, so that the dispute counts once. A request lapses when the case ends otherwise.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transfers")
    receiver = models.ForeignKey(
        "cases.MediationCommittee", models.PROTECT, related_name="+", verbose_name="接收的调委会"
    )
    reason = models.CharField("移交理由", max_length=500)
    letter = models.OneToOneField("cases.Referral", models.PROTECT, related_name="transfer", verbose_name="移送函")
    state = models.CharField("状态", max_length=10, choices=TransferState.choices, default=TransferState.ASKED)
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="提出人")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey("governance.Account", models.PROTECT, null=True, related_name="+")
    answer = models.CharField("答复", max_length=300, blank=True)
    taken_as = models.OneToOneField(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="came_by", verbose_name="接收后的案件"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移交"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state=TransferState.ASKED), name="transfer_asked_is_one"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state=TransferState.ACCEPTED), name="transfer_accepted_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(state=TransferState.ACCEPTED, taken_as__isnull=False)
                | ~models.Q(state=TransferState.ACCEPTED) & models.Q(taken_as__isnull=True),
                name="transfer_taken_as_a_case",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TransferState.ASKED, answered_at__isnull=True, answered_by__isnull=True)
                | ~models.Q(state=TransferState.ASKED)
                & models.Q(answered_at__gte=models.F("asked_at"))
                & (models.Q(answered_by__isnull=False) | models.Q(state=TransferState.LAPSED)),
                name="transfer_answered_after_it_was_asked",
            ),
        ]

    def __str__(self):
        return f"移交{self.receiver}"

    def get_absolute_url(self):
        return reverse("cases:transfer", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def receiver_area_id(self):
        return self.receiver.area_id

    @property
    def is_asked(self) -> bool:
        return self.state == TransferState.ASKED

    @property
    def is_up(self) -> bool:
        """To the committee of a place above (移交上级); else sideways (移交其他组织)."""
        to, at = self.receiver.area_id, self.case.area_id
        return codes.level(to) < codes.level(at) and codes.is_within(at, to)


class HandedItemKind(models.TextChoices):
    EVIDENCE = "evidence", "证据材料"
    PAPER = "paper", "来件材料"
    DOCUMENT = "document", "文书"


class HandedItemQuerySet(OfFileQuerySet):
    def of_living_cases(self):
        """Taken over by a case whose volume is not destroyed."""
        return self.filter(case__isnull=False).exclude(case__archive=Archive.DESTROYED)


class HandedItem(models.Model):
    """One thing of the file that goes with a handover, by reference: its files stay one, and are read from both sides.

    `origin` is the case where the files were stored, also when they are handed on once more; `case` is the receiver's,
    None until it has accepted. `source` names the row that went ("evidence-7"). Who reads the file of that case reads
    these files, and no others of the sender's.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="items")
    origin = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name="原案")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="handed_items")
    kind = models.CharField("类别", max_length=8, choices=HandedItemKind.choices)
    source = models.CharField(max_length=30)
    title = models.CharField("名称", max_length=120)
    detail = models.CharField("说明", max_length=300, blank=True)
    files = models.ManyToManyField("governance.StoredFile", related_name="+", verbose_name="文件")

    objects = HandedItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移交的材料"
        ordering = ["transfer_id", "id"]
        constraints = [models.UniqueConstraint(fields=["transfer", "source"], name="handed_item_goes_once")]

    def __str__(self):
        return self.title

    @property
    def area_id(self):
        return (self.case or self.origin).area_id


class AssistanceQuerySet(OfCaseQuerySet):
    def visible_to(self, actor, verb: str | None = None):
        """As its case is; and whoever mediates at the committee itself, also once it left."""
        offices = offices_of(actor) if (verb or self.view_verb) in OPENED else set()
        seen = super().visible_to(actor, verb)
        return seen | self.filter(committee__area_id__in=offices) if offices else seen

    def standing(self):
        return self.filter(left_at__isnull=True)

    def for_page(self):
        return self.select_related("committee__body", "joined_by", "left_by").order_by("left_at", "id")


class Assistance(models.Model):
    """A committee that helps in a case of another one, from one moment to another. It gives no number and counts
    nothing: number and statistics stay with the committee that leads."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assistances")
    committee = models.ForeignKey(
        "cases.MediationCommittee", models.PROTECT, related_name="+", verbose_name="协助的调委会"
    )
    reason = models.CharField("联合的理由", max_length=300)
    agreed_by = models.CharField("对方同意人", max_length=100)
    joined_at = models.DateTimeField("参加时间")
    joined_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    left_at = models.DateTimeField("退出时间", null=True, blank=True)
    left_by = models.ForeignKey("governance.Account", models.PROTECT, null=True, blank=True, related_name="+")
    left_reason = models.CharField("退出原因", max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联合调解"
        ordering = ["case_id", "id"]
        indexes = [
            models.Index(
                fields=["committee", "case"], name="assistance_standing", condition=models.Q(left_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "committee"],
                condition=models.Q(left_at__isnull=True),
                name="assistance_is_one_of_a_committee",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True, left_by__isnull=True, left_reason="")
                | models.Q(left_at__gte=models.F("joined_at"), left_by__isnull=False) & ~models.Q(left_reason=""),
                name="assistance_ends_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.committee}协助"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def committee_area_id(self):
        return self.committee.area_id


class DepartmentNeed(models.Model):
    """That a dispute needs the powers of a department (需要部门职权): a reason to move it up or to mediate it jointly.

    domain/mediation.md 2.7. It stands until it is taken back.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="department_needs")
    department = models.CharField("部门", max_length=100)
    reason = models.CharField("需要的职权", max_length=300)
    noted_at = models.DateTimeField("登记时间")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    ended_at = models.DateTimeField("不再需要的时间", null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "需要部门职权"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department"],
                condition=models.Q(ended_at__isnull=True),
                name="department_need_is_noted_once",
            )
        ]

    def __str__(self):
        return f"需要{self.department}的职权"

    @property
    def area_id(self):
        return self.case.area_id
