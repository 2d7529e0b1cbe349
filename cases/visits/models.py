"""Return visits as they were made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.codes import Channel
from cases.mediation.reading import OfFileQuerySet


class Reached(models.TextChoices):
    YES = "yes", "已回访"
    NO = "no", "未联系上"
    MOVED = "moved", "已搬离，去向不明"


class SeenPerformance(models.TextChoices):
    """What the visitor heard or saw of the performance (domain/mediation.md 4.4)."""

    DONE = "done", "已履行"
    PART = "part", "部分履行"
    GOING_ON = "going_on", "履行中（未到期）"
    OVERDUE = "overdue", "逾期未履行"
    REFUSED = "refused", "拒绝履行"
    NONE = "none", "不涉及"


class Satisfaction(models.IntegerChoices):
    VERY_SATISFIED = 1, "非常满意"
    SATISFIED = 2, "满意"
    FAIR = 3, "一般"
    DISSATISFIED = 4, "不满意"
    VERY_DISSATISFIED = 5, "非常不满意"
    NOT_ASKED = 9, "未询问"


class Found(models.TextChoices):
    """What leads to a next act."""

    UNPERFORMED = "unperformed", "有义务没有履行"
    RISK = "risk", "矛盾反复或有激化苗头"
    UNFIT = "unfit", "协议不适当，需要变更"
    SUED = "sued", "已经起诉、仲裁"
    MISTAKE = "mistake", "调解工作有差错"


class ReturnVisitQuerySet(OfFileQuerySet):
    def standing(self):
        return self.filter(case__voided_at__isnull=True)

    def made(self):
        """Those that reached somebody."""
        return self.filter(reached=Reached.YES)

    def for_page(self):
        return self.select_related("party", "account").order_by("-visited_at", "-id")


class ReturnVisit(models.Model):
    """A return visit to one party (回访), or the attempt at one. `satisfaction`: 1 the best to 5, 9 not asked.

    Of a case whose volume was destroyed nobody knows any more who the `party` was.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="visits")
    agreement = models.ForeignKey("cases.Agreement", models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被回访的当事人"
    )
    visited_at = models.DateTimeField("回访时间")
    visited_on = models.DateField("回访日期")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    place = models.CharField("地点", max_length=200, blank=True)
    reached = models.CharField("是否联系上", max_length=5, choices=Reached.choices)
    performance = models.CharField("履行情况", max_length=8, choices=SeenPerformance.choices, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", choices=Satisfaction.choices, null=True, blank=True)
    found = ArrayField(models.CharField(max_length=11, choices=Found.choices), default=list, verbose_name="发现的问题")
    situation = models.TextField("回访情况", max_length=2000, blank=True)
    measures = models.CharField("处理措施", max_length=500, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="回访人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReturnVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["case_id", "visited_at", "id"]
        indexes = [models.Index(fields=["visited_at"], name="visit_visited_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reached="yes", satisfaction__isnull=False) | ~models.Q(reached="yes"),
                name="visit_made_with_satisfaction",
            ),
            models.CheckConstraint(
                condition=models.Q(satisfaction__isnull=True) | models.Q(satisfaction__in=[1, 2, 3, 4, 5, 9]),
                name="visit_satisfaction_is_a_code",
            ),
        ]

    def __str__(self):
        return f"回访{self.party or ''}（{self.visited_on}）"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case_id]) + "#visits"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def found_labels(self):
        return [Found(code).label for code in self.found]
