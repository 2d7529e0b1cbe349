"""Who may open a way in for whom: nobody hands out, or takes over, more than they hold."""

from datetime import date

from governance.access.roles import NOT_FOR_ADMINISTRATORS, ROLES, Role
from governance.areas.codes import ROOT


def holds_all(actor, verbs, area_code: str) -> bool:
    """Whether `actor` holds every one of `verbs` over the whole of a place."""
    return all(actor.holds(verb, area_code) for verb in verbs)


def to_be_held(role: Role) -> frozenset[str]:
    """What of a role its granter must hold too. The work of an office is bestowed by those who may not do it:
    a mediator's by the street that appoints, never by the mediator (审批与授权分离)."""
    return role.verbs - NOT_FOR_ADMINISTRATORS


def can_grant(actor, role: Role, area_code: str) -> bool:
    return actor.holds("posting.grant", area_code) and holds_all(actor, to_be_held(role), area_code)


def holds_until(actor, verbs, area_code: str) -> date | None:
    """The day from which `actor` no longer holds all of `verbs` at a place; None when no end is known."""
    ends = []
    for verb in verbs:
        last = [p.ends_on for p in actor.postings_covering(area_code) if verb in actor.verbs_of(p)]
        if None not in last:
            ends.append(max(last))
    return min(ends, default=None)


def can_change_posting(actor, posting) -> bool:
    """Postings of accounts; a client's posting lives and ends with the client."""
    if posting.account_id is None or posting.account_id == actor.pk:
        return False
    return can_grant(actor, ROLES[posting.role], posting.area_id)


def can_manage_account(actor, account) -> bool:
    """Whoever resets a sign-in could use it, so the manager must hold everything that the account holds, everywhere."""
    if actor == account:
        return False
    postings = [posting for posting in account.postings.all() if posting.state != "ended"]
    if not postings:
        return actor.holds("account.manage", _place_of_origin(account))
    return all(
        actor.holds("account.manage", posting.area_id)
        and holds_all(actor, to_be_held(ROLES[posting.role]), posting.area_id)
        for posting in postings
    )


def _place_of_origin(account):
    """Of an account without a posting: where it last had one, else where it was opened."""
    last = max(account.postings.all(), key=lambda posting: (posting.ends_on, posting.pk), default=None)
    return last.area_id if last else account.opened_in_id or ROOT
