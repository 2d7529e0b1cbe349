"""Stored files: what each is, who may read it, and for how long."""

from functools import reduce
from operator import or_
from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from governance.files.purposes import LENT, PURPOSES


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """By purpose: its maker alone, or who holds the purpose's verb at its place, or who sees its subject; and
        who sees a row that it is lent to (`purposes.lend`)."""
        shared = [self._shared(actor, purpose) for purpose in PURPOSES.values() if not purpose.private]
        own = models.Q(pk__in=self.kept().private_of(actor))
        return self.kept().filter(reduce(or_, [*shared, *(self._lent(actor, *one) for one in LENT)], own))

    def _lent(self, actor, name, field):
        seen = apps.get_model(name).objects.visible_to(actor).exclude(**{field: None})
        return models.Q(pk__in=seen.values(field))

    def _shared(self, actor, purpose):
        files = models.Q(purpose=purpose.code)
        if not purpose.subject:
            return files & actor.scope(purpose.verb).condition("area_id")
        model = apps.get_model(purpose.subject)
        seen = model.objects.visible_to(actor).annotate(key=Cast("pk", models.CharField()))
        return files & models.Q(subject_type=model._meta.model_name, subject_id__in=seen.values("key"))

    def private_of(self, actor):
        """Ids of the private files that `actor` made and still may read: the verb is held wherever the file reaches.

        Decided row by row: they are few (a week's exports of one person).
        """
        holder = "client" if actor._meta.model_name == "apiclient" else "account"
        private = [purpose.code for purpose in PURPOSES.values() if purpose.private]
        mine = self.filter(purpose__in=private, **{holder: actor.pk})
        return [file.pk for file in mine if all(actor.holds(file.verb, place) for place in file.places)]

    def kept(self, now=None):
        """Not expired at `now` (this moment if None)."""
        now = now or timezone.now()
        return self.filter(models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now))

    def to_erase(self, now=None):
        """Expired, with bytes that may still lie there."""
        return self.filter(expires_at__lte=now or timezone.now(), erased_at__isnull=True)

    def about(self, subject):
        return self.filter(subject_type=subject._meta.model_name, subject_id=str(subject.pk))


class StoredFile(models.Model):
    """One file. `digest` is SM3 over its bytes; `path` is ours, `name` is what people call it.

    `places` are the codes that a private file's contents reach; `verb` is what reading them takes.
    An expired file keeps its row, so that what was stored and read stays known; its bytes go.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    purpose = models.CharField("用途", max_length=40)
    name = models.CharField("文件名", max_length=160)
    content_type = models.CharField("类型", max_length=100)
    encoding = models.CharField("编码", max_length=20, blank=True)
    size = models.PositiveBigIntegerField("大小（字节）")
    digest = models.CharField("SM3 摘要", max_length=64)
    path = models.CharField(max_length=100, unique=True)
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+", verbose_name="区域")
    verb = models.CharField(max_length=40, blank=True)
    places = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    subject_type = models.CharField("对象类型", max_length=60, blank=True)
    subject_id = models.CharField("对象编号", max_length=60, blank=True)
    account = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    client = models.ForeignKey("governance.ApiClient", models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField("存入时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至", null=True, blank=True)
    erased_at = models.DateTimeField("清除时间", null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["account", "-id"]),
            models.Index(fields=["expires_at"], name="file_to_erase", condition=models.Q(erased_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(expires_at__isnull=False),
                name="file_is_erased_after_it_expires",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("files:download", args=[self.pk])

    @property
    def is_kept(self):
        return self.erased_at is None and (self.expires_at is None or timezone.now() < self.expires_at)

    def open(self):
        """The bytes, as an open binary file."""
        return default_storage.open(self.path, "rb")
