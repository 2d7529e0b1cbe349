"""Cases that wait to be accepted, each with the request by which its director accepts it. They stay in the world."""

import itertools
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from bench.asking import signed_in
from bench.sending import Request
from cases.committees.models import MediationCommittee
from cases.intake.actions import log_contact, register_case
from cases.intake.filings import Filing
from cases.parties.actions import Entry
from governance.areas.codes import code_range
from governance.people.models import Account
from governance.persons.models import Person

COMMITTEES, DISTRICT = 16, "310114000000"
TOKEN = "b" * 32
FILING = Filing(source="S1", source_form="oral", dispute_type="D02", dispute_subtype="漏水", facts="楼上卫生间渗水。")


def waiting(count: int) -> list[Request]:
    """`count` of them, of several committees in turn, so that they seldom wait for the same series of numbers."""
    offices = list(_offices())
    return [_waiting(*office) for office in itertools.islice(itertools.cycle(offices), count)]


def _offices() -> Iterator[tuple]:
    """Committees with a director, a mediator and two people."""
    people = Person.objects.filter(area_id=OuterRef("area_id"))
    within = code_range(DISTRICT)
    rows = MediationCommittee.objects.filter(Exists(people), area__gte=within.first, area__lte=within.last).order_by(
        "pk"
    )
    found = 0
    for committee in rows.order_by("pk").iterator(chunk_size=100):
        both = list(Person.objects.filter(area_id=committee.area_id).order_by("pk")[:2])
        seats = [
            Account.objects.filter(postings__role=role, postings__area_id=committee.area_id).order_by("pk").first()
            for role in ("mediation_director", "mediator")
        ]
        if len(both) == 2 and all(seats):
            yield committee, *seats, both
            found += 1
        if found == COMMITTEES:
            return


def _waiting(committee, director, mediator, people) -> Request:
    entries = tuple(Entry(side, person=each) for side, each in zip(("applicant", "respondent"), people, strict=True))
    case = register_case(committee, by=mediator, received_at=timezone.now(), filing=FILING, entries=entries)
    for party in case.parties.all():
        log_contact(case, by=mediator, party=party, happened_at=timezone.now(), channel="face", answer="agreed")
    case.refresh_from_db(fields=["version"])
    session = signed_in(director.username).session.session_key
    return Request(
        "POST",
        reverse("cases:accept", args=[case.pk]),
        headers={
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        },
        body=f"version={case.version}&submission={uuid.uuid4()}",
        status=302,
    )
