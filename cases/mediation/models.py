"""Who mediates a case, what ties mediators to people, and the wish that one stands aside."""

from django.db import models
from django.db.models.functions import Now

from cases.docket.codes import Channel
from cases.docket.models import OfCaseQuerySet
from cases.docket.states import UNDER_WAY


class MediatorRole(models.TextChoices):
    HOST = "host", "主持调解员"
    CO = "co", "协办调解员"
    RECORDER = "recorder", "记录人"


class AssignmentMode(models.TextChoices):
    """人民调解法 第十九条."""

    APPOINTED = "appointed", "调委会指派"
    CHOSEN = "chosen", "当事人选定"


class ReplacementReason(models.TextChoices):
    PARTY_REQUEST = "party_request", "当事人要求回避"
    OWN_RECUSAL = "own_recusal", "自行回避"
    CONFLICT = "conflict", "与当事人有利害关系"
    ILLNESS = "illness", "因病"
    WORKLOAD = "workload", "工作调整"
    REMOVED = "removed", "离任或被撤换"
    OTHER = "other", "其他"


class MediatorAnswer(models.TextChoices):
    """What an assigned mediator said to it."""

    PENDING = "", "待确认"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已辞任"


STANDING_ASIDE = (ReplacementReason.PARTY_REQUEST, ReplacementReason.OWN_RECUSAL)


class AssignmentQuerySet(OfCaseQuerySet):
    def standing(self):
        return self.filter(ended_at__isnull=True)

    def of_open_cases(self):
        """Standing ones in cases that are under way."""
        return self.standing().filter(case__procedure__in=UNDER_WAY, case__voided_at__isnull=True)

    def for_page(self):
        return self.select_related("account").order_by("ended_at", "id")


class Assignment(models.Model):
    """Somebody who mediates or records in a case, from one moment to another; those replaced stay visible."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assignments")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="调解员")
    role = models.CharField("身份", max_length=8, choices=MediatorRole.choices)
    mode = models.CharField("方式", max_length=9, choices=AssignmentMode.choices, default=AssignmentMode.APPOINTED)
    starts_at = models.DateTimeField("指派时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_reason = models.CharField("更换原因", max_length=14, choices=ReplacementReason.choices, blank=True)
    end_note = models.CharField("说明", max_length=200, blank=True)
    answer = models.CharField("调解员答复", max_length=8, choices=MediatorAnswer.choices, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指派"
        ordering = ["case_id", "id"]
        indexes = [
            models.Index(
                fields=["account", "case"], name="assignment_standing", condition=models.Q(ended_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(role=MediatorRole.HOST, ended_at__isnull=True),
                name="case_has_one_host",
            ),
            models.UniqueConstraint(
                fields=["case", "account", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_is_one_of_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(end_reason="")),
                name="assignment_ends_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.account}"

    @property
    def area_id(self):
        return self.case.area_id


class ReplacementRequestQuerySet(OfCaseQuerySet):
    def waiting(self):
        """Not yet granted, of somebody who still mediates a case that goes on."""
        return self.filter(granted_at__isnull=True, assignment__ended_at__isnull=True, case__procedure__in=UNDER_WAY)


class ReplacementRequest(models.Model):
    """A wish that a mediator be replaced (更换、回避): who asked, when, how. It needs no proof and is always granted.

    人民调解工作若干规定 第二十五条. `due_on` is the day by which the director replaces. The mediator's own wish, or a
    decline of the assignment, has no `party`.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="replacement_requests")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="requests")
    reason = models.CharField("原因", max_length=14, choices=ReplacementReason.choices)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField("提出方式", max_length=8, choices=Channel.choices, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    asked_at = models.DateTimeField("提出时间")
    due_on = models.DateField("应更换日")
    granted_at = models.DateTimeField("更换时间", null=True, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReplacementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "更换调解员的要求"
        ordering = ["case_id", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="replacement_waiting", condition=models.Q(granted_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=ReplacementReason.PARTY_REQUEST) | models.Q(party__isnull=False),
                name="replacement_asked_by_a_party_names_it",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}：{self.assignment.account}"

    @property
    def area_id(self):
        return self.case.area_id


class TieKind(models.TextChoices):
    KIN = "kin", "近亲属"
    HOUSEHOLD = "household", "同住"
    EMPLOYER = "employer", "任职单位"
    AGENT = "agent", "曾任其代理人"


class DeclaredTieQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_on__isnull=True)


class DeclaredTie(models.Model):
    """A tie that a mediator declares to a person or an organisation (申报的利害关系)."""

    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="ties")
    person = models.ForeignKey("governance.Person", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("governance.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("关系", max_length=10, choices=TieKind.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    declared_on = models.DateField("申报日期")
    ended_on = models.DateField("终止日", null=True, blank=True)

    objects = DeclaredTieQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报的利害关系"
        ordering = ["account_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="tie_is_to_a_person_or_an_organisation",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.subject}"

    @property
    def subject(self):
        return self.person or self.organisation
