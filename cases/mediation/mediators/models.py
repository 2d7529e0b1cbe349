"""Mediators as they are filed: post, grade, education, and from which day they are active (domain/mediation.md 4.5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.codes import DisputeType
from governance.access.scope import AreaScopedQuerySet


class Employment(models.TextChoices):
    """专兼职 (domain/mediation.md 4.5)."""

    FULL = "full", "专职"
    PART = "part", "兼职"


class Origin(models.TextChoices):
    """产生方式 (人民调解法 第十三条)."""

    ELECTED = "elected", "推选"
    ENGAGED = "engaged", "聘任"


class OtherIdentity(models.TextChoices):
    """具备其他身份."""

    LAWYER = "lawyer", "律师"
    LEGAL_WORKER = "legal_worker", "基层法律服务工作者"
    NOTARY = "notary", "公证员"
    TEACHER = "teacher", "教师"
    DOCTOR = "doctor", "医生"
    RETIRED_JUSTICE = "retired_justice", "退休法官、检察官、警官"
    ASSESSOR = "assessor", "人民陪审员"
    COMMUNITY_WORKER = "community_worker", "社区工作者"
    GRID_WORKER = "grid_worker", "网格员"
    PARTY_DELEGATE = "party_delegate", "党代表"
    DEPUTY = "deputy", "人大代表"
    CPPCC = "cppcc", "政协委员"
    EXPERT = "expert", "专家"
    OTHER = "other", "其他"


class PaidBar(models.TextChoices):
    """Who may not be paid beside their post: a condition of subsidies (domain/mediation.md 1.9)."""

    NONE = "", "无"
    CIVIL_SERVANT = "civil_servant", "公务员"
    BY_REFERENCE = "by_reference", "参照公务员法管理的人员"
    OTHER = "other", "其他按规定不得兼职取酬的人员"


class GradeLevel(models.IntegerChoices):
    """全国人民调解员等级."""

    FIRST = 1, "一级"
    SECOND = 2, "二级"
    THIRD = 3, "三级"
    FOURTH = 4, "四级"


class MediatorPost(models.TextChoices):
    """调委会职务 (domain/mediation.md 4.5)."""

    DIRECTOR = "director", "主任"
    DEPUTY = "deputy", "副主任"
    MEMBER = "member", "委员"
    ENGAGED = "engaged", "聘任调解员"


class Standing(models.TextChoices):
    """状态 (domain/mediation.md 4.5): who is suspended, left or was removed takes no case and no subsidy."""

    ACTIVE = "active", "在任"
    SUSPENDED = "suspended", "停用"
    LEFT = "left", "离任"
    REMOVED = "removed", "罢免或解聘"


BARRED = (Standing.SUSPENDED, Standing.LEFT, Standing.REMOVED)


class Political(models.TextChoices):
    """政治面貌 (GB/T 4762)."""

    MEMBER = "01", "中共党员"
    PROBATIONARY = "02", "中共预备党员"
    LEAGUE = "03", "共青团员"
    KMT_COMMITTEE = "04", "民革党员"
    LEAGUE_DEMOCRATIC = "05", "民盟盟员"
    NATIONAL_CONSTRUCTION = "06", "民建会员"
    PROMOTING_DEMOCRACY = "07", "民进会员"
    PEASANTS_WORKERS = "08", "农工党党员"
    ZHI_GONG = "09", "致公党党员"
    JIU_SAN = "10", "九三学社社员"
    TAIWAN_LEAGUE = "11", "台盟盟员"
    NO_PARTY = "12", "无党派人士"
    MASSES = "13", "群众"


class Education(models.TextChoices):
    """文化程度 (GB/T 4658)."""

    POSTGRADUATE = "10", "研究生"
    BACHELOR = "20", "大学本科"
    COLLEGE = "30", "大学专科"
    SECONDARY_TECHNICAL = "40", "中等专科"
    SENIOR_HIGH = "60", "高中"
    JUNIOR_HIGH = "70", "初中"
    PRIMARY = "80", "小学"
    OTHER = "90", "其他"


class Marital(models.TextChoices):
    """婚姻状况 (GB/T 2261.2)."""

    SINGLE = "10", "未婚"
    MARRIED = "20", "已婚"
    WIDOWED = "30", "丧偶"
    DIVORCED = "40", "离婚"
    NOT_STATED = "90", "未说明"


class MediatorProfileQuerySet(AreaScopedQuerySet):
    view_verb = "posting.view"


class MediatorProfile(models.Model):
    """What is filed of a mediator: `person` is who the account is, told once, so that conflicts are found by number.

    `grade` is 1 (highest) to 4 (全国调解员等级). `area` is the committee's place that keeps the entry.
    """

    account = models.OneToOneField("governance.Account", models.PROTECT, related_name="mediator")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="所在区域")
    person = models.ForeignKey(
        "governance.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本人登记"
    )
    employment = models.CharField("专兼职", max_length=4, choices=Employment.choices, default=Employment.PART)
    origin = models.CharField("产生方式", max_length=7, choices=Origin.choices, default=Origin.ENGAGED)
    grade = models.PositiveSmallIntegerField("等级", choices=GradeLevel.choices, null=True, blank=True)
    identities = ArrayField(
        models.CharField(max_length=16, choices=OtherIdentity.choices),
        default=list,
        blank=True,
        verbose_name="其他身份",
    )
    specialities = ArrayField(
        models.CharField(max_length=4, choices=DisputeType.choices),
        default=list,
        blank=True,
        verbose_name="擅长的纠纷类型",
    )
    paid_bar = models.CharField("不得领取补贴的身份", max_length=13, choices=PaidBar.choices, blank=True)
    post = models.CharField("调委会职务", max_length=8, choices=MediatorPost.choices, blank=True)
    term_starts_on = models.DateField("任期开始", null=True, blank=True)
    term_ends_on = models.DateField("任期届满日（当日起届满）", null=True, blank=True)
    is_bought = models.BooleanField("政府购买服务", default=False)
    status = models.CharField("状态", max_length=9, choices=Standing.choices, default=Standing.ACTIVE)
    filing_no = models.CharField("备案编号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filed_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="备案登记人"
    )
    political = models.CharField("政治面貌", max_length=2, choices=Political.choices, blank=True)
    education = models.CharField("文化程度", max_length=2, choices=Education.choices, blank=True)
    major = models.CharField("所学专业", max_length=60, blank=True)
    marital = models.CharField("婚姻状况", max_length=2, choices=Marital.choices, blank=True)
    unit = models.CharField("工作单位", max_length=100, blank=True)
    occupation = models.CharField("职业", max_length=50, blank=True)
    title = models.CharField("职称", max_length=50, blank=True)
    studio = models.CharField("调解工作室", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    mediates_since = models.PositiveSmallIntegerField("从事调解工作起始年份", null=True, blank=True)
    knowledge = models.CharField("知识储备", max_length=200, blank=True)
    injury = models.CharField("因公伤亡情况", max_length=200, blank=True)
    career = models.TextField("个人简历", max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MediatorProfileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解员登记"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(filed_on__isnull=False) | models.Q(filing_no="", filed_by__isnull=True),
                name="mediator_filing_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(term_ends_on__isnull=True) | models.Q(term_ends_on__gt=models.F("term_starts_on")),
                name="mediator_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(grade__isnull=True) | models.Q(grade__gte=1, grade__lte=4),
                name="mediator_grade_is_one_to_four",
            ),
        ]

    def __str__(self):
        return f"{self.account}"

    def get_absolute_url(self):
        return reverse("cases:mediator", args=[self.account_id])

    @property
    def specialities_shown(self) -> str:
        return "、".join(DisputeType(code).label for code in self.specialities)

    @property
    def is_filed(self) -> bool:
        """Filed with the bureau (备案): a condition of subsidies."""
        return self.filed_on is not None

    def standing_on(self, day) -> str:
        """The status on that day; before the first change they were active. Reads `standings`."""
        return next((one.status for one in self.standings.all() if one.since <= day), Standing.ACTIVE)


class MediatorStanding(models.Model):
    """From which day a mediator is active, suspended, gone or removed, and why; the newest is that of the profile."""

    profile = models.ForeignKey(MediatorProfile, models.PROTECT, related_name="standings")
    status = models.CharField("状态", max_length=9, choices=Standing.choices)
    since = models.DateField("起始日期")
    reason = models.CharField("原因", max_length=300)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "调解员状态"
        ordering = ["profile_id", "-since", "-id"]

    def __str__(self):
        return f"{self.since} {self.get_status_display()}"
