"""Suspicions that two registered persons are one."""

from django.db import connection, models
from django.db.models.functions import Now
from django.urls import reverse

from governance.persons.models import IDENTIFIER_INDEX
from governance.sealing.blind_index import all_digests


class Verdict(models.TextChoices):
    OPEN = "open", "待判断"
    SAME = "same", "同一人"
    DIFFERENT = "different", "不是同一人"


NOTICE = """
INSERT INTO governance_duplicatesuspicion (earlier_id, later_id, reason, verdict, decision_note, version)
SELECT DISTINCT LEAST(known.person_id, %s::bigint), GREATEST(known.person_id, %s), %s, 'open', '', 1
FROM governance_personidentifier known
WHERE known.digest = ANY(%s) AND known.person_id <> %s
ON CONFLICT (earlier_id, later_id) DO NOTHING
"""


class DuplicateSuspicionQuerySet(models.QuerySet):
    view_verb = "person.view"

    def visible_to(self, actor, verb=None):
        """Suspicions of which `actor` may see both persons: nobody learns of one through the other."""
        scope = actor.scope(verb or self.view_verb)
        return self.filter(scope.condition("earlier__area_id"), scope.condition("later__area_id"))

    def open(self):
        return self.filter(verdict=Verdict.OPEN)

    def for_list(self):
        return self.select_related("earlier__area", "later__area", "decided_by")

    def locked(self, pk):
        return self.select_for_update(of=("self",)).select_related("earlier", "later").get(pk=pk)

    def notice(self, person, index_text: str, *, reason: str = "") -> None:
        """Note whoever else carries this identifier: one statement, which is the same whether there is somebody."""
        digests = all_digests(index_text, purpose=IDENTIFIER_INDEX)
        with connection.cursor() as cursor:
            cursor.execute(NOTICE, [person.pk, person.pk, reason, digests, person.pk])


class DuplicateSuspicion(models.Model):
    """Two persons with the same identifier. `reason` is what the registrar said who saw the first and entered another.

    With verdict `same`, `later` points at `earlier` (`Person.same_as`), which is the one to use.
    """

    earlier = models.ForeignKey("governance.Person", models.PROTECT, related_name="+", verbose_name="先登记")
    later = models.ForeignKey("governance.Person", models.PROTECT, related_name="+", verbose_name="后登记")
    reason = models.CharField("登记人说明", max_length=200, blank=True)
    noticed_at = models.DateTimeField("发现时间", db_default=Now(), editable=False)
    verdict = models.CharField("结论", max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    decided_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="判断人"
    )
    decided_at = models.DateTimeField("判断时间", null=True, blank=True)
    decision_note = models.CharField("判断依据", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DuplicateSuspicionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑似重复"
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="suspicion_once_per_pair"),
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="suspicion_of_two_persons"),
            models.CheckConstraint(
                condition=models.Q(verdict="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(verdict="open") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="suspicion_decided_by_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.earlier.name}、{self.later.name}：{self.get_verdict_display()}"

    def get_absolute_url(self):
        return reverse("duplicates:suspicion", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.verdict == Verdict.OPEN
