"""Documents that were produced from a case: from which facts, by which form, and whether they were signed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from cases.documents.keeping import from_json
from cases.documents.snapshot import FormSnapshot
from cases.mediation.reading import OfFileQuerySet
from governance.sealing.fields import SealedField


class ProducedDocumentQuerySet(OfFileQuerySet):
    def visible_to(self, actor, verb: str | None = None):
        """Whoever reads the file of the case, and who made the document while they register at its place."""
        seen = super().visible_to(actor)
        if actor._meta.model_name == "account":
            registers = actor.scope("case.register").condition(self.scope_field)
            seen = self.filter(models.Q(pk__in=seen.values("pk")) | (models.Q(account=actor) & registers))
        return seen.filter(actor.scope(verb).condition(self.scope_field)) if verb else seen

    def standing(self):
        """Neither void nor replaced by a newer one."""
        return self.filter(voided_at__isnull=True, replaced_by__isnull=True)

    def of_form(self, form: str, about: str):
        return self.filter(form=form, about=about)

    def for_page(self):
        return self.select_related("account", "pdf", "docx", "signed_file", "replaced_by").order_by("-id")


class ProducedDocument(models.Model):
    """One document (文书): the files that were printed and, sealed, the facts that they were printed from.

    `about` names the row of the case that it tells of ("mediationsession-3"), "" for the case itself. `template` is
    the version of the form. `digest` is SM3 over the snapshot, `facts_digest` the same without the moment it was taken:
    who asks for the same facts again gets the same document. A signed document is never made anew: a correction
    (`corrects`) stands beside it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    form = models.CharField("文书", max_length=20)
    about = models.CharField(max_length=40, blank=True)
    title = models.CharField("名称", max_length=100)
    template = models.PositiveSmallIntegerField("模板版本")
    snapshot = SealedField("快照", purpose="produced_document.snapshot")
    digest = models.CharField("快照摘要（SM3）", max_length=64)
    facts_digest = models.CharField(max_length=64)
    missing = ArrayField(models.CharField(max_length=4), verbose_name="不能打印的字", default=list, blank=True)
    pdf = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey("governance.StoredFile", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="制作人")
    produced_at = models.DateTimeField("制作时间", db_default=Now(), editable=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="更正的文书"
    )
    correction_reason = models.CharField("更正原因", max_length=200, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    signed_at = models.DateTimeField("签署时间", null=True, blank=True)
    signed_by = models.CharField("签署人", max_length=300, blank=True)
    signed_file = models.ForeignKey(
        "governance.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签署件"
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProducedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form", "about"],
                condition=models.Q(signed_at__isnull=True, voided_at__isnull=True, replaced_by__isnull=True),
                name="produced_document_to_sign_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, signed_by="", signed_file__isnull=True)
                | (models.Q(signed_at__isnull=False) & ~models.Q(signed_by="")),
                name="produced_document_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True, correction_reason="")
                | (models.Q(corrects__isnull=False) & ~models.Q(correction_reason="")),
                name="produced_document_corrects_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True, void_reason="")
                | (models.Q(voided_at__isnull=False, signed_at__isnull=True) & ~models.Q(void_reason="")),
                name="produced_document_signed_is_not_void",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.case.get_absolute_url()}documents/"

    @property
    def area_id(self):
        return self.case.area_id

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_standing(self) -> bool:
        return self.voided_at is None and self.replaced_by_id is None

    @property
    def facts(self) -> FormSnapshot:
        return from_json(self.snapshot.open())
