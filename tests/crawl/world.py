"""A world of two districts in which every row carries a marker, and a second opinion on who may see it.

The opinion (`may_see`) is worked out from the role table and the chain of parents, not from code ranges:
it must not share a mistake with `visible_to`.
"""

from dataclasses import dataclass, field
from datetime import date

from django.apps import apps

from governance.access import clients
from governance.access.roles import ROLES
from governance.people.models import Account
from tests import factories
from tests.crawl.return_rows import OTHER_STATES
from tests.crawl.rows import BUILDERS
from tests.factories import CANGCHANG, JIADING, JIADINGZHEN, TIANPING, TIANPING_FIRST, XINCHENGLU, XUHUI, YINGYUAN

MARKED_PLACES = (YINGYUAN, CANGCHANG, TIANPING_FIRST)


@dataclass(frozen=True)
class Marked:
    """One row of the world. `probe` is what a search may be asked for, `marker` what only the row itself says."""

    subject: str
    places: tuple[str, ...]
    probe: str
    marker: str
    values: dict = field(hash=False, compare=False)
    owner_id: int | None = None


@dataclass(frozen=True)
class Seat:
    """Someone who knocks at every door: an account, an API client, or nobody (None)."""

    label: str
    account: object
    postings: tuple[tuple[str, str], ...]  # (role, place) in force
    verbs: frozenset[str] | None = None  # a client's own limit

    def holds(self, verb: str, place: str) -> bool:
        return any(verb in self._verbs(role) and _lies_in(place, held) for role, held in self.postings)

    def holds_anywhere(self, verb: str) -> bool:
        return any(verb in self._verbs(role) for role, _ in self.postings)

    def _verbs(self, role):
        return ROLES[role].verbs if self.verbs is None else ROLES[role].verbs & self.verbs


def _lies_in(place: str, held: str) -> bool:
    """Whether `held` is `place` or above it, by walking up the table of parents."""
    while place is not None:
        if place == held:
            return True
        place = PARENTS[place]
    return False


PARENTS = {
    "000000000000": None,
    "310000000000": "000000000000",
    "310100000000": "310000000000",
    JIADING: "310100000000",
    XUHUI: "310100000000",
    XINCHENGLU: JIADING,
    JIADINGZHEN: JIADING,
    "310114003001": JIADINGZHEN,
    YINGYUAN: XINCHENGLU,
    CANGCHANG: XINCHENGLU,
    TIANPING: XUHUI,
    TIANPING_FIRST: TIANPING,
}


def may_see(seat: Seat, row: Marked, verb: str = "") -> bool:
    """Whether the declared rule lets `seat` see `row` (or do `verb` to it)."""
    if row.owner_id is not None and seat.account is not None and seat.account.pk == row.owner_id:
        return True
    asked = verb or view_verb(row.subject)
    return any(seat.holds(asked, place) for place in row.places)


def view_verb(subject: str) -> str:
    return getattr(apps.get_model(subject).objects.all(), "view_verb", "")


SEATS = {
    "committee_member": YINGYUAN,
    "mediator": YINGYUAN,
    "mediation_director": YINGYUAN,
    "street_staff": XINCHENGLU,
    "street_justice_officer": XINCHENGLU,
    "street_supervisor": XINCHENGLU,
    "district_viewer": JIADING,
    "district_officer": JIADING,
    "auditor": JIADING,
    "administrator": "000000000000",
}


def seats() -> list[Seat]:
    """Every role at its place in one district, two of the other district, an ended and an empty account, nobody."""
    made = [_seat(f"{role}", role, place) for role, place in SEATS.items()]
    made += [_seat("next_door", "mediator", CANGCHANG), _seat("other_district", "district_officer", XUHUI)]
    made += [_seat("other_mediator", "mediator", TIANPING_FIRST)]
    ended = factories.make_account("seat_ended", "district_officer", JIADING, ends_on=date(2026, 2, 1))
    return [
        *made,
        Seat("ended", ended, ()),
        Seat("empty", factories.make_account("seat_empty"), ()),
        Seat("anonymous", None, ()),
    ]


def _seat(label, role, place):
    account = factories.make_account(f"seat_{label}", role, place, name=f"座{label}")
    return Seat(label, account, ((role, place),))


def client_seat(by, place=JIADING):
    """An API client of the district that may do all that the role of clients allows, and its secret."""
    verbs = sorted(ROLES["api_client"].verbs)
    issued = clients.issue()
    client = factories.make_client(
        "seat_client",
        place,
        by=by,
        verbs=verbs,
        key_id=issued.key_id,
        secret_digest=issued.digest,
        rate_per_minute=30_000,  # it knocks at every door within a minute
    )
    return Seat("api_client", client, (("api_client", place),), frozenset(verbs)), issued.bearer


def populate() -> list[Marked]:
    """One marked row of every subject in every marked place, and one in each other state that pages ask for."""
    number, rows = 0, []
    for subject, build in (*BUILDERS.items(), *OTHER_STATES):
        for place in MARKED_PLACES:
            number += 1
            probe = f"测{number:03d}"
            rows.append(_mark(subject, build, place, probe, f"{probe}员密"))
    return rows


def _mark(subject, build, place, probe, marker):
    built = build(place, marker)
    row, more = built if isinstance(built, tuple) else (built, {})
    values = {"pk": row.pk, "code": place, **more}
    owner = more.get("owner_id", row.pk if isinstance(row, Account) else None)
    return Marked(subject, tuple(more.get("places", (place,))), probe, marker, values, owner)
