"""Who may say how dangerous a case is (domain/mediation.md 2.9): whoever registers raises, few let it fall."""


def can_assess(actor, case) -> bool:
    """Raise the level, look again at it, report: people who register at the place. API clients do not judge danger."""
    return actor._meta.model_name == "account" and actor.holds("case.register", case.area_id)


def can_lower(actor, case) -> bool:
    """Let the level fall: the director of this committee, and the justice office of its street."""
    if actor._meta.model_name != "account":
        return False
    return actor.holds_here("case.decide", case.area_id) or actor.holds("risk.lower", case.area_id)
