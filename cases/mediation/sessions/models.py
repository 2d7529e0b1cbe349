"""Sessions (调解会): planned, held, recorded, signed (人民调解法 第二十七条)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.docket.states import Procedure
from cases.mediation.reading import OfFileQuerySet


class SessionState(models.TextChoices):
    PLANNED = "planned", "已安排"
    HELD = "held", "已举行"
    CALLED_OFF = "called_off", "已取消"


class SessionResult(models.TextChoices):
    SUCCESS = "success", "调解成功"
    FAILED = "failed", "调解不成"
    CONTINUE = "continue", "有待继续"


class Method(models.TextChoices):
    """调解方式 (domain/mediation.md 4.4)."""

    FACE = "face", "面对面"
    SEPARATE = "separate", "背靠背"
    VIDEO = "video", "视频"
    PHONE = "phone", "电话"
    ON_SITE = "on_site", "现场"
    JOINT = "joint", "联合"
    HEARING = "hearing", "公开评议"


class ClosedReason(models.TextChoices):
    """Why a session may not be open (人民调解工作若干规定 第二十九条)."""

    OBJECTION = "objection", "有当事人不同意公开"
    PRIVACY = "privacy", "涉及个人隐私"
    SECRET = "secret", "涉及商业秘密"


class MediationSessionQuerySet(OfFileQuerySet):
    def held(self):
        return self.filter(state=SessionState.HELD)

    def planned(self):
        """Ahead, in a case that is still being mediated."""
        return self.filter(state=SessionState.PLANNED, case__procedure=Procedure.MEDIATING)

    def planned_until(self, day):
        """Planned for `day` or before, the earliest first: what was to take place by then."""
        return self.planned().filter(planned_at__date__lte=day).order_by("planned_at")

    def for_page(self):
        return self.prefetch_related("presences").order_by("seq")


class MediationSession(models.Model):
    """One session. `text` is its record, for those who read the file; once signed it is only ever corrected.

    `planned_at` and `starts_at` are to the minute; `ends_at` is when it broke up.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, db_index=False, related_name="sessions")
    seq = models.PositiveSmallIntegerField("次序")
    state = models.CharField("状态", max_length=10, choices=SessionState.choices)
    planned_at = models.DateTimeField("安排时间", null=True, blank=True)
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=200)
    is_open = models.BooleanField("公开调解", default=False)
    closed_reason = models.CharField("不公开的原因", max_length=10, choices=ClosedReason.choices, blank=True)
    methods = ArrayField(
        models.CharField(max_length=10, choices=Method.choices), default=list, blank=True, verbose_name="调解方式"
    )
    result = models.CharField("结果", max_length=8, choices=SessionResult.choices, blank=True)
    text = models.TextField("调解记录", max_length=10_000, blank=True)
    called_off_reason = models.CharField("取消原因", max_length=200, blank=True)
    host = models.ForeignKey("governance.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorder = models.ForeignKey("governance.Account", models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField("签名时间", null=True, blank=True)
    signed_by = models.CharField("签名人", max_length=300, blank=True)
    signed_file = models.ForeignKey(
        "governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签名扫描件"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = MediationSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解会"
        ordering = ["case_id", "seq"]
        indexes = [
            models.Index(fields=["planned_at"], name="session_planned", condition=models.Q(state=SessionState.PLANNED))
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="session_seq_is_one"),
            models.CheckConstraint(
                condition=~models.Q(state=SessionState.HELD)
                | models.Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")) & ~models.Q(result=""),
                name="held_session_has_times_and_result",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=False) | models.Q(closed_reason=""), name="open_session_without_objection"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, signed_by="")
                | models.Q(state=SessionState.HELD, signed_at__isnull=False) & ~models.Q(signed_by=""),
                name="signed_session_was_held",
            ),
        ]

    def __str__(self):
        return f"第{self.seq}次调解"

    def get_absolute_url(self):
        return reverse("cases:session", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def begins_at(self):
        return self.starts_at or self.planned_at

    @property
    def method_names(self) -> str:
        return "、".join(Method(each).label for each in self.methods)

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class SessionPresence(models.Model):
    """Somebody expected at a session, and whether they came: a party, who speaks for one, or somebody invited."""

    session = models.ForeignKey(MediationSession, models.PROTECT, related_name="presences")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    representation = models.ForeignKey("cases.Representation", models.PROTECT, null=True, blank=True, related_name="+")
    participant = models.ForeignKey("cases.Participant", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=100)
    role = models.CharField("身份", max_length=40)
    is_present = models.BooleanField("到场", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "到场情况"
        ordering = ["session_id", "id"]

    def __str__(self):
        return f"{self.role}{self.name}"


class SessionCorrection(models.Model):
    """A correction (补正) to a signed record: the record itself stays as it was signed."""

    session = models.ForeignKey(MediationSession, models.PROTECT, related_name="corrections")
    text = models.TextField("补正内容", max_length=4000)
    reason = models.CharField("补正原因", max_length=200)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("补正时间")

    class Meta:
        verbose_name = verbose_name_plural = "调解记录补正"
        ordering = ["session_id", "id"]

    def __str__(self):
        return f"{self.session}补正"
