"""The mediation committees of the demo: real streets and communities of 嘉定区, invented staff."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

import time_machine
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.demo.people import Numbers, invented_name
from cases.demo.story import at
from governance.committees.models import Body
from governance.people.accounts.actions import new_account
from governance.people.models import Account
from governance.people.postings.actions import grant_posting
from governance.persons.actions import register_person
from governance.persons.models import Person

BEGAN = at("2022-12-01 09:00")
TERM = {"term_starts_on": date(2022, 9, 1), "term_ends_on": date(2027, 9, 1)}
BUSY = (1, 1, 2, 3, 5)  # how much more one committee has to do than another
RESIDENTS, INVENTED = 24, "演示数据（虚构人员）"


@dataclass
class Office:
    """A committee with those who work there and the residents that it knows."""

    committee: MediationCommittee
    director: Account
    mediators: list[Account]
    residents: list[Person] = field(default_factory=list)

    @property
    def area_id(self) -> str:
        return self.committee.area_id


def open_office(body: Body, rng: Random, numbers: Numbers, *, by: Account, staff=()) -> Office:
    """The committee of a body, with its director and two mediators; `staff` are accounts that are there already."""
    committee = MediationCommittee.objects.filter(body=body).first() or MediationCommittee.objects.create(
        body=body, area_id=body.area_id, sign=sign_of(body), court="嘉定区人民法院", **TERM
    )
    team = list(staff)
    roles = ["mediation_director", "mediator", "mediator"][len(team) :]
    for place, role in enumerate(roles, len(team) + 1):
        team.append(_hire(f"m{body.area_id[4:]}{place}", invented_name(rng), role, body.area, by=by))
    office = Office(committee, team[0], team[1:])
    with time_machine.travel(BEGAN):
        office.residents = [_resident(office, rng, numbers) for _ in range(RESIDENTS)]
    return office


def sign_of(body: Body) -> str:
    """嘉 and as few characters of the place as are free: 嘉迎园."""
    for length in range(2, 6):
        sign = "嘉" + body.area.name[:length]
        if not MediationCommittee.objects.filter(sign=sign).exists():
            return sign
    raise ValueError(f"no free sign for {body}")


def _hire(username, name, role, area, *, by):
    known = Account.objects.filter(username=username).first()
    if known:
        return known
    with time_machine.travel(BEGAN):
        account, _ = new_account(username=username, name=name, area=area, by=by, with_password=False)
        grant_posting(
            account=account,
            role=role,
            area=area,
            starts_on=timezone.localdate(),
            ends_on=None,
            reason=INVENTED,
            by=by,
            on=timezone.localdate(),
        )
    return account


def _resident(office, rng, numbers):
    return register_person(
        by=office.director,
        on=timezone.localdate(),
        area=office.area_id,
        name=invented_name(rng),
        document_kind="resident_id",
        document_number=numbers.next(born_from=date(1940, 1, 1), born_to=date(2004, 1, 1)),
        phones=(f"1990000{rng.randrange(10000):04d}",),
        address=f"{rng.randrange(1, 60)}号{rng.randrange(1, 7)}0{rng.randrange(1, 5)}室",
        note=INVENTED,
    )
