"""Who gets a notice: accounts by role at a place, through the postings they hold that day, and their deputies.

`holders`, `holders_above`, `named`, `once_late` and `together` make the `recipients` of a rung; none asks more than
one query, whatever the number of subjects.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from governance.access.roles import ROLES
from governance.areas import codes
from governance.notices.absences.models import Absence
from governance.notices.rungs import Recipients, Rung
from governance.people.models import Account, Posting


def holders(*roles: str, place: str = "area_id") -> Recipients:
    """Whoever holds one of `roles` at the subject's own place."""

    def find(subjects, today):
        seats = _seats(roles, {getattr(each, place) for each in subjects}, today)
        return {each.pk: seats[getattr(each, place)] for each in subjects}

    return find


def holders_above(*roles: str, place: str = "area_id") -> Recipients:
    """Whoever holds one of `roles` at the nearest place, from the subject's own upward, where somebody does."""

    def find(subjects, today):
        upward = {
            each.pk: [getattr(each, place), *reversed(codes.ancestors(getattr(each, place)))] for each in subjects
        }
        seats = _seats(roles, {code for chain in upward.values() for code in chain}, today)
        return {pk: next((seats[code] for code in chain if seats[code]), set()) for pk, chain in upward.items()}

    return find


def named(*columns: str) -> Recipients:
    """The accounts that columns of the subject, or of a row that it brings along, name (`case.host_id`)."""
    read = [attrgetter(column) for column in columns]

    def find(subjects, today):
        return {each.pk: {of(each) for of in read} - {None} for each in subjects}

    return find


def once_late(part: Recipients, *, due: str = "due_on") -> Recipients:
    """Those of `part`, for subjects whose date has passed."""

    def find(subjects, today):
        return part([each for each in subjects if getattr(each, due) < today], today)

    return find


def together(*parts: Recipients) -> Recipients:
    """All that any of the parts finds."""

    def find(subjects, today):
        found: dict[int, set[int]] = defaultdict(set)
        for part in parts:
            for pk, accounts in part(subjects, today).items():
                found[pk] |= accounts
        return found

    return find


def _seats(roles: Iterable[str], places: Iterable[str], today: date) -> Mapping[str, set[int]]:
    seats: dict[str, set[int]] = defaultdict(set)
    held = Posting.objects.active(today).filter(role__in=roles, area__in=places, account__isnull=False)
    for area, account in held.values_list("area_id", "account_id"):
        seats[area].add(account)
    return seats


@dataclass(frozen=True)
class Addressee:
    """An account that is to be told; `on_behalf_of` is the account that a deputy stands in for."""

    account_id: int
    on_behalf_of: int | None = None


def addressees(
    rung: Rung, subjects: Sequence, wanted: Mapping[int, set[int]], today: date
) -> dict[int, list[Addressee]]:
    """For each subject, who is told: active accounts whose posting reaches it today, then deputies of those away.

    Who is told in their own right is not told again as a deputy. A queryset that lets more accounts see its rows than
    postings at their places do says so: `reached_besides(subjects, accounts, verb, today)`, accounts by primary key.
    """
    asked = {account for accounts in wanted.values() for account in accounts}
    deputies = dict(Absence.objects.standing(today).filter(account__in=asked).values_list("account_id", "deputy_id"))
    reaches = _reach(rung, asked | set(deputies.values()), today)
    besides = _besides(rung, subjects, wanted, reaches, today)
    told = {}
    for each in subjects:
        place = getattr(each, rung.place)
        also = besides.get(each.pk, ())
        own = [account for account in sorted(wanted.get(each.pk, ())) if account in also or reaches(account, place)]
        covers = [(deputies[account], account) for account in own if account in deputies]
        covers = [(deputy, account) for deputy, account in covers if deputy not in own and reaches(deputy, place)]
        standing_in = {deputy: account for deputy, account in reversed(covers)}
        told[each.pk] = [Addressee(account) for account in own] + [
            Addressee(deputy, account) for deputy, account in sorted(standing_in.items())
        ]
    return told


def _besides(rung: Rung, subjects, wanted, reaches, today) -> Mapping[int, set[int]]:
    """Of the accounts that no posting lets see a subject, those that its queryset lets see it all the same."""
    asked = getattr(rung.model._default_manager.all(), "reached_besides", None)
    if asked is None:
        return {}
    left = {
        each.pk: {account for account in wanted.get(each.pk, ()) if not reaches(account, getattr(each, rung.place))}
        for each in subjects
    }
    accounts = {account for out in left.values() for account in out}
    return asked([each for each in subjects if left[each.pk]], accounts, rung.view_verb, today) if accounts else {}


def _reach(rung: Rung, accounts: Iterable[int], today: date) -> Callable[[int, str], bool]:
    """Whether an account may see a subject at a place today, by the postings that let it see such subjects."""
    if not rung.view_verb:
        active = set(Account.objects.filter(pk__in=accounts, is_active=True).values_list("pk", flat=True))
        return lambda account, place: account in active
    roles = [role.code for role in ROLES.values() if rung.view_verb in role.verbs]
    places: dict[int, list[str]] = defaultdict(list)
    held = Posting.objects.active(today).filter(account__in=accounts, account__is_active=True, role__in=roles)
    for account, area in held.values_list("account_id", "area_id"):
        places[account].append(area)
    return lambda account, place: any(codes.is_within(place, held_at) for held_at in places[account])
