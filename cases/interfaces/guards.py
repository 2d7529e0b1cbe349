"""A case that an organ handed over is closed after every such organ was told (domain/mediation.md 2.3 T20)."""

from django.db import models
from django.utils import timezone

from cases.docket.guards import guard
from cases.intake.models import Direction, Referral
from cases.interfaces.models import FINAL, Feedback


@guard("T20")
def owes_feedback(case, code: str) -> str:
    if not case.is_entrusted or not awaits_feedback(case):
        return ""
    names = "、".join(letter.organ_name for letter in unanswered(case))
    to = f"（{names}）" if names else ""
    return f"本案由其他部门委托移送，尚未反馈办理结果{to}：请先在“反馈”一栏登记反馈，再结案。"


def awaits_feedback(case) -> bool:
    """Whether a result is there that some organ was not yet told."""
    return case.limits.running().filter(key="feedback").exists()


def unanswered(case) -> list[Referral]:
    """The letters received whose organ was not told what became of the dispute since the time for it began to run."""
    limit = case.limits.running().filter(key="feedback").first()
    if limit is None:
        return []
    told = Feedback.objects.filter(referral=models.OuterRef("pk"), kind__in=FINAL)
    answers = told.values_list("sent_at", flat=True).order_by("-sent_at")[:1]
    letters = case.referrals.filter(direction=Direction.IN).annotate(told_at=models.Subquery(answers)).order_by("id")
    return [one for one in letters if one.told_at is None or timezone.localdate(one.told_at) < limit.starts_on]
