"""The volumes on the shelf: the paper of each imported case, with its term, so that it goes when its time comes."""

from cases.archive import retention
from cases.archive.contents import outcome_of
from cases.archive.models import Volume, VolumeState
from cases.archive.rules import LONG_YEARS, PEOPLE, SHORT_YEARS
from cases.docket.codes import Result
from cases.registers.drafts import Draft, beginning_of
from cases.registers.models import RegisterBatch
from governance.copying import copy_new, new_row
from governance.rules.values import History, histories

YEARS = {retention.Term.LONG: LONG_YEARS, retention.Term.SHORT: SHORT_YEARS}


def shelve(batch: RegisterBatch, drafts: list[Draft], by) -> None:
    """Write the volumes of cases that were just written. What lies in them nobody here has looked at."""
    known = histories((PEOPLE, *YEARS.values()))
    copy_new(Volume, [_volume(batch, draft, known, by) for draft in drafts])


def _volume(batch, draft: Draft, known: dict[str, History], by) -> Volume:
    case, line = draft.case, draft.line
    closed_on, closed_at = line.result_on, beginning_of(line.result_on)
    facts = retention.Facts(
        outcome=outcome_of(case.result, line.form, case.difficulty),
        people=case.people_count,
        dispute_type=case.dispute_type,
        is_confirmed=False,
        has_death=case.result == Result.EXTINCT,
    )
    people_from = known[PEOPLE].on(closed_on).value(draft.area)
    term = retention.term_of(facts, people_from=people_from)
    reasons = retention.reasons_to_keep(facts, people_from=people_from)
    years = known[YEARS[term]].on(closed_on).value(draft.area) if term in YEARS else None
    return new_row(
        Volume,
        case_id=case.pk,
        name=case.title,
        number=line.volume_no or case.number,
        state=VolumeState.ARCHIVED,
        term=term,
        term_reason="、".join(reasons) or str(facts.outcome),
        kept_until=retention.kept_until(closed_on, years),
        statement="纸质案卷，由旧登记簿导入，未装订成电子卷。",
        register=f"旧登记簿（批次 {batch.pk}）",
        register_page=draft.row.row,
        account_id=by.pk,
        filed_at=closed_at,
        archived_at=closed_at,
    )
