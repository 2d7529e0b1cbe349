"""Applications to the court, and what it answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.confirmation.courts import GROUNDS, OTHER
from cases.docket.states import Confirmation
from cases.mediation.reading import OfFileQuerySet
from governance.files.models import StoredFile


class Outcome(models.TextChoices):
    CONFIRMED = Confirmation.CONFIRMED.value, "裁定确认有效"
    DISMISSED = Confirmation.DISMISSED.value, "裁定驳回申请"
    NOT_ACCEPTED = Confirmation.NOT_ACCEPTED.value, "法院不予受理"
    WITHDRAWN = Confirmation.WITHDRAWN.value, "当事人撤回"


class Manner(models.TextChoices):
    """How it was asked (民诉法解释: written, or orally before the court, which writes it down)."""

    WRITTEN = "written", "书面申请"
    ORAL = "oral", "口头申请（法院记入笔录）"


class WhyNot(models.TextChoices):
    """Why a court does not take in, or does not confirm (domain/mediation.md 1.5)."""

    NOT_CIVIL = "not_civil", "不属于人民法院受理民事案件的范围"
    OTHER_COURT = "other_court", "不属于收到申请的人民法院管辖"
    STATUS = "status", "申请确认婚姻关系、亲子关系、收养关系等身份关系"
    SPECIAL = "special", "适用其他特别程序、公示催告程序、破产程序审理"
    TITLE = "title", "调解协议内容涉及物权、知识产权确权"
    LAW = "law", "违反法律强制性规定"
    HARM = "harm", "损害国家利益、社会公共利益或者他人合法权益"
    ORDER = "order", "违背公序良俗"
    UNWILLING = "unwilling", "违反自愿原则"
    UNCLEAR = "unclear", "内容不明确"
    OTHER = "other", "其他"


NOT_TAKEN_IN = (WhyNot.NOT_CIVIL, WhyNot.OTHER_COURT, WhyNot.STATUS, WhyNot.SPECIAL, WhyNot.TITLE, WhyNot.OTHER)
NOT_CONFIRMED = (WhyNot.LAW, WhyNot.HARM, WhyNot.ORDER, WhyNot.UNWILLING, WhyNot.UNCLEAR, WhyNot.OTHER)


class ApplicationQuerySet(OfFileQuerySet):
    def going_on(self):
        return self.filter(outcome="")


class ConfirmationApplication(models.Model):
    """A joint application for judicial confirmation (司法确认申请): all parties, one court, and its answer.

    `checked` are the codes of the list that was gone through; `accepted_on` and `decided_on` are the court's dates,
    recorded and never judged.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="confirmations")
    agreement = models.ForeignKey("cases.Agreement", models.PROTECT, related_name="confirmations")
    court = models.CharField("人民法院", max_length=60)
    ground = models.CharField("管辖依据", max_length=10, choices=[*GROUNDS.items(), (OTHER, "其他")])
    applicants = models.CharField("共同申请人", max_length=500)
    manner = models.CharField("申请方式", max_length=7, choices=Manner.choices, default=Manner.WRITTEN)
    applied_on = models.DateField("申请日期")
    checked = ArrayField(models.CharField(max_length=12), default=list, verbose_name="已核对")
    accepted_on = models.DateField("法院受理日期", null=True, blank=True)
    docket = models.CharField("法院案号", max_length=60, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    decided_on = models.DateField("裁定或结束日期", null=True, blank=True)
    why_not = models.CharField("不受理或不予确认的情形", max_length=12, choices=WhyNot.choices, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法确认申请"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome=""), name="confirmation_is_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_on__isnull=True)
                | (~models.Q(outcome="") & models.Q(decided_on__isnull=False)),
                name="confirmation_decided_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_on__isnull=True) | models.Q(accepted_on__gte=models.F("applied_on")),
                name="confirmation_accepted_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(decided_on__gte=models.F("applied_on")),
                name="confirmation_decided_after_it_was_asked",
            ),
        ]

    def __str__(self):
        return f"向{self.court}申请司法确认（{self.applied_on}）"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case_id]) + "#confirmation"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_going_on(self) -> bool:
        return not self.outcome

    @property
    def files(self):
        return StoredFile.objects.kept().about(self).order_by("id")


class OfApplicationQuerySet(OfFileQuerySet):
    scope_field = "application__case__area_id"
    to_case = "application__case"


class ConfirmationApplicant(models.Model):
    """One party that asks the court: in person, or by `agent`, whose power of attorney says that it may."""

    application = models.ForeignKey(ConfirmationApplication, models.PROTECT, related_name="joined")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    agent = models.ForeignKey("cases.Representation", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法确认的申请人"
        ordering = ["application_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "party"], name="confirmation_is_asked_once_by_a_party")
        ]

    def __str__(self):
        return f"{self.party}（{self.agent.get_kind_display()}{self.agent}代）" if self.agent else f"{self.party}"

    @property
    def area_id(self):
        return self.application.case.area_id


class ObjectionResult(models.TextChoices):
    UPHELD = "upheld", "异议成立，撤销或者改变原裁定"
    REJECTED = "rejected", "裁定驳回异议"


class ConfirmationObjection(models.Model):
    """An objection to the ruling (异议): a party's within 15 days of receipt, a third person's within six months.

    domain/mediation.md 1.5. `known_on`: the day on which the party received the ruling, or the third person knew or
    should have known; `due_on`: the last day. The court judges whether it was late; here it is told.
    """

    application = models.ForeignKey(ConfirmationApplication, models.PROTECT, related_name="objections")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    objector = models.CharField("提出异议的人", max_length=100)
    known_on = models.DateField("收到裁定或知道的日期")
    due_on = models.DateField("异议期限末日")
    filed_on = models.DateField("提出异议的日期")
    grounds = models.CharField("理由", max_length=500)
    result = models.CharField("结果", max_length=8, choices=ObjectionResult.choices, blank=True)
    decided_on = models.DateField("裁定日期", null=True, blank=True)
    docket = models.CharField("法院案号", max_length=60, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对司法确认裁定的异议"
        ordering = ["application_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(filed_on__gte=models.F("known_on")), name="objection_after_it_was_known"
            ),
            models.CheckConstraint(
                condition=models.Q(result="", decided_on__isnull=True)
                | ~models.Q(result="") & models.Q(decided_on__gte=models.F("filed_on")),
                name="objection_decided_with_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.objector}的异议（{self.filed_on}）"

    @property
    def area_id(self):
        return self.application.case.area_id

    @property
    def is_late(self) -> bool:
        return self.filed_on > self.due_on
