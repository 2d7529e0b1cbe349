"""What the acts of every day ask of the database, counted, so that nothing is read twice unnoticed.

By an account that comes fresh, as in a request; savepoint and the actor's postings included.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.agreements.actions import sign_agreement
from cases.agreements.signers import Signing, slots_of
from cases.intake.actions import accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from governance.calendars.basis import TIME_LIMITS, Basis
from governance.people.models import Account
from tests.cases.agreements import make_ready
from tests.cases.factories import consent_all, make_filing, make_parties


@pytest.fixture
def queries_of():
    """How many queries an act takes, in a process that has read the calendar and what the rules say of time limits."""
    Basis.held(TIME_LIMITS)

    def count(act, *subject, by, **how):
        by = Account.objects.get(pk=by.pk)
        with CaptureQueriesContext(connection) as queries:
            act(*subject, by=by, **how)
        return len(queries)

    return count


def test_filing_a_case_with_two_parties(lin, committee, queries_of):
    entries, now = make_parties(lin), timezone.now()

    assert queries_of(register_case, committee, by=lin, received_at=now, filing=make_filing(), entries=entries) == 15


def test_logging_a_consent(lin, registered_case, queries_of):
    how = {"happened_at": timezone.now(), "channel": "phone", "answer": "agreed"}

    assert queries_of(log_contact, registered_case, by=lin, party=registered_case.parties.first(), **how) == 12


def test_accepting_a_case(lin, zhao, registered_case, queries_of):
    consent_all(registered_case, lin)

    assert queries_of(accept_case, registered_case, by=zhao, accepted_at=timezone.now()) == 14


def test_assigning_a_host_and_a_recorder(lin, zhao, accepted_case, queries_of):
    how = {"assigned_at": timezone.now(), "host": lin, "recorder": zhao, "told_by": "face"}

    assert queries_of(assign_mediators, accepted_case, by=zhao, **how) == 22


def test_signing_an_agreement_up_to_the_seal_that_brings_it_into_force(lin, mediated_case, queries_of):
    agreement, now = make_ready(mediated_case, lin), timezone.now()
    slots = slots_of(agreement, on=timezone.localdate())

    counts = {
        slot.key.partition("-")[0]: queries_of(
            sign_agreement, agreement, by=lin, slot=slot.key, signing=Signing(slot.signers[0].code, "paper", now)
        )
        for slot in slots
    }

    assert counts == {"party": 20, "host": 20, "recorder": 20, "committee": 50}
