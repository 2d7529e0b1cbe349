"""The words of a case, in two depths: what everyone who sees it may read, and what is in its file."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from cases.docket.assisting import or_assisted
from cases.search.words import asked, query_of, unsure
from governance.access.scope import AreaScopedQuerySet


class Matches(models.Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


class CaseTextQuerySet(AreaScopedQuerySet):
    view_verb = "case.view"

    def visible_to(self, actor, verb: str | None = None):
        """As cases are: of the actor's places, and those in which their committee assists."""
        asked = verb or self.view_verb
        return self.filter(or_assisted(actor.scope(asked).condition(self.scope_field), actor, asked, "case_id"))

    def heading(self, text: str):
        """Cases in whose number, title, place or names of parties every word of `text` is."""
        words = asked(text)
        return self.filter(_holds("head", words)) if words else self.none()

    def matching(self, text: str, actor):
        """Cases that `actor` sees and whose text, as far as they may read it, holds every word of `text`."""
        words = asked(text)
        if not words:
            return self.none()
        assigned = models.Q(case__assignments__account=actor.pk, case__assignments__ended_at__isnull=True)
        reads = actor.scope("case.read").condition("area_id")
        if actor._meta.model_name == "account":
            reads |= models.Exists(self.filter(assigned, pk=models.OuterRef("pk")))
        return self.visible_to(actor).filter(_holds("head", words) | (_holds("file", words) & reads))


class CaseText(models.Model):
    """`head`: number, title, place, names of the parties; `file`: these, and facts, requests and records.

    Kept by `search.actions`.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="text")
    area = models.ForeignKey("governance.Area", models.PROTECT, related_name="+")
    head = models.TextField()
    file = models.TextField()
    head_words = SearchVectorField()
    file_words = SearchVectorField()

    objects = CaseTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案件文字"
        indexes = [
            GinIndex(fields=["head_words"], name="case_text_head_words"),
            GinIndex(fields=["file_words"], name="case_text_file_words"),
        ]

    def __str__(self):
        return self.head


def _holds(depth, words):
    query = models.Func(
        models.Value(query_of(words)), template="%(expressions)s::tsquery", output_field=models.TextField()
    )
    held = models.Q(Matches(models.F(f"{depth}_words"), query))
    for word in unsure(words):
        held &= models.Q(**{f"{depth}__contains": word})
    return held
