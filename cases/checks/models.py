"""Checks (排查) and what they found."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from governance.access.scope import AreaScopedQuerySet


class Method(models.TextChoices):
    """排查方式."""

    VISIT = "visit", "走访入户"
    PATROL = "patrol", "日常巡查"
    SPECIAL = "special", "专项排查"
    MEETING = "meeting", "会商研判"
    REPORT = "report", "信息员报告"
    OTHER = "other", "其他"


class CheckQuerySet(AreaScopedQuerySet):
    view_verb = "case.view"

    def for_list(self):
        found = models.Count("findings")
        return self.select_related("committee__body", "area", "account").annotate(found_count=found)


class Check(models.Model):
    """One check for latent disputes (排查), counted also when it found nothing (domain/mediation.md 4.6 PCJFCS).

    `checkers` went; `account` typed it in. What was found is a clue each (CheckFinding).
    """

    committee = models.ForeignKey("cases.MediationCommittee", models.PROTECT, related_name="checks")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="所在区域")
    checked_at = models.DateTimeField("排查时间")
    place = models.CharField("排查地点", max_length=200)
    method = models.CharField("排查方式", max_length=8, choices=Method.choices)
    checkers = models.CharField("排查人", max_length=200)
    note = models.CharField("排查情况", max_length=1000, blank=True)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "矛盾纠纷排查"
        ordering = ["-checked_at", "-id"]
        indexes = [models.Index(fields=["committee", "-checked_at"], name="check_of_a_committee")]

    def __str__(self):
        return f"{self.place}排查"

    def get_absolute_url(self):
        return reverse("cases:check", args=[self.pk])


class CheckFinding(models.Model):
    """A clue that a check found; `people` are those concerned, as told, before anybody is entered as a party."""

    found_in = models.ForeignKey(Check, models.PROTECT, related_name="findings")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="finding")
    people = models.CharField("涉及人员", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "排查发现"
        ordering = ["found_in_id", "id"]

    def __str__(self):
        return str(self.case)
