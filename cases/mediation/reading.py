"""Who reads what of a case: rows of its file, and what was said to its mediators alone (domain/mediation.md 1.7)."""

from django.db import models

from cases.docket.assisting import or_assisted
from cases.docket.models import Case, OfCaseQuerySet
from cases.mediation.models import Assignment, MediatorRole

IN_SEPARATE_MEETINGS = (MediatorRole.HOST, MediatorRole.CO)


class OfFileQuerySet(OfCaseQuerySet):
    """Statements, records, evidence: for who holds case.read at the place, and who mediates or records now.

    `to_case` is the path to the case.
    """

    view_verb = "case.read"
    to_case = "case"

    def visible_to(self, actor, verb: str | None = None):
        """Who reads them; with another verb, of these the rows of places where that one is held too."""
        own = models.Q(**{f"{self.to_case}__in": cases_mediated_by(actor, MediatorRole.values)})
        read = self.filter(actor.scope(self.view_verb).condition(self.scope_field) | own)
        if verb in (None, "", self.view_verb):
            return read
        held = actor.scope(verb).condition(self.scope_field)
        return read.filter(or_assisted(held, actor, verb, f"{self.to_case}_id"))

    def known_to(self, actor):
        """That they are there, their dates and what they led to: progress, for whoever sees the case (case.view).

        Who reads by this tells no word of the file.
        """
        return self.filter(actor.scope("case.view").condition(self.scope_field))


class OfSeparateMeetingQuerySet(models.QuerySet):
    """What one side said alone (背靠背): the host and co-mediators of now, and nobody else whatever they hold."""

    def visible_to(self, actor, verb: str | None = None):
        return self.filter(case__in=cases_mediated_by(actor, IN_SEPARATE_MEETINGS))

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


def cases_mediated_by(actor, roles):
    """Cases in which `actor` stands in one of `roles` now, and holds office at the place of the committee that leads
    or of one that assists."""
    if actor._meta.model_name != "account":
        return Case.objects.none()
    offices = {p.area_id for p in actor.postings_today if {"case.mediate", "case.register"} & actor.verbs_of(p)}
    standing = Assignment.objects.standing().filter(account=actor, role__in=list(roles))
    here = or_assisted(models.Q(area_id__in=offices), actor, "case.mediate", "id")
    return Case.objects.filter(here, pk__in=standing.values("case_id"))


def hears_separately(actor, case) -> bool:
    """Whether `actor` may write and read the separate-meeting notes of `case`."""
    return cases_mediated_by(actor, IN_SEPARATE_MEETINGS).filter(pk=case.pk).exists()
