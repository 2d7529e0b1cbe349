"""Who may do what to a case (domain/mediation.md 2.9): one word of MAY for each `who` of the table of steps.

What a committee decides is decided by a posting at that committee, not from a street or district above it.
"""

from collections.abc import Callable

from cases.docket.assisting import assists


def can_register(actor, case) -> bool:
    """Register, log contacts, put forward for a party: whoever registers at the committee's place, or above it."""
    return actor.holds("case.register", case.area_id)


def can_decide(actor, case) -> bool:
    """The director of this very committee."""
    return actor.holds_here("case.decide", case.area_id)


def can_hand_over(actor, case) -> bool:
    """The director, or the director of the committee that has just said that it takes the case over."""
    if can_decide(actor, case):
        return True
    taken = case.transfers.filter(state="accepted").values_list("receiver__area_id", flat=True)
    return any(actor.holds_here("case.decide", place) for place in taken)


def is_host(actor, case) -> bool:
    return case.host_id is not None and _is_account(actor, case.host_id) and _mediates_here(actor, case)


def is_mediator_of(actor, case) -> bool:
    """Host, co-mediator or recorder of this case now."""
    if actor._meta.model_name != "account" or not _mediates_here(actor, case):
        return False
    return case.assignments.standing().filter(account=actor).exists()


def can_conduct(actor, case) -> bool:
    """The host, or the director in their place."""
    return is_host(actor, case) or can_decide(actor, case)


def can_settle(actor, case) -> bool:
    """Draft and record agreements: who mediates or records in this case, and the director."""
    return is_mediator_of(actor, case) or can_decide(actor, case)


def can_follow(actor, case) -> bool:
    """Urge and visit: who registers, mediates or directs at this committee (2.9); the offices above it look on."""
    return actor.holds_here("case.follow", case.area_id) or is_mediator_of(actor, case)


def can_perform(actor, case) -> bool:
    """Record performance and what a court did: of those the ones who read the file (1.7)."""
    return can_follow(actor, case) and can_read_file(actor, case)


def can_remind(actor, case) -> bool:
    """Ask the holder of a case to move on: the director of this committee, and the offices above it."""
    return actor._meta.model_name == "account" and actor.holds("case.remind", case.area_id)


def can_archive(actor, case) -> bool:
    """Check and archive volumes, lend them: the director of this committee, and the justice office of its street."""
    return actor._meta.model_name == "account" and actor.holds("case.archive", case.area_id)


def can_spot_check(actor, case) -> bool:
    """Look at archived volumes: the bureau of the district."""
    return actor._meta.model_name == "account" and actor.holds("archive.spot_check", case.area_id)


def can_import(actor, case) -> bool:
    """Bring in a case of an old register, as history: the director, and the street's justice office and supervisor."""
    return actor._meta.model_name == "account" and actor.holds("register.import", case.area_id)


def can_read_file(actor, case) -> bool:
    """Statements, records, evidence: the mediators of the case, the director, the justice office, the district."""
    return actor.holds("case.read", case.area_id) or is_mediator_of(actor, case)


def _mediates_here(actor, case) -> bool:
    is_here = any(actor.holds_here(verb, case.area_id) for verb in ("case.mediate", "case.register"))
    return is_here or assists(actor, case)


def _is_account(actor, pk) -> bool:
    return actor._meta.model_name == "account" and actor.pk == pk


MAY: dict[str, tuple[Callable, str]] = {
    "register": (can_register, "您没有在该调委会登记案件的权限。"),
    "decide": (can_decide, "须由本调委会主任办理。"),
    "hand_over": (can_hand_over, "须由移交、接收双方的调委会主任办理。"),
    "host": (is_host, "须由本案主持调解员办理。"),
    "mediate": (is_mediator_of, "须由本案调解员办理。"),
    "settle": (can_settle, "须由本案调解员、记录人或者调委会主任办理。"),
    "follow": (can_follow, "须由本调委会的登记人、调解员或者主任办理。"),
    "perform": (can_perform, "须由本案调解员或者调委会主任办理。"),
    "remind": (can_remind, "须由调委会主任、街道或者区级工作人员催办。"),
    "import": (can_import, "须由本调委会主任、司法所或者街道分管负责人导入。"),
    "archive": (can_archive, "须由本调委会主任或者司法所评查、归档。"),
    "spot_check": (can_spot_check, "须由区司法局抽查。"),
    "conduct": (can_conduct, "须由本案主持调解员或者调委会主任办理。"),
}
