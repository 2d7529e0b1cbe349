"""What the page of a case shows of performance: each obligation with how far it is, and what was recorded."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cases.agreements.models import Agreement, Obligation, Timing
from cases.agreements.performance import duties_of
from cases.agreements.wording import sentence
from cases.documents.money import figures
from cases.performance.asking.words import NOTHING, Word, word_on
from cases.performance.models import PerformanceRecord
from cases.performance.progress import Done, paid
from cases.performance.track import obligations_of
from governance.files.models import StoredFile


@dataclass(frozen=True)
class ShownRecord:
    record: PerformanceRecord
    files: list[StoredFile]


@dataclass(frozen=True)
class ShownPart:
    """One instalment: `state` as a word, with its tone."""

    seq: int
    amount: Decimal
    due_on: date
    state: str
    tone: str


@dataclass(frozen=True)
class ShownDuty:
    """One obligation. `left` is what is still to be paid; `is_open`: something is to be done, and recorded here."""

    obligation: Obligation
    words: str
    short: str
    state: str
    tone: str
    left: Decimal | None
    next_amount: Decimal | None
    is_open: bool
    parts: list[ShownPart] = field(default_factory=list)
    records: list[ShownRecord] = field(default_factory=list)
    word: Word = NOTHING


def duties_shown(agreement: Agreement, on: date) -> list[ShownDuty]:
    """Every obligation of an agreement in force, in its order, in a fixed number of queries."""
    obligations = obligations_of(agreement)
    records = [record for one in obligations for record in one.records.all()]
    files = _files_of(records)
    return [_shown(one, on, files) for one in obligations]


def _files_of(records) -> dict[str, list[StoredFile]]:
    found: dict[str, list[StoredFile]] = {}
    if records:
        kept = StoredFile.objects.kept().filter(
            subject_type=PerformanceRecord._meta.model_name, subject_id__in=[str(one.pk) for one in records]
        )
        for file in kept.order_by("id"):
            found.setdefault(file.subject_id, []).append(file)
    return found


def _shown(one, on, files):
    standing = [record for record in one.records.all() if record.withdrawn_at is None]
    so_far = paid(Done(record.performed_on, record.amount) for record in standing)
    is_open = one.performed_on is None and one.timing in (Timing.BY_DATE, Timing.RUNNING)
    left = max(one.amount - so_far, Decimal(0)) if one.amount is not None and is_open else None
    state, tone = _state(one, on)
    return ShownDuty(
        one,
        sentence(one),
        _short(one),
        state,
        tone,
        left,
        _next_amount(one, so_far, left),
        is_open,
        [_part(part, one, on) for part in one.instalments.all()],
        [ShownRecord(record, files.get(str(record.pk), [])) for record in one.records.all()],
        word_on(one, one.statements.all()),
    )


def _short(one):
    """The obligation in one line: who, to whom, what, until when."""
    whom = f"向{one.creditor}" if one.creditor else ""
    what = f"支付{one.what}{figures(one.amount)}" if one.amount else one.what or one.get_kind_display()
    until = f"，{one.due_on} 前" if one.due_on and not one.instalments.all() else ""
    return f"{one.debtor}{whom}{what}{until}"


def _state(one, on):
    if one.timing == Timing.AT_EFFECT:
        return "随协议生效", "good"
    if one.performed_on:
        return f"{one.performed_on} 履行完毕", "good"
    if one.refused_on:
        return "拒绝履行", "bad"
    if any(duty.is_overdue(on) for duty in duties_of([one])):
        return "逾期未履行", "bad"
    if one.begun_on:
        return "部分履行", "warn"
    return ("长期履行中", "info") if one.due_on is None else ("未到期", "info")


def _part(part, one, on):
    performed_on = part.performed_on or one.performed_on
    if performed_on:
        state, tone = f"{performed_on} 已付", "good"
    elif part.due_on < on:
        state, tone = "逾期", "bad"
    else:
        state, tone = ("部分已付", "warn") if part.begun_on else ("未到期", "info")
    return ShownPart(part.seq, part.amount, part.due_on, state, tone)


def _next_amount(one, so_far, left):
    """What is usually paid next: the rest of the instalment that is open, else all that is left."""
    reached = Decimal(0)
    for part in one.instalments.all():
        reached += part.amount
        if reached > so_far:
            return reached - so_far
    return left
