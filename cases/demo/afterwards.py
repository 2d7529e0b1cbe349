"""What follows an agreement in the demo: most people do what they signed, some late, a few not at all."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

import time_machine
from django.utils import timezone

from cases.agreements.models import Obligation
from cases.closing.actions import approve_closing, propose_closing
from cases.confirmation.actions import apply_confirmation, note_expired, record_acceptance, record_outcome
from cases.confirmation.checks import CODES
from cases.confirmation.courts import courts_for
from cases.demo.story import RECORDED_AFTER
from cases.docket.guards import held_back
from cases.docket.states import Performance
from cases.performance.actions import note_overdue, record_performance, urge_performance
from cases.visits.actions import record_visit
from cases.visits.due import FIRST_OF_RISK, SECOND_OF_RISK

ON_TIME, LATE, NEVER = "on_time", "late", "never"
WAYS = {ON_TIME: 82, LATE: 13, NEVER: 5}
ASKED = 0.12  # of the written ones, confirmed by the court
VISITED = 0.94
SATISFIED = (1, 2, 3, 4)
MIDNIGHT = time(0, 20)
JUST_NOW, CLOSED = timedelta(days=20), 0.6  # what was visited lately is closed, and waits for its volume

Planned = tuple[datetime, Callable[[datetime], object]]


def follow(life) -> None:
    """Carry a case that is agreed on as far as today lets it."""
    for moment, act in sorted(_plan(life), key=lambda planned: planned[0]):
        if moment + RECORDED_AFTER > life.until:
            return
        with time_machine.travel(moment + RECORDED_AFTER, tick=True):
            act(moment)


def _plan(life) -> Iterator[Planned]:
    yield from _watch(life)
    rng, case = life.rng, life.case
    agreement, effective_on = case.agreements.in_force().get(), timezone.localdate(life.at)
    one = agreement.obligations.get()
    is_asked = agreement.is_written and rng.random() < ASKED
    if is_asked:
        yield from _court(life, effective_on)
    elif agreement.is_written:
        closes_on = case.limits.filter(key="jc_apply").latest("id").due_on
        yield _night(closes_on), lambda moment: note_expired(case, on=timezone.localdate(moment))
    done_on, due_on = effective_on, one.due_on
    if due_on:
        way = rng.choices(list(WAYS), list(WAYS.values()))[0]
        done_on = due_on + timedelta(days=rng.randint(-5, 0) if way == ON_TIME else rng.randint(4, 12))
        done_on = max(done_on, effective_on)
        if way != ON_TIME:
            yield from _late(life, one, due_on, way)
        parts = list(one.instalments.order_by("seq"))
        for part in parts[:-1]:
            yield _at(life, part.due_on), partial(_perform, case, one, amount=part.amount)
        if way == NEVER:
            return
        rest = parts[-1].amount if parts else one.amount
        done_on = max(done_on, parts[-2].due_on) if len(parts) > 1 else done_on
        yield _at(life, done_on), partial(_perform, case, one, amount=rest)
    if rng.random() < VISITED:
        seen = _at(life, done_on + timedelta(days=rng.randint(2, 12)))
        yield seen, lambda moment: _visit(life, moment)
        if life.until - seen < JUST_NOW and rng.random() < CLOSED:
            yield seen + timedelta(days=1), lambda moment: _close(life, moment)


def _watch(life) -> Iterator[Planned]:
    """The two more visits of a case that was dangerous, by dice of their own (cases/demo/dangers.py)."""
    own = replace(life, rng=Random(f"watch {life.case.number}"))  # noqa: S311 - invented lives, not secrets
    for limit in life.case.limits.running().filter(key__in=(FIRST_OF_RISK, SECOND_OF_RISK)).order_by("due_on"):
        if own.rng.random() < VISITED:
            yield _at(own, limit.due_on), lambda moment: _visit(own, moment)


def _court(life, effective_on: date) -> Iterator[Planned]:
    rng, case, kept = life.rng, life.case, {}
    applied_on = effective_on + timedelta(days=rng.randint(2, 12))
    accepted_on = applied_on + timedelta(days=rng.randint(1, 3))
    ruled_on = accepted_on + timedelta(days=rng.randint(4, 12))
    docket = f"（{accepted_on.year}）沪0114民特{rng.randint(1, 900)}号"

    def ask(moment):
        day = timezone.localdate(moment)
        court = courts_for(case, on=day)[0]
        kept["application"] = apply_confirmation(
            case,
            by=case.host,
            court=court.name,
            ground=court.grounds[0],
            applied_on=day,
            joined=tuple(case.parties.standing()),
            checked=CODES,
        )

    def accept(moment):
        record_acceptance(kept["application"], by=case.host, accepted_on=timezone.localdate(moment), docket=docket)

    def rule(moment):
        record_outcome(kept["application"], by=case.host, outcome="confirmed", decided_on=timezone.localdate(moment))

    yield from zip((_at(life, day) for day in (applied_on, accepted_on, ruled_on)), (ask, accept, rule), strict=True)


def _late(life, one: Obligation, due_on: date, way) -> Iterator[Planned]:
    case, has_told = life.case, way == NEVER
    outcome = "refused" if has_told else "noted"
    yield _night(due_on), lambda moment: note_overdue(case, on=timezone.localdate(moment))
    yield (
        _at(life, due_on + timedelta(days=life.rng.randint(1, 3))),
        lambda moment: urge_performance(
            case, by=case.host, party=one.debtor, urged_at=moment, channel="phone", outcome=outcome, has_told=has_told
        ),
    )


def _perform(case, one, moment, *, amount):
    proof = {"proof": "receipt", "note": "收条已核对"} if one.amount else {"proof": "seen", "note": "现场查看"}
    record_performance(one, by=case.host, performed_at=moment, amount=amount, **proof)


def _close(life, moment):
    """The clock stands at `moment` already: `follow` set it."""
    case = life.case
    case.refresh_from_db()
    if held_back(case, "T20"):
        return
    report = propose_closing(
        case, by=case.host, proposed_at=moment, brief="经过见调解记录。", opinion="双方已履行，建议结案。"
    )
    approve_closing(report, by=life.office.director, approved_at=moment, decision="同意结案。")


def _visit(life, moment):
    life.case.refresh_from_db()
    record_visit(
        life.case,
        by=life.case.host,
        party=life.case.parties.get(side=life.rng.choice(("applicant", "respondent"))),
        visited_at=moment,
        channel=life.rng.choice(("phone", "phone", "face")),
        performance="done" if life.case.performance == Performance.DONE else "going_on",
        satisfaction=life.rng.choices(SATISFIED, (50, 38, 9, 3))[0],
        situation="双方往来正常。",
    )


def _at(life, day: date) -> datetime:
    """Office hours of that day, and after the last act."""
    hour = timezone.make_aware(datetime.combine(day, time(life.rng.randint(9, 16), life.rng.randrange(60))))
    return max(hour, life.at + timedelta(minutes=life.rng.randint(20, 90)))


def _night(last_day: date) -> datetime:
    """The first hour after that day."""
    return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), MIDNIGHT))
