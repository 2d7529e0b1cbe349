"""What one side said alone (背靠背): sealed, for the mediators of the case and for nobody else."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from cases.mediation.reading import OfSeparateMeetingQuerySet
from governance.sealing.fields import SealedField


class SeparateNote(models.Model):
    """A note of a separate meeting. Its text is sealed; that it exists is known to its readers alone.

    What a party confides is not passed on (人民调解法 第十五条): no document, search, export, notice or history has it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="separate_notes")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+", verbose_name="当事人")
    met_at = models.DateTimeField("时间")
    text = SealedField("内容", purpose="separate_note.text")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间", db_default=Now(), editable=False)

    objects = OfSeparateMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单独谈话笔记"
        ordering = ["case_id", "met_at", "id"]

    def __str__(self):
        return f"单独谈话笔记 {self.pk}"

    def get_absolute_url(self):
        return reverse("cases:separate_note", args=[self.pk])

    @property
    def area_id(self):
        return self.case.area_id
