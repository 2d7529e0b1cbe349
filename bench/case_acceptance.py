"""Accepting a case: the whole act with who asks, lock, checks, number, limits, words, event and trail, against its
INSERTs and UPDATEs bare, without the triggers that count; and against all its statements.

Each in a transaction of its own that is rolled back where it would be committed, so that the same case is accepted
again and again; what the disk takes at a commit would be the same for all.
"""

import os
from unittest.mock import patch

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.figure import Figure
from cases.committees.models import MediationCommittee
from cases.docket.models import Case
from cases.intake.actions import accept_case, log_contact, register_case
from cases.intake.filings import Filing
from cases.parties.actions import Entry
from governance.people.models import Account
from governance.persons.models import Person

SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
WRITES = ("INSERT", "UPDATE", "WITH")
YINGYUAN = "310114001001"
COUNTING = "SELECT tgname FROM pg_trigger WHERE tgname ~ '^pgtrigger_.*touch'"  # of figures and of the feed


def figures() -> list[Figure]:
    case = _case_that_waits()
    _take_back_from_now_on()
    with CaptureQueriesContext(connection) as sent:
        _accept(case)
    texts = [each["sql"].strip() for each in sent.captured_queries]
    asked = [text for text in texts if not text.startswith(SAVEPOINTS)]
    writes = [text for text in asked if text.startswith(WRITES)]
    bare = psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None)
    counting = [name for (name,) in bare.execute(COUNTING).fetchall()]

    def sent_bare(statements, ignored):
        bare.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(ignored) + "}"])
        for statement in statements:
            answer = bare.execute(statement)
            if answer.description:
                answer.fetchall()
        bare.rollback()

    return [
        Figure("受理一件案件，对其中的写入", lambda: _accept(case), lambda: sent_bare(writes, counting), at_most=2.5),
        Figure("同上，对其全部语句", lambda: _accept(case), lambda: sent_bare(asked, counting), at_most=None),
        Figure(
            "其中的写入，有统计触发器对没有的",
            lambda: sent_bare(writes, []),
            lambda: sent_bare(writes, counting),
            at_most=None,
        ),
    ]


def _accept(case):
    director = Account.objects.get(username="zhuren")
    accept_case(case, by=director, accepted_at=timezone.now())


def _take_back_from_now_on():
    """Where a transaction of this process would be committed it is rolled back; what it would queue is forgotten."""
    patch.object(connection, "_commit", connection._rollback).start()
    patch.object(connection, "run_and_clear_commit_hooks", lambda: connection.run_on_commit.clear()).start()


def _case_that_waits() -> Case:
    """A case of 迎园社区 of which everybody agreed to mediation."""
    mediator, now = Account.objects.get(username="tiaojie"), timezone.now()
    committee = MediationCommittee.objects.get(area_id=YINGYUAN)
    applicant, respondent = Person.objects.filter(area_id=YINGYUAN, identifiers__isnull=False).order_by("pk")[:2]
    filing = Filing(
        source="S1", source_form="oral", dispute_type="D02", dispute_subtype="漏水", facts="楼上卫生间渗水。"
    )
    entries = (Entry("applicant", person=applicant), Entry("respondent", person=respondent))
    case = register_case(committee, by=mediator, received_at=now, filing=filing, entries=entries)
    for party in case.parties.all():
        log_contact(case, by=mediator, party=party, happened_at=timezone.now(), channel="face", answer="agreed")
    return case
