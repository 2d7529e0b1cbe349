"""Committees that mediate, as the register knows them."""

from django.db import models
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet


class MediationCommitteeQuerySet(AreaScopedQuerySet):
    view_verb = "case.view"

    def in_term(self, on):
        return self.filter(models.Q(term_ends_on__isnull=True) | models.Q(term_ends_on__gt=on), term_starts_on__lte=on)

    def for_list(self):
        return self.select_related("body", "area")


class Trade(models.TextChoices):
    """行业性、专业性调委会的类型 (domain/mediation.md 4.1)."""

    MEDICAL = "medical", "医疗"
    TRAFFIC = "traffic", "道路交通"
    LABOUR = "labour", "劳动"
    PROPERTY = "property", "物业"
    CONSUMER = "consumer", "消费"
    FAMILY = "family", "婚姻家庭"
    LAND = "land", "土地"
    ENVIRONMENT = "environment", "环境"
    E_COMMERCE = "e_commerce", "电子商务"
    TOURISM = "tourism", "旅游"
    FINANCE = "finance", "金融"
    INSURANCE = "insurance", "保险"
    IP = "ip", "知识产权"
    EDUCATION = "education", "教育"
    MARKET = "market", "市场、园区"
    OTHER = "other", "其他"


class MediationCommittee(models.Model):
    """A people's mediation committee (调委会) as the register knows it: the body, the sign in its numbers, its term.

    `sign` is the district's character and the place's (云梧), unique in a district (domain/mediation.md 3.3).
    A term is three years (人民调解法 第九条); `term_ends_on` is the first day without it.
    """

    body = models.OneToOneField("governance.Body", models.PROTECT, related_name="mediation", verbose_name="调委会")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="所在区域")
    sign = models.CharField("编号简称", max_length=10)
    court = models.CharField("所在地人民法院", max_length=60, blank=True)
    term_starts_on = models.DateField("任期开始")
    term_ends_on = models.DateField("任期届满日（当日起届满）", null=True, blank=True)
    code = models.CharField("调委会编码", max_length=30, blank=True)
    trade = models.CharField("行业、专业类型", max_length=11, choices=Trade.choices, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    fax = models.CharField("传真", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    premises = models.CharField("办公场所", max_length=200, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    filing_no = models.CharField("备案编号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MediationCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人民调解委员会"
        indexes = [models.Index(fields=["term_ends_on"], name="mediation_committee_term_ends")]
        constraints = [
            models.UniqueConstraint(
                models.functions.Left("area_id", 6), "sign", name="mediation_committee_sign_is_one_in_a_district"
            ),
            models.CheckConstraint(
                condition=models.Q(term_ends_on__isnull=True) | models.Q(term_ends_on__gt=models.F("term_starts_on")),
                name="mediation_committee_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(filing_no="", filed_on__isnull=True)
                | ~models.Q(filing_no="") & models.Q(filed_on__isnull=False),
                name="mediation_committee_filing_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__isnull=False, latitude__isnull=False),
                name="mediation_committee_position_is_whole",
            ),
        ]

    def __str__(self):
        return self.body.name

    def get_absolute_url(self):
        return reverse("cases:committee", args=[self.pk])

    def is_in_term(self, on) -> bool:
        return self.term_starts_on <= on and (self.term_ends_on is None or on < self.term_ends_on)
