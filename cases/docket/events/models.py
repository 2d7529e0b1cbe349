"""What happened in a case (办案记录), act by act."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from cases.docket.codes import Channel
from cases.docket.models import OfCaseQuerySet
from cases.docket.states import Procedure


class CaseEventQuerySet(OfCaseQuerySet):
    def of_life(self):
        """As a life is told: by when it happened, then by when it was recorded."""
        return self.order_by("happened_at", "seq")


class CaseEvent(models.Model):
    """One act in the life of a case (domain/mediation.md 2.8): what, by whom, when it happened, when recorded.

    `text` is for everyone who sees the case; `note` for those who read its file. Neither holds what was said in a
    separate meeting.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, db_index=False, related_name="events")
    seq = models.PositiveIntegerField("序号")
    step = models.CharField("步骤", max_length=5, blank=True)
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=12, choices=Procedure.choices, blank=True)
    after = models.CharField(max_length=12, choices=Procedure.choices)
    happened_at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间", editable=False)
    account = models.ForeignKey("governance.Account", models.PROTECT, null=True, db_index=False, related_name="+")
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, db_index=False, related_name="+")
    posting = models.ForeignKey("governance.Posting", models.PROTECT, null=True, db_index=False, related_name="+")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices, blank=True)
    text = models.CharField("事项", max_length=500, blank=True)
    note = models.TextField("内容", max_length=4000, blank=True)
    late_reason = models.CharField("补录原因", max_length=200, blank=True)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办案记录"
        ordering = ["case_id", "seq"]
        indexes = [
            BrinIndex(fields=["recorded_at"], autosummarize=True, pages_per_range=32, name="case_event_recorded"),
            models.Index(fields=["client"], name="case_event_of_client", condition=models.Q(client__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="case_event_seq_is_one")]

    def __str__(self):
        return self.text or self.verb

    @property
    def actor(self):
        return self.account or self.client
