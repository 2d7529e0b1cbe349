"""Persons, the documents that identify them, and phone numbers."""

from datetime import date

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from governance.access.scope import AreaScopedQuerySet
from governance.identifiers import masks
from governance.identifiers.documents import GB_11643_KINDS, Document, DocumentKind, index_text_of
from governance.identifiers.ethnicity import ETHNICITIES
from governance.identifiers.phones import phone_kind
from governance.identifiers.resident_id import Sex, age_on
from governance.sealing.blind_index import all_digests
from governance.sealing.fields import BlindIndexField, SealedField

IDENTIFIER_INDEX, PHONE_INDEX = "person_identifier", "phone"


class LastingQuerySet(AreaScopedQuerySet):
    def current(self, on=None):
        """What is in force on `on`, a date (today if None)."""
        day = on or timezone.localdate()
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day))


class NamedQuerySet(AreaScopedQuerySet):
    def called(self, text):
        """Whose name contains `text`, or whose pinyin or initials begin with it."""
        sound = text.lower().replace(" ", "")
        condition = models.Q(name__icontains=text.strip())
        if sound.isascii() and sound.isalpha():
            condition |= models.Q(pinyin__startswith=sound) | models.Q(initials__startswith=sound)
        return self.filter(condition)


class PersonQuerySet(NamedQuerySet):
    view_verb = "person.view"

    def identified_by(self, documents: list[Document]):
        """Who has, or had, one of these documents."""
        digests = [digest for one in documents for digest in all_digests(one.index_text, purpose=IDENTIFIER_INDEX)]
        return self.filter(
            models.Exists(PersonIdentifier.objects.filter(person=models.OuterRef("pk"), digest__in=digests))
        )

    def reached_at(self, number: str):
        """Who has, or had, this phone number (as `parse_phone` returns it)."""
        digests = all_digests(number, purpose=PHONE_INDEX)
        return self.filter(models.Exists(Phone.objects.filter(person=models.OuterRef("pk"), digest__in=digests)))

    def for_list(self):
        """All that a list reads: place, main document and phones, in a fixed number of queries."""
        return self.select_related("area", "address_area", "same_as").prefetch_related(
            models.Prefetch("identifiers", PersonIdentifier.objects.current(), to_attr="identifiers_now"),
            models.Prefetch("phones", Phone.objects.current(), to_attr="phones_now"),
        )

    def for_reader(self, actor):
        """For `actor` to read: `kept_entry` is the entry kept of the same person, None where it is out of scope."""
        kept = models.Prefetch("same_as", Person.objects.visible_to(actor), to_attr="kept_entry")
        return self.for_list().prefetch_related(kept)


class Person(models.Model):
    """A natural person. `area` is where they are registered and so who may see them; `address_area` is where they live.

    The date of birth is sealed: with a masked resident ID beside it, it would give the whole number away.
    """

    name = models.CharField("姓名", max_length=20)
    pinyin = models.CharField(max_length=200, db_collation="C", editable=False)
    initials = models.CharField(max_length=40, db_collation="C", editable=False)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField("民族", max_length=2, choices=ETHNICITIES, blank=True)
    birth_on_sealed = SealedField("出生日期", purpose="person.birth_on", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("出生年份", null=True, blank=True)
    area = models.ForeignKey(
        "governance.Area", models.PROTECT, db_index=False, related_name="+", verbose_name="登记区域"
    )
    address_area = models.ForeignKey(
        "governance.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="住址所在区域"
    )
    address = models.CharField("详细住址", max_length=200, blank=True)
    note = models.CharField("备注", max_length=500, blank=True)
    no_identifier_reason = models.CharField("未登记证件的原因", max_length=200, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name="与此人为同一人"
    )
    registered_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        indexes = [
            models.Index(fields=["area", "pinyin", "id"]),
            models.Index(fields=["area", "registered_at", "id"]),
            models.Index(fields=["area", "initials"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True, birth_on_sealed__isnull=True)
                | models.Q(birth_year__isnull=False, birth_on_sealed__isnull=False),
                name="person_birth_year_with_birth_date",
            ),
            models.CheckConstraint(
                condition=models.Q(same_as__isnull=True) | ~models.Q(same_as=models.F("pk")),
                name="person_is_not_its_own_duplicate",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("persons:person", args=[self.pk])

    @property
    def phones_url(self):
        return reverse("persons:phones", args=[self.pk])

    @property
    def matters_url(self):
        return reverse("persons:matters", args=[self.pk])

    @property
    def history_url(self):
        return reverse("persons:history", args=[self.pk])

    @property
    def change_url(self):
        return reverse("persons:change", args=[self.pk])

    @property
    def mask_id(self) -> str:
        """Where the masked date of birth stands on a page."""
        return f"birth-{self.pk}"

    @property
    def birth_on(self) -> date | None:
        return date.fromisoformat(self.birth_on_sealed.open()) if self.birth_on_sealed else None

    @property
    def birth_masked(self) -> str:
        return f"{self.birth_year}年" if self.birth_year else ""

    def is_minor_on(self, day) -> bool:
        """Under 18 (民法典 第十七条); False while unknown. Opened only where its year does not say."""
        if self.birth_year is None:
            return False
        years = day.year - self.birth_year
        return years < 18 or (years == 18 and self.birth_on is not None and age_on(self.birth_on, day) < 18)


class PersonIdentifierQuerySet(LastingQuerySet):
    scope_field = "person__area_id"
    view_verb = "person.view"


class PersonIdentifier(models.Model):
    """A document of a person. `ends_on` is the first day on which it no longer holds (None: no end known)."""

    person = models.ForeignKey("governance.Person", models.PROTECT, related_name="identifiers", verbose_name="人员")
    kind = models.CharField("证件类型", max_length=20, choices=DocumentKind.choices)
    number = SealedField("证件号码", purpose="person_identifier.number")
    digest = BlindIndexField(reads="index_text", purpose=IDENTIFIER_INDEX)
    is_primary = models.BooleanField("主要证件", default=False)
    starts_on = models.DateField("启用日", null=True, blank=True)
    ends_on = models.DateField("停用日", null=True, blank=True)
    end_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects = PersonIdentifierQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "证件"
        ordering = ["-is_primary", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_primary=True), name="person_has_one_primary_identifier"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="identifier_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(is_primary=False),
                name="ended_identifier_is_not_primary",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.masked}"

    @property
    def area_id(self):
        return self.person.area_id

    @property
    def mask_id(self) -> str:
        return f"identifier-{self.pk}"

    @property
    def masked(self) -> str:
        return masks.mask_document(self.number.open())

    @property
    def index_text(self) -> str:
        return index_text_of(self.kind, self.number.open())

    @property
    def tells_birth(self) -> bool:
        """Whether the number itself says sex and date of birth."""
        return self.kind in GB_11643_KINDS and len(self.number.open()) == 18

    @property
    def is_ended(self) -> bool:
        return self.ends_on is not None


class PhoneQuerySet(LastingQuerySet):
    view_verb = "person.view"

    def visible_to(self, actor, verb=None):
        """Phones of persons, and of organisations, in `actor`'s scope; `verb` is asked of both kinds."""
        of_persons = actor.scope(verb or self.view_verb).condition("person__area_id")
        of_organisations = actor.scope(verb or "organisation.view").condition("organisation__area_id")
        return self.filter(of_persons | of_organisations)


class Phone(models.Model):
    """A phone number of a person or of an organisation, one of them."""

    person = models.ForeignKey("governance.Person", models.PROTECT, null=True, blank=True, related_name="phones")
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, null=True, blank=True, related_name="phones"
    )
    number = SealedField("电话号码", purpose="phone.number")
    digest = BlindIndexField(reads="index_text", purpose=PHONE_INDEX)
    label = models.CharField("说明", max_length=20, blank=True)
    is_primary = models.BooleanField("主要电话", default=False)
    ends_on = models.DateField("停用日", null=True, blank=True)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "电话"
        ordering = ["-is_primary", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="phone_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_primary=True), name="person_has_one_primary_phone"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_primary=True), name="organisation_has_one_primary_phone"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(is_primary=False),
                name="ended_phone_is_not_primary",
            ),
        ]

    def __str__(self):
        return self.masked

    @property
    def owner(self):
        return self.person or self.organisation

    @property
    def area_id(self):
        return self.owner.area_id

    @property
    def mask_id(self) -> str:
        return f"phone-{self.pk}"

    @property
    def masked(self) -> str:
        return masks.mask_phone(self.number.open())

    @property
    def index_text(self) -> str:
        return self.number.open()

    @property
    def kind_name(self) -> str:
        kind = phone_kind(self.number.open())
        return str(kind.label) if kind else ""

    @property
    def is_ended(self) -> bool:
        return self.ends_on is not None
