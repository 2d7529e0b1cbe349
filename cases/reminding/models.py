from django.db import models
from django.db.models.functions import Now

from cases.docket.models import OfCaseQuerySet


class HolderReminder(models.Model):
    """Somebody above asked the holders of a case to move on (催办); `accounts` are who was told."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="holder_reminders")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="催办人")
    accounts = models.ManyToManyField("governance.Account", related_name="+", verbose_name="收件人")
    text = models.CharField("内容", max_length=300)
    sent_at = models.DateTimeField("催办时间", db_default=Now(), editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["case_id", "id"]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return self.case.get_absolute_url()

    @property
    def area_id(self):
        return self.case.area_id
