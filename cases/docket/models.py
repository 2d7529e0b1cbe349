"""The register (案件登记): cases, and who sees that there are rows of a case."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now, Right
from django.urls import reverse
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.assisting import assisting, or_assisted
from cases.docket.codes import ENTRUSTED, Casualties, Difficulty, DisputeType, Result, Source, SourceForm
from cases.docket.states import (
    FOLLOWED,
    LEFT_ALONE,
    OPEN,
    UNDER_WAY,
    Archive,
    Confirmation,
    Performance,
    Procedure,
    steps_from,
)
from governance.access.scope import AreaScopedQuerySet
from governance.areas import codes
from governance.feed.triggers import followed


class CaseQuerySet(AreaScopedQuerySet):
    view_verb = "case.view"

    def visible_to(self, actor, verb: str | None = None):
        """Cases of the actor's places, and those in which their committee assists (联合调解)."""
        asked = verb or self.view_verb
        return self.filter(or_assisted(actor.scope(asked).condition(self.scope_field), actor, asked, "id"))

    def reached_besides(self, subjects, accounts, verb, today):
        """Who mediates at a committee that assists, for who is told of a case."""
        return assisting([case.pk for case in subjects], accounts, verb, today)

    def standing(self):
        """Without those whose number was void."""
        return self.filter(voided_at__isnull=True)

    def on_file(self):
        """Without those whose volume was destroyed: of these only number and figures are left."""
        return self.exclude(archive=Archive.DESTROYED)

    def open(self):
        """Registered, and neither refused nor ended."""
        return self.standing().filter(procedure__in=OPEN)

    def followed(self):
        """Not yet in the archive, nor handed to somebody else: a time limit of ours may run."""
        return self.standing().filter(procedure__in=FOLLOWED)

    def under_way(self):
        return self.standing().filter(procedure__in=UNDER_WAY)

    def overdue(self, on=None):
        """With a next time limit that passed before `on`, a date (today if None), also after the end of mediation."""
        return self.followed().filter(due_on__lt=on or timezone.localdate())

    def unperformed(self):
        """With something of the agreement that was not done by its day, and not yet archived; by an index of these."""
        return self.standing().filter(performance=Performance.OVERDUE).exclude(procedure=Procedure.ARCHIVED)

    def due_within(self, days: int, on=None):
        """With a next time limit on `on` or the `days` after it."""
        day = on or timezone.localdate()
        return self.followed().filter(due_on__gte=day, due_on__lte=day + timedelta(days=days))

    def at_risk(self, least=1):
        """Of this risk level or above, and still followed."""
        return self.standing().filter(risk_level__gte=least).exclude(procedure__in=LEFT_ALONE)

    def settled_at(self, level: str):
        """Settled by an agreement at this level of the ladder: "community", "street" or "district"."""
        settled = self.standing().filter(result=Result.SUCCESS)
        settled = settled.alias(of_street=Right("area_id", 3), of_district=Right("area_id", 6))
        street, district = models.Q(of_street="000"), models.Q(of_district="000000")
        return settled.filter({"community": ~street, "street": street & ~district, "district": district}[level])

    def with_party(self, text):
        """With a party whose name contains `text`, or whose pinyin or initials begin with it."""
        registry, sound = self.model._meta.apps, text.lower().replace(" ", "")
        parties = registry.get_model("cases.Party").objects.standing()
        worded = registry.get_model("cases.CaseText").objects.heading(text)  # an index finds these, no index the name
        found = parties.filter(name__icontains=text.strip(), case__in=worded.values("pk")).values("case_id")
        if sound.isascii() and sound.isalpha():
            by_sound = (parties.filter(**{f"{how}__startswith": sound}) for how in ("pinyin", "initials"))
            found = found.union(*(rows.values("case_id") for rows in by_sound))
        return self.filter(pk__in=found)

    def involving(self, holder):
        """With one of these people or organisations as a party, also one that left, or speaking for a party."""
        registry = self.model._meta.apps
        party, speaker = registry.get_model("cases.Party"), registry.get_model("cases.Representation")
        persons = holder.persons()
        found = party.objects.filter(person__in=persons).values("case_id")
        shops = party.objects.filter(organisation__in=holder.organisations()).values("case_id")
        spoken_for = speaker.objects.filter(person__in=persons).values("party__case_id")
        return self.filter(pk__in=found.union(shops, spoken_for))

    def for_list(self):
        """All that a list reads, in a fixed number of queries."""
        return self.select_related("area", "committee__body", "host", "place_area")

    def for_page(self):
        """All that several sections of its page read."""
        parties = self.model._meta.apps.get_model("cases.Party").objects.for_file()
        return self.for_list().prefetch_related(models.Prefetch("parties", parties))

    def with_parties(self):
        """With `parties_now`, in one more query."""
        parties = self.model._meta.apps.get_model("cases.Party").objects.standing().order_by("case_id", "side", "seq")
        return self.prefetch_related(models.Prefetch("parties", parties, to_attr="parties_now"))


class Case(models.Model):
    """A case (调解案件) or, before anyone applied, a clue (排查线索).

    `area` is the committee's place and so who may see it; `place_area` is where the dispute arose, `place_estate` the
    estate, if it is on the list; `place_text` names it all the same. Three dates stand apart (domain/mediation.md 2.1):
    `accepted_on`, `result_on` (agreement effective, failure, end), `closed_on`. `performed_on` is the day on which the
    last duty was done, while all are. `received_at` is kept to the minute: the claim put to a committee interrupts
    limitation (民法典 第一百九十五条).
    `due_on` is the earliest open `TimeLimit`, `due_key` says which; `title` names the parties and the dispute.
    """

    committee = models.ForeignKey(MediationCommittee, models.PROTECT, related_name="cases", verbose_name="调委会")
    area = models.ForeignKey(
        "governance.Area", models.PROTECT, db_index=False, related_name="+", verbose_name="区域"
    )  # indexed with what lists sort by
    number = models.CharField("案号", max_length=60, blank=True)
    title = models.CharField("案件", max_length=200)

    procedure = models.CharField("程序", max_length=12, choices=Procedure.choices)
    performance = models.CharField("履行", max_length=12, choices=Performance.choices, default=Performance.NA)
    confirmation = models.CharField("司法确认", max_length=16, choices=Confirmation.choices, default=Confirmation.NA)
    archive = models.CharField("归档", max_length=12, choices=Archive.choices, default=Archive.NONE)

    source = models.CharField("来源", max_length=4, choices=Source.choices)
    source_form = models.CharField("申请方式", max_length=8, choices=SourceForm.choices, blank=True)
    dispute_type = models.CharField("纠纷类型", max_length=4, choices=DisputeType.choices)
    dispute_subtype = models.CharField("具体类型", max_length=20, blank=True)
    difficulty = models.PositiveSmallIntegerField("难易程度", choices=Difficulty.choices, default=Difficulty.ORDINARY)
    facts = models.TextField("简要事实", max_length=2000, blank=True)
    requests = ArrayField(models.CharField(max_length=500), verbose_name="请求事项", default=list, blank=True)
    claim_amount = models.DecimalField("请求金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    place_area = models.ForeignKey(
        "governance.Area",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="发生地",
    )
    place_estate = models.ForeignKey(
        "governance.Estate",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="发生的小区",
    )
    place_text = models.CharField("发生地点", max_length=200, blank=True)

    received_at = models.DateTimeField("收到时间")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    result = models.CharField("结果", max_length=2, choices=Result.choices, blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)
    performed_on = models.DateField("履行完毕日期", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    due_key = models.CharField("期限事项", max_length=20, blank=True)
    people_count = models.PositiveIntegerField("涉及人数", default=0)
    agreed_amount = models.DecimalField("协议金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    risk_level = models.PositiveSmallIntegerField("风险等级", default=0)
    casualties = models.CharField(
        "伤亡情况", max_length=7, choices=Casualties.choices, blank=True, default="", db_default=""
    )

    host = models.ForeignKey(
        "governance.Account",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="主持调解员",
    )
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="关联的前案"
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    is_imported = models.BooleanField("由旧登记簿导入", db_default=False, editable=False)
    registered_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)
    event_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        triggers = followed("case", "id")
        indexes = [
            models.Index(
                fields=["area", "-received_at", "-id"],
                include=[
                    *("voided_at", "procedure", "due_on", "dispute_type", "source", "difficulty", "result"),
                    *("performance", "confirmation", "archive", "accepted_on", "result_on"),
                ],
                name="case_in_scope",  # a list counts its hits in it, whatever it is filtered by
            ),
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(fields=["area", "procedure", "due_on"]),
            models.Index(fields=["host", "procedure", "due_on"]),
            models.Index(fields=["area", "-risk_level"], name="case_at_risk", condition=models.Q(risk_level__gt=0)),
            models.Index(fields=["area"], name="case_unperformed", condition=models.Q(performance="overdue")),
            models.Index(fields=["due_on"], name="case_due", condition=models.Q(due_on__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], condition=~models.Q(number=""), name="case_number_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_on__isnull=True, accepted_at__isnull=True, number="")
                | (models.Q(accepted_on__isnull=False, accepted_at__isnull=False) & ~models.Q(number="")),
                name="case_accepted_with_number",
            ),
            models.CheckConstraint(
                condition=models.Q(result="", result_on__isnull=True)
                | (~models.Q(result="") & models.Q(result_on__isnull=False)),
                name="case_result_with_its_date",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_on__isnull=True)
                | models.Q(result_on__isnull=True)
                | models.Q(result_on__gte=models.F("accepted_on")),
                name="case_result_not_before_acceptance",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(result_on__isnull=False),
                name="case_closed_with_result",
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True, void_reason="")
                | (models.Q(voided_at__isnull=False) & ~models.Q(void_reason="")),
                name="case_void_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.voided_at is None and self.procedure in OPEN

    @property
    def is_followed(self) -> bool:
        return self.voided_at is None and self.procedure in FOLLOWED

    @property
    def is_under_way(self) -> bool:
        return self.voided_at is None and self.procedure in UNDER_WAY

    @property
    def is_entrusted(self) -> bool:
        """Whether a court, the police or another organ handed it over (接受委托移送)."""
        return self.source in ENTRUSTED

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    def involves_death(self) -> bool:
        """有无死亡: the dispute is about somebody killed, or a party died in its course (a query)."""
        return (
            self.casualties == Casualties.DEAD
            or self.parties.filter(died_on__isnull=False, person__isnull=False).exists()
        )

    @property
    def settled_level(self) -> str:
        """Where it was settled: "community", "street", "district"; "" without an agreement (小事不出社区)."""
        if self.voided_at or self.result != Result.SUCCESS:
            return ""
        level = codes.level(self.area_id)
        return "community" if level == codes.COMMITTEE else "street" if level == codes.STREET else "district"

    @property
    def steps(self):
        """The steps that the table allows now."""
        return [] if self.voided_at else steps_from(self.procedure)

    def days_left(self, on) -> int | None:
        """Days until the next time limit; negative once it passed; None without one."""
        return (self.due_on - on).days if self.due_on else None


class OfCaseQuerySet(AreaScopedQuerySet):
    """Rows of a case: whoever sees the case sees that they are there."""

    scope_field = "case__area_id"
    view_verb = "case.view"

    def on_file(self):
        """Without those of cases whose volume was destroyed."""
        return self.exclude(**{f"{self.scope_field.removesuffix('area_id')}archive": Archive.DESTROYED})

    def visible_to(self, actor, verb: str | None = None):
        asked, to_case = verb or self.view_verb, self.scope_field.removesuffix("__area_id") + "_id"
        return self.filter(or_assisted(actor.scope(asked).condition(self.scope_field), actor, asked, to_case))

    def reached_besides(self, subjects, accounts, verb, today):
        """Who mediates at a committee that assists in the case, for who is told of its rows."""
        by_case = assisting({each.case_id for each in subjects}, accounts, verb, today)
        return {each.pk: by_case.get(each.case_id, set()) for each in subjects}
