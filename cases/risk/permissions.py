"""Who may say how dangerous a case is (domain/mediation.md 2.9): mediators raise, few let it fall; who registers
reports what was found, for nobody waits for a mediator to call the police (人民调解法 第二十五条)."""

from cases.docket.permissions import is_mediator_of


def can_assess(actor, case) -> bool:
    """Raise the level, look again at it: the mediators and the director of this committee, who mediates in the case,
    and the justice office. API clients do not judge danger."""
    if actor._meta.model_name != "account":
        return False
    return actor.holds_here("case.mediate", case.area_id) or can_lower(actor, case) or is_mediator_of(actor, case)


def can_report(actor, case) -> bool:
    """Record that the police or another organ was told, and what they answered."""
    if actor._meta.model_name != "account":
        return False
    return can_assess(actor, case) or actor.holds_here("case.follow", case.area_id)


def can_lower(actor, case) -> bool:
    """Let the level fall: the director of this committee, and the justice office of its street."""
    if actor._meta.model_name != "account":
        return False
    return actor.holds_here("case.decide", case.area_id) or actor.holds("risk.lower", case.area_id)
