"""Checked rows become cases, a chunk at a time in one transaction: part of the action `import_chunk`."""

from collections import Counter
from datetime import date

from django.db import connection
from django.utils import timezone

from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.docket.states import TRANSITIONS, Archive
from cases.mediation.models import Assignment, MediatorAnswer, MediatorRole
from cases.numbers.actions import enter_numbers
from cases.numbers.models import IssuedNumber, NumberSeries
from cases.parties.actions import title_of
from cases.parties.models import Party, Side
from cases.parties.on_paper import party_on_paper
from cases.registers.drafts import Draft, beginning_of
from cases.registers.models import RegisterBatch
from cases.registers.parties import Named
from cases.registers.shelving import shelve
from cases.search.actions import index_new
from governance.audit.trail import record_each
from governance.copying import copy_new, new_row
from governance.organisations import on_paper as bodies_on_paper
from governance.people.models import Posting
from governance.persons import on_paper as people_on_paper

STEP = TRANSITIONS["T25"]
REASON = "旧登记簿导入，原件未载明证件"
NOTE = "旧登记簿导入，信用代码待补"
MEDIATES = ("mediator", "mediation_director")
IMPORTED = """
UPDATE cases_registerrow AS row SET state = 'imported', cells = NULL, problems = '[]', case_id = new.case_id,
    persons = new.persons::bigint[], organisations = new.organisations::bigint[], mediators = new.mediators,
    form = new.form, volume_no = new.volume_no, remark = new.remark
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS new (id, case_id, persons, organisations, mediators, form, volume_no, remark)
WHERE row.id = new.id
"""


def write_cases(
    batch: RegisterBatch, drafts: list[Draft], series: dict[tuple[int, int], NumberSeries], *, by, today: date
) -> dict[int, str]:
    """Write the cases of `drafts`, whose series are held. Returns what refused the others, by row."""
    refused = _find_subjects(drafts, by, today)
    drafts = [draft for draft in drafts if draft.row.pk not in refused]
    if not drafts:
        return refused
    _register_subjects(drafts, by, today)
    _write_cases(drafts, _hosts(drafts))
    parties = [party for draft in drafts for party in draft.parties]
    copy_new(Party, parties)
    shelve(batch, drafts, by)
    _write_events(batch, drafts, by)
    enter_numbers([_number(draft, series[draft.row.series_key]) for draft in drafts])
    index_new((draft.case, [party.name for party in draft.parties]) for draft in drafts)
    record_each("case.imported", ((draft.case, _told(batch, draft)) for draft in drafts), by=by)
    _write_rows(drafts)
    return refused


def _find_subjects(drafts, by, today) -> dict[int, str]:
    """Who is known already stands at their place in `subjects`; None for who is new."""
    numbers = {one.document for draft in drafts for one in draft.line.parties if one.document}
    people = people_on_paper.known_by_number(numbers, by=by, on=today)
    named = [(draft, one) for draft in drafts for one in draft.line.parties if not one.is_natural]
    bodies = bodies_on_paper.known_by_name(_body(draft, one) for draft, one in named)
    refused, found = {}, set(people.values())
    for draft in drafts:
        draft.subjects = [_known(draft, one, people, bodies) for one in draft.line.parties]
        known = Counter(subject.pk for subject in draft.subjects if subject in found)
        if any(count > 1 for count in known.values()):
            refused[draft.row.pk] = "当事人：两个身份证号在人员登记中是同一人。"
    return refused


def _known(draft, one: Named, people, bodies):
    return people.get(one.document) if one.is_natural else bodies.get((draft.area, one.name))


def _body(draft, one: Named):
    return bodies_on_paper.OnPaper(one.name, one.kind, draft.area)


def _register_subjects(drafts, by, today) -> None:
    """Register who is new: a number and a body's name once, a bare name each time (people share names)."""
    wanted: dict[tuple, list[tuple[Draft, int]]] = {}
    for draft in drafts:
        for place, (one, subject) in enumerate(zip(draft.line.parties, draft.subjects, strict=True)):
            if subject is None:
                wanted.setdefault(_identity(draft, place, one), []).append((draft, place))
    firsts = [(places[0][0], places[0][0].line.parties[places[0][1]]) for places in wanted.values()]
    people = [people_on_paper.OnPaper(one.name, draft.area, one.document) for draft, one in firsts if one.is_natural]
    bodies = [_body(draft, one) for draft, one in firsts if not one.is_natural]
    made_people = iter(people_on_paper.register_on_paper(people, by=by, on=today, reason=REASON))
    made_bodies = iter(bodies_on_paper.register_on_paper(bodies, by=by, note=NOTE))
    for (first, one), places in zip(firsts, wanted.values(), strict=True):
        subject = next(made_people if one.is_natural else made_bodies)
        (first.persons if one.is_natural else first.organisations).append(subject.pk)
        for draft, place in places:
            draft.subjects[place] = subject


def _identity(draft, place, one: Named) -> tuple:
    if not one.is_natural:
        return ("body", draft.area, one.name)
    return ("number", one.document) if one.document else ("row", draft.row.pk, place)


def _hosts(drafts) -> dict[tuple[str, str], int]:
    """Accounts by (place, name), where one alone of that name mediates, or did, at the place."""
    places = {draft.area for draft in drafts}
    held = Posting.objects.filter(area_id__in=places, role__in=MEDIATES, account__isnull=False)
    found: dict[tuple[str, str], set[int]] = {}
    for place, name, account in held.values_list("area_id", "account__name", "account_id").distinct():
        found.setdefault((place, name), set()).add(account)
    return {key: accounts.pop() for key, accounts in found.items() if len(accounts) == 1}


def _write_cases(drafts, hosts) -> None:
    for draft in drafts:
        draft.case = _case(draft, hosts)
        draft.parties = _parties(draft)
        draft.case.title = title_of(draft.case, draft.parties) if draft.parties else "案号作废"
    copy_new(Case, [draft.case for draft in drafts])
    hosted = (draft.case for draft in drafts if draft.case.host_id)
    copy_new(Assignment, [_assignment(case) for case in hosted])


def _case(draft, hosts) -> Case:
    line, accepted_at = draft.line, beginning_of(draft.line.accepted_on)
    leading = line.mediators.replace("，", "、").replace(",", "、").split("、")[0].strip()
    return new_row(
        Case,
        committee_id=draft.committee.pk,
        area_id=draft.area,
        number=draft.row.number,
        procedure=STEP.after,
        performance=line.performance,
        archive=Archive.ARCHIVED,
        source=line.source,
        dispute_type=line.dispute_type,
        dispute_subtype=line.dispute_subtype,
        difficulty=line.difficulty,
        facts=line.facts,
        received_at=accepted_at,
        accepted_at=accepted_at,
        accepted_on=line.accepted_on,
        result=line.result,
        result_on=line.result_on,
        performed_on=line.performed_on,
        closed_on=line.result_on,
        people_count=line.people_count,
        agreed_amount=line.amount,
        host_id=hosts.get((draft.area, leading)),
        voided_at=beginning_of(line.result_on) if line.is_void else None,
        void_reason=line.void_reason,
        event_count=1,
        is_imported=True,
    )


def _parties(draft) -> list[Party]:
    made, on = [], draft.line.accepted_on
    applicants = len(draft.line.applicants)
    for place, (one, subject) in enumerate(zip(draft.line.parties, draft.subjects, strict=True)):
        side, seq = (Side.APPLICANT, place + 1) if place < applicants else (Side.RESPONDENT, place - applicants + 1)
        made.append(party_on_paper(draft.case, subject, side=side, seq=seq, members=one.members, on=on))
    return made


def _assignment(case) -> Assignment:
    at = case.accepted_at
    answer = {"answer": MediatorAnswer.ACCEPTED, "answered_at": at}
    return new_row(Assignment, case_id=case.pk, account_id=case.host_id, role=MediatorRole.HOST, starts_at=at, **answer)


def _write_events(batch, drafts, by) -> None:
    now, postings = timezone.now(), {}
    for draft in drafts:
        if draft.area not in postings:
            postings[draft.area] = by.posting_for("register.import", draft.area)
    copy_new(
        CaseEvent,
        [
            new_row(
                CaseEvent,
                case_id=draft.case.pk,
                seq=1,
                step=STEP.code,
                verb=STEP.verb,
                after=STEP.after,
                happened_at=now,
                recorded_at=now,
                account_id=by.pk,
                posting=postings[draft.area],
                text=f"由旧登记簿导入（批次 {batch.pk}，第 {draft.row.row} 行）",
            )
            for draft in drafts
        ],
    )


def _number(draft, series: NumberSeries) -> IssuedNumber:
    case = draft.case
    void = {"voided_at": case.voided_at, "void_reason": case.void_reason}
    said = {"n": draft.row.n, "text": case.number, "issued_at": case.accepted_at}
    return new_row(IssuedNumber, series_id=series.pk, case_id=case.pk, **said, **void)


def _told(batch, draft) -> dict:
    return {"batch": batch.pk, "row": draft.row.row, "number": draft.case.number, "persons": draft.persons}


def _write_rows(drafts) -> None:
    told = [
        (
            draft.row.pk,
            draft.case.pk,
            _array(draft.persons),
            _array(draft.organisations),
            draft.line.mediators,
            draft.line.form,
            draft.line.volume_no,
            draft.line.remark,
        )
        for draft in drafts
    ]
    with connection.cursor() as cursor:
        cursor.execute(IMPORTED, [list(column) for column in zip(*told, strict=True)])


def _array(ids) -> str:
    return f"{{{','.join(map(str, ids))}}}"
