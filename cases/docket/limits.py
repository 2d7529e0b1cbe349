"""The running time limits of a case: begun and met by its steps, extended, stopped, resumed; the next one shown.

Each function works on a case that the caller has locked, and leaves saving the case itself to the caller.
"""

import json
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from cases.docket.codes import DisputeType, Source
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.time_limits import (
    A_RIGHT,
    CONCLUDING,
    DROPPED,
    GIVEN,
    HANDED_OVER,
    INSIDE,
    LABOUR_DISPUTES,
    LIMITS,
    MET,
    STARTED,
)
from governance.calendars.basis import Basis
from governance.calendars.dated import dated
from governance.calendars.limits import Derivation, Stop, extended, given
from governance.database.prepared import Prepared
from governance.errors import WrongState

# What is met and dropped is counted, so that it is so before the same keys begin anew.
TURN = Prepared("""
WITH met AS (
    UPDATE cases_timelimit SET met_on = %(on)s
    WHERE case_id = %(case)s AND met_on IS NULL AND dropped_on IS NULL AND key = ANY(%(met)s::text[])
    RETURNING id
), dropped AS (
    UPDATE cases_timelimit SET dropped_on = %(on)s
    WHERE case_id = %(case)s AND met_on IS NULL AND dropped_on IS NULL AND key = ANY(%(dropped)s::text[])
    RETURNING id
), begun AS (
    INSERT INTO cases_timelimit (case_id, key, starts_on, due_on, unrolled_on, derivation, is_provisional)
    SELECT %(case)s::bigint, new.* FROM jsonb_to_recordset(%(begun)s::jsonb)
        AS new (key text, starts_on date, due_on date, unrolled_on date, derivation jsonb, is_provisional boolean)
    WHERE (SELECT count(*) FROM met) + (SELECT count(*) FROM dropped) >= 0
    RETURNING id, case_id, key, due_on, stopped_on
)
SELECT id, case_id, key, due_on, stopped_on FROM cases_timelimit
WHERE case_id = %(case)s AND met_on IS NULL AND dropped_on IS NULL
    AND key <> ALL (%(met)s::text[] || %(dropped)s::text[])
UNION ALL SELECT * FROM begun
""")
BEGUN = ("key", "starts_on", "due_on", "unrolled_on", "derivation", "is_provisional")
COURT = {"before": "court_pre", "in_suit": "court_in", "summary": "court_summary"}


def follow_step(case: Case, code: str, on: date) -> None:
    """Start and meet what step `code` starts and meets (time_limits.py), and set when the case is due next."""
    if code == "T13":
        stop(case, on)
    elif code == "T13R":
        resume(case, on)
    if code in DROPPED:
        running(case).filter(key__in=DROPPED[code]).update(dropped_on=on)
    if code not in STARTED and code not in MET:
        return
    keys = [_key(case, key) for key in STARTED.get(code, ()) if _applies(case, key)]
    basis = Basis.held(key for key in keys if key not in GIVEN) if keys else None
    begun = [_begun(case, key, on, basis) for key in keys]
    _show_next(case, _turn(case, on, met=MET.get(code, ()), begun=begun))


def begin(case: Case, key: str, on: date, *, since: str = "") -> TimeLimit:
    """Start one limit that runs from `on`; one of the same key that still runs no longer applies.

    `since`: what happened on that day, where it is not what the table of periods says.
    """
    basis = Basis.held()
    drop(case, key, on)
    limit = _begun(case, _key(case, key), on, basis, since)
    limit.save()
    return limit


def drop(case: Case, key: str, on: date) -> None:
    """What runs under `key` no longer applies."""
    running(case).filter(key=key).update(dropped_on=on)


def running(case: Case):
    return case.limits.running()


def concluding(case: Case) -> str:
    """Which of CONCLUDING this case runs under."""
    if case.dispute_type == DisputeType.D15:
        return "medical"
    if case.source == Source.COURT:
        letter = _letter(case)
        return COURT.get(letter.court_mode, "mediate") if letter else "mediate"
    return "mediate"


def time_to_mediate(case: Case) -> TimeLimit:
    """The limit that runs while the case is mediated. Raises WrongState when none does."""
    found = running(case).filter(key__in=CONCLUDING).first()
    if found is None:
        raise WrongState("本案没有正在计算的调解期限。")
    return found


def extend(case: Case, *, to: date, agreed_on: date) -> TimeLimit:
    """Replace the time to mediate by the date that all parties agreed on; whether they may is the caller's to check."""
    old, basis = time_to_mediate(case), Basis.held()
    stops = Derivation.read(old.derivation).asked.stops
    new = _kept(case, old.key, extended(to, basis.calendar, replaces=old.due_on, since=agreed_on, stops=stops))
    old.dropped_on = agreed_on
    old.save(update_fields=["dropped_on"])
    new.save()
    set_due(case)
    return new


def stop(case: Case, on: date) -> None:
    """The clock of the mediation stands from `on`: while it does, the case is not due."""
    running(case).filter(key__in=CONCLUDING, stopped_on__isnull=True).update(stopped_on=on)
    set_due(case)


def resume(case: Case, on: date) -> None:
    """The clock goes on: the last day moves by the days that it stood, then rolls (domain/mediation.md 2.6)."""
    basis = Basis.held()
    for limit in running(case).filter(stopped_on__isnull=False):
        told = Derivation.read(limit.derivation).stopped(Stop(limit.stopped_on, on), basis.calendar)
        limit.stopped_on = None
        _write(limit, told)
        limit.save()
    set_due(case)


def set_due(case: Case) -> None:
    """Show the next limit that somebody of the committee must keep."""
    _show_next(case, running(case))


@dated(
    "cases.limits",
    "调解案件期限",
    rows=lambda: TimeLimit.objects.running().select_related("case"),
    limits=tuple(limit.key for limit in LIMITS),
    locks=("case",),
    title=lambda limit: str(limit.case),
    what=lambda limit: limit.label,
    subject=lambda limit: limit.case,
    kept=lambda limits: _follow_moves(limits),
)
def limit_again(limit: TimeLimit, basis: Basis) -> Derivation:
    """The same limit on another calendar, or with another allowance."""
    return basis.again(Derivation.read(limit.derivation), limit.key, limit.area_id)


def _applies(case, key):
    if key == "labour":
        return case.dispute_type in LABOUR_DISPUTES
    if key == "organ_due":
        letter = _letter(case) if case.is_entrusted else None
        return letter is not None and letter.due_on is not None
    return key != "feedback" or case.is_entrusted


def _letter(case):
    return case.referrals.filter(direction="in").first()


def _key(case, key):
    return concluding(case) if key == "mediate" else key


def _turn(case, on, *, met, begun) -> list[TimeLimit]:
    """In one statement: end what is met, drop what begins anew, then begin it; and read what runs now, as far as
    `_show_next` asks."""
    told = json.dumps([{name: getattr(limit, name) for name in BEGUN} for limit in begun], cls=DjangoJSONEncoder)
    dropped = [limit.key for limit in begun if limit.key not in met]
    values = {"case": case.pk, "on": on, "met": list(met), "dropped": dropped, "begun": told}
    return list(TimeLimit.objects.raw(TURN, values))


def _show_next(case, limits):
    due = [limit for limit in limits if limit.stopped_on is None and limit.key not in (*A_RIGHT, *INSIDE)]
    following = min(due, key=lambda limit: (limit.due_on, limit.pk), default=None)
    case.due_on, case.due_key = (following.due_on, following.key) if following else (None, "")


def _begun(case, key, on, basis, since=""):
    if key in GIVEN:
        letter = _letter(case)
        asked = f"{letter.organ_name}来函{letter.letter_no}要求于 {letter.due_on} 前办结"
        said = f"{asked}，日期由来函写明，不推算、不顺延。"
        return _kept(case, key, given(letter.due_on, start=on, text=said, calendar=basis.calendar))
    start = timezone.localdate(case.received_at) if key in HANDED_OVER else on
    return _kept(case, key, basis.due(key, case.area_id, start, since=since))


def _kept(case, key, told):
    limit = TimeLimit(case=case, key=key, starts_on=told.asked.start)
    _write(limit, told)
    return limit


def _write(limit, told):
    limit.due_on, limit.unrolled_on = told.due_on, told.unrolled_on
    limit.derivation, limit.is_provisional = told.stored(), told.is_provisional


def _follow_moves(limits):
    for limit in limits:
        limit.unrolled_on = Derivation.read(limit.derivation).unrolled_on
    TimeLimit.objects.bulk_update(limits, ["unrolled_on"])
    for case in {limit.case_id: limit.case for limit in limits}.values():
        set_due(case)
        Case.objects.filter(pk=case.pk).update(
            due_on=case.due_on, due_key=case.due_key, version=models.F("version") + 1
        )
