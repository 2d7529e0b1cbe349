"""A case that an organ handed over is closed after that organ was told (domain/mediation.md 2.3 T20)."""

from cases.docket.guards import guard


@guard("T20")
def owes_feedback(case, code: str) -> str:
    if not case.is_entrusted or not awaits_feedback(case):
        return ""
    return "本案由其他部门委托移送，尚未反馈办理结果：请先在“反馈”一栏登记反馈，再结案。"


def awaits_feedback(case) -> bool:
    """Whether a result is there that the organ was not yet told."""
    return case.limits.running().filter(key="feedback").exists()
