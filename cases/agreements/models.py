"""Agreements (调解协议): terms as obligations, signatures, and the day on which they take effect.

人民调解法 第二十八条至第三十条.
"""

from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.states import WITH_AGREEMENT
from cases.docket.states import Procedure as P
from cases.mediation.models import MediatorRole
from cases.mediation.reading import OfFileQuerySet, cases_mediated_by


class AgreementForm(models.TextChoices):
    ORAL = "oral", "口头协议"
    WRITTEN = "written", "书面协议"


class AgreementState(models.TextChoices):
    DRAFT = "draft", "起草中"
    SIGNING = "signing", "签署中"
    EFFECTIVE = "effective", "已生效"
    REPLACED = "replaced", "已变更"
    VOID = "void", "已作废"


OPEN = (AgreementState.DRAFT, AgreementState.SIGNING)
SIGNED_WORDS = (
    "text",
    "text_digest",
    "number",
    "form",
    "facts",
    "disputed",
    "manner",
    "place",
    "stated_total",
    "copies",
)
CHANGED_WORDS = reduce(or_, (pgtrigger.Q(**{f"old__{word}__df": pgtrigger.F(f"new__{word}")}) for word in SIGNED_WORDS))
IN_EFFECT = (AgreementState.EFFECTIVE, AgreementState.REPLACED)


class AgreementQuerySet(OfFileQuerySet):
    def standing(self):
        return self.exclude(state=AgreementState.VOID)

    def open(self):
        """Drafts, and those that still wait for signatures."""
        return self.filter(state__in=OPEN)

    def waiting_for(self, actor):
        """Still to be finished or signed, in cases that `actor` mediates or records now."""
        mediated = cases_mediated_by(actor, MediatorRole.values).filter(procedure__in=(P.MEDIATING, P.AGREED))
        return self.open().filter(case__in=mediated)

    def in_force(self):
        return self.filter(state=AgreementState.EFFECTIVE)

    def in_effect(self):
        """In force, or in force until a later one changed it."""
        return self.filter(state__in=IN_EFFECT)

    def with_obligations(self):
        """With `obligations_now`, each with its parties and `parts_now`, in two more queries."""
        parts = models.Prefetch("instalments", Instalment.objects.order_by("seq"), to_attr="parts_now")
        owed = Obligation.objects.select_related("debtor", "creditor").prefetch_related(parts).order_by("seq")
        return self.prefetch_related(models.Prefetch("obligations", owed, to_attr="obligations_now"))

    def for_signing(self):
        """All that its text and its terms read."""
        return self.select_related("supersedes").prefetch_related(_with_both_sides())

    def for_page(self):
        """All that its page and its text read, in a fixed number of queries."""
        return self.select_related("case__committee__body", "case__host", "supersedes").prefetch_related(
            _with_both_sides(), "signatures__file"
        )


def _with_both_sides():
    """Obligations, each with who owes it to whom and in what instalments."""
    owed = Obligation.objects.select_related("debtor", "creditor").prefetch_related("instalments")
    return models.Prefetch("obligations", owed)


class Agreement(models.Model):
    """One agreement of a case: draft, then text that is signed, then in force.

    `seq` counts the agreements of a case (1, then variations) and makes the number; `edition` the drafts of one of
    them. `text` is what is signed, kept from the first signature on, and `text_digest` its SM3. `stated_total` is what
    the parties wrote as the sum of money; empty where it is only ever added up. `effective_on` is the day on which the
    last required signature or seal was given (人民调解法 第二十九条), or on which they agreed (第三十条).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, db_index=False, related_name="agreements")
    seq = models.PositiveSmallIntegerField("序号")
    edition = models.PositiveSmallIntegerField("稿次", default=1)
    number = models.CharField("协议编号", max_length=70)
    form = models.CharField("形式", max_length=7, choices=AgreementForm.choices)
    state = models.CharField("状态", max_length=9, choices=AgreementState.choices, default=AgreementState.DRAFT)
    facts = models.TextField("纠纷主要事实", max_length=2000)
    disputed = models.TextField("争议事项和各方责任", max_length=2000, blank=True)
    manner = models.CharField("履行方式", max_length=500, blank=True)
    place = models.CharField("履行地点", max_length=200, blank=True)
    stated_total = models.DecimalField("给付总额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    copies = models.PositiveSmallIntegerField("份数")

    checked = ArrayField(models.CharField(max_length=12), verbose_name="合法性审查", default=list, blank=True)
    checked_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审查人"
    )
    checked_at = models.DateTimeField("审查时间", null=True, blank=True)
    waiver = models.CharField("处分被监护人权益的理由", max_length=500, blank=True)
    waiver_confirmed_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    waiver_confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    text = models.TextField("协议文本", blank=True, editable=False)
    text_digest = models.CharField("文本摘要（SM3）", max_length=64, blank=True, editable=False)
    drafted_by = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="起草人")
    drafted_at = models.DateTimeField("起草时间", db_default=Now(), editable=False)
    agreed_at = models.DateTimeField("达成时间", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="variations", verbose_name="变更的协议"
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    document = models.ForeignKey(
        "governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="协议书"
    )
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解协议"
        ordering = ["case_id", "seq", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq", "edition"], name="agreement_edition_is_one"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=OPEN), name="agreement_is_drafted_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="effective"), name="agreement_in_force_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=IN_EFFECT, effective_on__isnull=False, agreed_at__isnull=False)
                | (~models.Q(state__in=IN_EFFECT) & models.Q(effective_on__isnull=True, agreed_at__isnull=True)),
                name="agreement_in_effect_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="void")
                | models.Q(state="draft", text_digest="")
                | (~models.Q(state="draft") & ~models.Q(text_digest="")),
                name="agreement_text_is_kept_once_signed",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="void", voided_at__isnull=False) & ~models.Q(void_reason=""))
                | (~models.Q(state="void") & models.Q(voided_at__isnull=True, void_reason="")),
                name="agreement_void_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(stated_total__isnull=True) | models.Q(stated_total__gt=0),
                name="agreement_total_is_positive",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreement_text_is_final_once_signed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__text_digest__gt="") & CHANGED_WORDS,
            ),
        ]

    def __str__(self):
        return f"{self.get_form_display()} {self.number}"

    def get_absolute_url(self):
        return reverse("cases:agreement", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_draft(self) -> bool:
        return self.state == AgreementState.DRAFT

    @property
    def is_written(self) -> bool:
        return self.form == AgreementForm.WRITTEN

    @property
    def is_in_force(self) -> bool:
        return self.state == AgreementState.EFFECTIVE


class ObligationKind(models.TextChoices):
    PAY = "pay", "金钱给付"
    ACT = "act", "作为"
    REFRAIN = "refrain", "不作为"
    HAND_OVER = "hand_over", "交付财物"
    APOLOGISE = "apologise", "赔礼道歉"
    WAIVE = "waive", "放弃请求"
    CONFIRM = "confirm", "确认事实"
    OTHER = "other", "其他"


class Timing(models.TextChoices):
    """When an obligation is to be performed; what runs on has no last day, what takes effect needs no performing."""

    BY_DATE = "by_date", "限期履行"
    ON_THE_SPOT = "on_the_spot", "当场履行完毕"
    RUNNING = "running", "长期履行（无截止日）"
    AT_EFFECT = "at_effect", "协议生效时即实现"


class ObligationQuerySet(OfFileQuerySet):
    scope_field = "agreement__case__area_id"
    to_case = "agreement__case"

    def unperformed(self):
        """Of agreements in force and followed, in one piece, with something still to do."""
        standing = {"agreement__state": AgreementState.EFFECTIVE, "agreement__case__voided_at__isnull": True}
        followed = {"agreement__case__procedure__in": WITH_AGREEMENT}
        return self.filter(performed_on__isnull=True, instalments__isnull=True, **standing, **followed)


class Obligation(models.Model):
    """What one party owes another (义务). `amount` is yuan, for payments alone; `due_on` the last day to perform.

    With instalments, they sum to the amount and `due_on` is the last of theirs. `performed_on` is the day on which all
    of it was done: from the signature for what was performed on the spot, later by the record of performance;
    `begun_on` that of the first part, `refused_on` that of a refusal that still holds. `noted_overdue_on` is the day on
    which the portal noted that it was late.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, db_index=False, related_name="obligations")
    seq = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("类型", max_length=9, choices=ObligationKind.choices)
    debtor = models.ForeignKey("cases.Party", models.PROTECT, related_name="+", verbose_name="义务人")
    creditor = models.ForeignKey(
        "cases.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="权利人"
    )
    what = models.CharField("内容", max_length=500, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    timing = models.CharField("履行时间", max_length=11, choices=Timing.choices)
    due_on = models.DateField("履行期限", null=True, blank=True)
    manner = models.CharField("支付或履行方式", max_length=200, blank=True)
    performed_on = models.DateField("履行完毕日", null=True, blank=True)
    begun_on = models.DateField("开始履行日", null=True, blank=True)
    refused_on = models.DateField("拒绝履行日", null=True, blank=True)
    noted_overdue_on = models.DateField("登记逾期日", null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "义务"
        ordering = ["agreement_id", "seq"]
        indexes = [
            models.Index(
                fields=["due_on"], name="obligation_not_performed", condition=models.Q(performed_on__isnull=True)
            ),
            models.Index(
                fields=["due_on"],
                name="obligation_to_note_late",
                condition=models.Q(performed_on__isnull=True, noted_overdue_on__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="obligation_seq_is_one"),
            models.CheckConstraint(
                condition=models.Q(kind="pay", amount__gt=0) | (~models.Q(kind="pay") & models.Q(amount__isnull=True)),
                name="obligation_to_pay_with_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(timing="by_date", due_on__isnull=False)
                | (~models.Q(timing="by_date") & models.Q(due_on__isnull=True)),
                name="obligation_by_date_with_date",
            ),
            models.CheckConstraint(
                condition=models.Q(creditor__isnull=True) | ~models.Q(creditor=models.F("debtor")),
                name="obligation_is_owed_to_another",
            ),
        ]

    def __str__(self):
        return f"第{self.seq}项 {self.debtor} {self.get_kind_display()}"

    @property
    def area_id(self):
        return self.agreement.case.area_id


class InstalmentQuerySet(OfFileQuerySet):
    scope_field = "obligation__agreement__case__area_id"
    to_case = "obligation__agreement__case"

    def unperformed(self):
        """Of agreements in force and followed, with something still to pay."""
        of = "obligation__agreement__"
        standing = {f"{of}state": AgreementState.EFFECTIVE, f"{of}case__voided_at__isnull": True}
        return self.filter(performed_on__isnull=True, **{f"{of}case__procedure__in": WITH_AGREEMENT}, **standing)


class Instalment(models.Model):
    """One part of a payment (分期), with its own last day."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, db_index=False, related_name="instalments")
    seq = models.PositiveSmallIntegerField("期数")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    due_on = models.DateField("履行期限")
    performed_on = models.DateField("履行日", null=True, blank=True)
    begun_on = models.DateField("开始履行日", null=True, blank=True)
    noted_overdue_on = models.DateField("登记逾期日", null=True, blank=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分期"
        ordering = ["obligation_id", "seq"]
        indexes = [
            models.Index(
                fields=["due_on"], name="instalment_not_performed", condition=models.Q(performed_on__isnull=True)
            ),
            models.Index(
                fields=["due_on"],
                name="instalment_to_note_late",
                condition=models.Q(performed_on__isnull=True, noted_overdue_on__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "seq"], name="instalment_seq_is_one"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="instalment_is_positive"),
        ]

    def __str__(self):
        return f"第{self.seq}期 {self.amount}"

    @property
    def area_id(self):
        return self.obligation.agreement.case.area_id
