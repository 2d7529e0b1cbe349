"""A road accident that a dispute is about."""

from django.db import models

from cases.docket.models import OfCaseQuerySet
from cases.parties.models import Party


class Accident(models.Model):
    """The road accident of a case (道路交通事故): its certificate of liability (事故认定书) and who insures.

    道路交通安全法 第七十三条: the traffic police make the certificate. The insurer, where it takes part, is a third
    party of the case, under the name that stands here (domain/mediation.md 1.6).
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="accident")
    certificate_no = models.CharField("事故认定书编号", max_length=60, blank=True)
    certificate_on = models.DateField("认定日期", null=True, blank=True)
    certificate_by = models.CharField("认定机关", max_length=100, blank=True)
    insurer = models.CharField("保险公司", max_length=100, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "道路交通事故"

    def __str__(self):
        return self.in_words

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def in_words(self) -> str:
        made = "，".join(part for part in (self.certificate_by, _day(self.certificate_on)) if part)
        said = (
            f"事故认定书{self.certificate_no}" + (f"（{made}）" if made else "") if self.certificate_no else "",
            f"保险公司：{self.insurer}" if self.insurer else "",
        )
        return "；".join(filter(None, said))

    def insurer_as_party(self) -> Party | None:
        """The insurer among the parties, by its name."""
        return self.case.parties.standing().filter(name=self.insurer).first() if self.insurer else None


def _day(on) -> str:
    return f"{on:%Y-%m-%d}" if on else ""
