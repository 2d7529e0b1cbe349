"""Parties (当事人), who speaks for them, and who else takes part (domain/mediation.md 2.4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from cases.docket.models import OfCaseQuerySet
from governance.feed.triggers import followed


class Side(models.TextChoices):
    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "被申请人"
    THIRD = "third", "第三人"


class PartyKind(models.TextChoices):
    NATURAL = "natural_person", "自然人"
    LEGAL = "legal_person", "法人"
    UNINCORPORATED = "unincorporated", "非法人组织"
    BUSINESS = "individual_business", "个体工商户"


class SpecialGroup(models.TextChoices):
    """涉及特殊群体."""

    MINOR = "minor", "未成年人"
    AGED = "aged", "60周岁以上老年人"
    DISABLED = "disabled", "残疾人"
    WOMAN = "woman", "妇女"
    SOLDIER = "soldier", "军人"
    MIGRANT = "migrant_worker", "农民工"
    LOW_INCOME = "low_income", "低收入"
    PSYCHIATRIC = "psychiatric", "精神障碍患者"
    RELEASED = "released", "刑释或社区矫正人员"


class PartyQuerySet(OfCaseQuerySet):
    def standing(self):
        """Parties that have not left the case."""
        return self.filter(left_on__isnull=True)

    def opposing(self):
        """Whose consent acceptance needs: all but the applicants (人民调解法 第十七条)."""
        return self.standing().exclude(side=Side.APPLICANT)

    def from_the_start(self, accepted_on):
        """Those of the acceptance, without who joined later; before acceptance those that stand."""
        if accepted_on is None:
            return self.standing()
        return self.filter(models.Q(left_on__isnull=True) | models.Q(left_on__gt=accepted_on), joined_on__isnull=True)

    def for_file(self):
        return self.select_related("person", "organisation").prefetch_related(
            "representations__person", "identity_checks__account"
        )


class Party(models.Model):
    """Somebody with a side in the dispute. `name` is as it stood when filed; a number is only ever on the person.

    An individual business (个体工商户) is its operator, `person`, under a shop name, `organisation`.
    `members` counts the people that this entry stands for (representatives of many: those on the signed list).
    `joined_on` (of those alone who joined after acceptance), `died_on` and `left_on` are dates of the case, not of the
    person's file.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parties")
    side = models.CharField("地位", max_length=10, choices=Side.choices)
    seq = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("类型", max_length=20, choices=PartyKind.choices)
    person = models.ForeignKey(
        "governance.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    name = models.CharField("姓名或名称", max_length=100)
    pinyin = models.CharField(max_length=600, db_collation="C", editable=False)
    initials = models.CharField(max_length=200, db_collation="C", editable=False)
    occupation = models.CharField("职业或职务", max_length=50, blank=True)
    unit = models.CharField("工作单位", max_length=100, blank=True)
    special_groups = ArrayField(
        models.CharField(max_length=20, choices=SpecialGroup.choices), default=list, blank=True, verbose_name="特殊群体"
    )
    members = models.PositiveIntegerField("人数", default=1)
    lacks_capacity = models.BooleanField("无（限制）民事行为能力成年人", default=False)
    joined_on = models.DateField("受理后参加的日期", null=True, blank=True)
    died_on = models.DateField("死亡或终止日期", null=True, blank=True)
    left_on = models.DateField("退出日期", null=True, blank=True)
    left_reason = models.CharField("退出原因", max_length=200, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        triggers = followed("case", "case_id")
        ordering = ["case_id", "side", "seq"]
        indexes = [
            models.Index(fields=["pinyin"]),
            models.Index(fields=["initials"]),
            models.Index(fields=["person"]),
            models.Index(fields=["organisation"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(kind=PartyKind.NATURAL, person__isnull=False, organisation__isnull=True)
                    | models.Q(kind=PartyKind.BUSINESS, organisation__isnull=False)
                    | (~models.Q(kind=PartyKind.NATURAL) & models.Q(person__isnull=True, organisation__isnull=False))
                ),
                name="party_is_a_person_or_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(person__isnull=False, left_on__isnull=True),
                name="party_person_is_on_one_side",
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=models.Q(organisation__isnull=False, left_on__isnull=True),
                name="party_organisation_is_on_one_side",
            ),
            models.CheckConstraint(condition=models.Q(members__gte=1), name="party_counts_at_least_one"),
        ]

    def __str__(self):
        return self.name

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_natural(self) -> bool:
        return self.kind == PartyKind.NATURAL

    @property
    def group_labels(self) -> list[str]:
        return [str(SpecialGroup(code).label) for code in self.special_groups]

    @property
    def phones(self):
        """The telephones of the person or organisation that are in use."""
        owner = self.organisation or self.person
        return [phone for phone in owner.phones.all() if not phone.is_ended] if owner else []

    @property
    def identity_check(self):
        """The newest look at its paper; None before any."""
        return max(self.identity_checks.all(), key=lambda one: one.pk, default=None)

    def speakers_of(self, kind):
        """Who stands for the party in this capacity now."""
        return self.representations.standing().filter(kind=kind)

    def needs_guardian_on(self, day) -> bool:
        """A minor or an adult without full capacity has a guardian (民法典 第十七条至第二十三条)."""
        return self.person is not None and (self.lacks_capacity or self.person.is_minor_on(day))


class Shown(models.TextChoices):
    """How it was made sure who a party is (F05)."""

    ORIGINAL = "original", "核对原件"
    COPY = "copy", "核对原件并留存复印件"
    ABSENT = "absent", "未能取得"


class IdentityCheckQuerySet(OfCaseQuerySet):
    scope_field = "party__case__area_id"


class IdentityCheck(models.Model):
    """A party's paper was looked at: which, by whom, when; or could not be had, and why (F05, domain/mediation.md 3.1).

    `paper` names the kind of paper, never its number: that stays with the person.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="identity_checks")
    shown = models.CharField("核对方式", max_length=8, choices=Shown.choices)
    paper = models.CharField("证件", max_length=50, blank=True)
    reason = models.CharField("未能取得的原因", max_length=200, blank=True)
    checked_at = models.DateTimeField("核对时间")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="核对人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = IdentityCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "身份核对"
        ordering = ["party_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown="absent", paper="") & ~models.Q(reason="")
                | ~models.Q(shown="absent") & models.Q(reason="") & ~models.Q(paper=""),
                name="identity_seen_on_a_paper_or_absent_with_reason",
            )
        ]

    def __str__(self):
        return f"{self.party}：{self.get_shown_display()}"

    @property
    def area_id(self):
        return self.party.case.area_id


class RepresentationKind(models.TextChoices):
    AGENT = "agent", "委托代理人"
    GUARDIAN = "guardian", "监护人"
    HEAD = "head", "法定代表人（负责人）"
    CHOSEN = "chosen", "推选的代表人"


class AgentKind(models.TextChoices):
    LAWYER = "lawyer", "律师"
    LEGAL_WORKER = "legal_worker", "基层法律服务工作者"
    STAFF = "staff", "单位工作人员"
    RELATIVE = "relative", "近亲属"
    CITIZEN = "citizen", "推荐的公民"


class Authority(models.TextChoices):
    """Only a special authority may admit, waive, change claims or settle (民事诉讼法 第六十二条)."""

    GENERAL = "general", "一般授权"
    SPECIAL = "special", "特别授权"


class RepresentationQuerySet(OfCaseQuerySet):
    scope_field = "party__case__area_id"

    def standing(self):
        return self.filter(ended_on__isnull=True)


class Representation(models.Model):
    """Somebody who speaks for a party: an agent, a guardian, the head of an organisation, a chosen representative.

    Of agents, `matters` and `until_on` are what the power of attorney says; without them it is for this mediation.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="representations")
    kind = models.CharField("身份", max_length=10, choices=RepresentationKind.choices)
    person = models.ForeignKey("governance.Person", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=100)
    agent_kind = models.CharField("代理人类型", max_length=12, choices=AgentKind.choices, blank=True)
    authority = models.CharField("授权", max_length=8, choices=Authority.choices, blank=True)
    relation = models.CharField("与当事人关系", max_length=50, blank=True)
    matters = models.CharField("委托事项", max_length=200, blank=True)
    starts_on = models.DateField("起始日", null=True, blank=True)
    until_on = models.DateField("委托期限至", null=True, blank=True)
    file = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField("终止日", null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代理与代表"
        ordering = ["party_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(kind="agent") & ~models.Q(authority="") & ~models.Q(agent_kind=""))
                | (~models.Q(kind="agent") & models.Q(authority="", agent_kind="")),
                name="agent_with_authority",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def may_settle(self) -> bool:
        return self.kind != RepresentationKind.AGENT or self.authority == Authority.SPECIAL


class ParticipantRole(models.TextChoices):
    """被邀请参与人 (人民调解法 第二十条)."""

    EXPERT = "expert", "专家"
    WITNESS = "witness", "证人"
    INTERPRETER = "interpreter", "翻译"
    POLICE = "police", "民警"
    LAWYER = "lawyer", "律师"
    PSYCHOLOGIST = "psychologist", "心理咨询师"
    PROPERTY = "property_manager", "物业工作人员"
    OWNERS = "owners_committee", "业委会代表"
    NEIGHBOUR = "neighbour", "邻居、亲友"
    OTHER = "other", "其他"


class Participant(models.Model):
    """Somebody invited, with the consent of the parties."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="participants")
    role = models.CharField("身份", max_length=20, choices=ParticipantRole.choices)
    name = models.CharField("姓名", max_length=100)
    unit = models.CharField("单位", max_length=100, blank=True)
    invited_on = models.DateField("邀请日期")
    agreed_by = models.CharField("各方同意情况", max_length=200)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参与人"
        ordering = ["case_id", "id"]

    def __str__(self):
        return self.name

    @property
    def area_id(self):
        return self.case.area_id
