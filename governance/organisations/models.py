"""Organisations: what they are called, their credit code (public), who represents them."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from governance.identifiers.credit_code import parse_credit_code
from governance.persons.models import PHONE_INDEX, NamedQuerySet, Phone
from governance.sealing.blind_index import all_digests


class OrganisationKind(models.TextChoices):
    LEGAL_PERSON = "legal_person", "法人"
    UNINCORPORATED = "unincorporated", "非法人组织"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"


class OrganisationQuerySet(NamedQuerySet):
    view_verb = "organisation.view"

    def reached_at(self, number: str):
        """Who has, or had, this phone number (as `parse_phone` returns it)."""
        digests = all_digests(number, purpose=PHONE_INDEX)
        return self.filter(models.Exists(Phone.objects.filter(organisation=models.OuterRef("pk"), digest__in=digests)))

    def for_list(self):
        return self.select_related("area").prefetch_related(
            models.Prefetch("phones", Phone.objects.current(), to_attr="phones_now")
        )


class Organisation(models.Model):
    """An organisation. `area` is where it is registered in the portal and so who may see it.

    `legal_representative` is the legal representative, the head, or the operator of an individual business.
    """

    kind = models.CharField("类型", max_length=20, choices=OrganisationKind.choices)
    name = models.CharField("名称", max_length=100)
    pinyin = models.CharField(max_length=600, db_collation="C", editable=False)
    initials = models.CharField(max_length=200, db_collation="C", editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True, db_collation="C")
    legal_representative = models.CharField("法定代表人（负责人、经营者）", max_length=20, blank=True)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="登记区域")
    address = models.CharField("地址", max_length=200, blank=True)
    note = models.CharField("备注", max_length=500, blank=True)
    registered_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        indexes = [
            models.Index(fields=["area", "pinyin", "id"]),
            models.Index(fields=["area", "registered_at", "id"]),
            models.Index(fields=["area", "initials"]),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisations:organisation", args=[self.pk])

    @property
    def phones_url(self):
        """Where its phones are shown."""
        return self.get_absolute_url()

    @property
    def change_url(self):
        return reverse("organisations:change", args=[self.pk])

    @property
    def credit_code_warning(self) -> str:
        return parse_credit_code(self.credit_code).warning if self.credit_code else ""
