"""Before acceptance: what a letter asked, what each side answered, what is being typed."""

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.codes import Channel
from cases.docket.models import Case, OfCaseQuerySet
from governance.sealing.fields import SealedField


class Answer(models.TextChoices):
    AGREED = "agreed", "同意调解"
    REFUSED = "refused", "拒绝调解"
    UNDECIDED = "undecided", "尚未决定"
    UNREACHED = "unreached", "未联系上"


class ContactQuerySet(OfCaseQuerySet):
    def latest_first(self):
        return self.order_by("-happened_at", "-id")


class Contact(models.Model):
    """One word with a party (联系记录): when, how, with whom, and what they answered.

    The newest answer of a party is the one that counts: a consent may be withdrawn (人民调解法 第二十三条).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="contacts")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="contacts")
    happened_at = models.DateTimeField("时间")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    spoke_with = models.CharField("接话人", max_length=100, blank=True)
    answer = models.CharField("答复", max_length=10, choices=Answer.choices)
    note = models.CharField("备注", max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    account = models.ForeignKey("governance.Account", models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系记录"
        ordering = ["case_id", "happened_at", "id"]

    def __str__(self):
        return f"{self.party}：{self.get_answer_display()}"

    @property
    def recorded_by(self) -> str:
        return str(self.account or self.client or "")

    @property
    def area_id(self):
        return self.case.area_id


class Organ(models.TextChoices):
    """Who refers, or is referred to."""

    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    POLICE = "police", "公安机关"
    PETITION = "petition", "信访部门"
    CENTRE = "centre", "综治中心"
    STREET = "street", "街道（乡镇）"
    HOTLINE = "hotline", "12345 热线"
    HOUSING = "housing", "房管部门"
    LABOUR = "labour", "人社部门"
    MARKET = "market", "市场监管部门"
    WOMEN = "women", "妇联"
    COMMITTEE = "mediation_committee", "其他调委会"
    OTHER = "other", "其他部门"


class CourtMode(models.TextChoices):
    """How a court hands over; its time differs (domain/mediation.md 1.3)."""

    BEFORE = "before", "立案前委派"
    IN_SUIT = "in_suit", "诉讼中委托（普通程序）"
    IN_SUMMARY = "summary", "诉讼中委托（简易程序）"
    TOLD = "told", "告知引导"


class Direction(models.TextChoices):
    IN = "in", "收到"
    OUT = "out", "发出"


class Referral(models.Model):
    """A letter by which a dispute came or went (移送、委托): domain/mediation.md 1.6."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="referrals")
    direction = models.CharField("方向", max_length=3, choices=Direction.choices)
    organ = models.CharField("部门类型", max_length=20, choices=Organ.choices)
    organ_name = models.CharField("部门名称", max_length=100)
    court_mode = models.CharField("委派方式", max_length=8, choices=CourtMode.choices, blank=True)
    letter_no = models.CharField("文号", max_length=60, blank=True)
    letter_on = models.DateField("发函日期", null=True, blank=True)
    received_at = models.DateTimeField("收到时间", null=True, blank=True)
    contact_name = models.CharField("联系人", max_length=50, blank=True)
    contact_phone = models.CharField("联系人办公电话", max_length=30, blank=True)
    outside_no = models.CharField("对方案号、警情号或信访号", max_length=60, blank=True)
    due_on = models.DateField("要求办结日期", null=True, blank=True)
    reason = models.CharField("事由", max_length=500, blank=True)
    reply = models.CharField("回复", max_length=500, blank=True)
    replied_on = models.DateField("回复日期", null=True, blank=True)
    file = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    reply_file = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移送函"
        ordering = ["case_id", "id"]

    def __str__(self):
        return f"{self.get_direction_display()} {self.organ_name} {self.letter_no}".strip()

    @property
    def area_id(self):
        return self.case.area_id


class DraftQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A draft is its writer's alone, while they may still register."""
        if actor._meta.model_name != "account" or not actor.scope("case.register"):
            return self.none()
        return self.filter(account=actor)

    def unfinished(self):
        return self.filter(filed_as__isnull=True)

    def left_since(self, moment):
        """Not touched since `moment`."""
        return self.filter(saved_at__lt=moment)


class Draft(models.Model):
    """A filing that is being typed (未完成的登记), saved as one types; empty once it is filed, gone with its time.

    `body` is what the form held, as JSON; sealed, because numbers of people stand in it. The key is made by the page,
    so that a draft that began without a network keeps its name.
    """

    key = models.UUIDField(primary_key=True, default=uuid4)
    account = models.ForeignKey("governance.Account", models.CASCADE, related_name="+")
    clue = models.ForeignKey("cases.Case", models.CASCADE, null=True, blank=True, related_name="drafts")
    filed_as = models.ForeignKey("cases.Case", models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField("内容", max_length=120, blank=True)
    body = SealedField("填写内容", purpose="case_draft.body")
    saved_at = models.DateTimeField("保存时间", db_index=True)
    version = models.PositiveIntegerField(default=1)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未完成的登记"
        ordering = ["-saved_at"]

    def __str__(self):
        return self.title or "未完成的登记"

    def get_absolute_url(self):
        return reverse("cases:draft", args=[self.pk])


class PaperKind(models.TextChoices):
    """What comes in with a dispute; and, for the volume, what was written or signed on paper alone."""

    ID_PHOTO = "id_photo", "证件照片"
    APPLICATION = "application", "申请书"
    LETTER = "letter", "来函"
    AUTHORITY = "authority", "授权委托书"
    MEMBERS = "members", "推选代表人名单"
    WITHDRAWAL = "withdrawal", "撤回申请书"
    REPLY = "reply", "复函、回执"
    REQUEST = "request", "当事人书面申请"
    RIGHTS = "rights", "权利义务告知书"
    RECORD = "record", "调解记录"
    REMEDIES = "remedies", "救济途径告知书"
    CHECK = "check", "排查登记表"
    OTHER = "other", "其他材料"


class PaperQuerySet(models.QuerySet):
    view_verb = "case.read"

    def visible_to(self, actor):
        """Of a draft: its writer's. Of a case: whoever reads its file, and who handed it in while they register."""
        mine = models.Q(pk__in=[])
        own_cases = Case.objects.none()
        if actor._meta.model_name == "account":
            registers = actor.scope("case.register").condition("case__area_id")
            mine = models.Q(account=actor) & (models.Q(case__isnull=True) | registers)
            own_cases = Case.objects.visible_to(actor).filter(
                assignments__account=actor, assignments__ended_at__isnull=True
            )
        reads = actor.scope("case.read").condition("case__area_id")
        return self.filter(mine | reads | models.Q(case__in=own_cases))


class Paper(models.Model):
    """A paper or photo handed in with a filing (来件材料); sees the same eyes as the file of the case."""

    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="papers")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="papers")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="papers")
    kind = models.CharField("材料", max_length=12, choices=PaperKind.choices)
    file = models.OneToOneField("governance.StoredFile", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("governance.Account", models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField("交来时间", db_default=Now(), editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来件材料"
        ordering = ["id"]

    def __str__(self):
        return self.get_kind_display()

    @property
    def area_id(self):
        return self.case.area_id if self.case else ""
