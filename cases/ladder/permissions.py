"""Who decides between committees: the director of each side, at the very place of the committee."""


def can_answer(actor, transfer) -> bool:
    """Take the case over, or not: the director of the committee that was asked."""
    return actor.holds_here("case.decide", transfer.receiver.area_id)
