"""The socket for rows that keep a due date: who declares them learns what a new calendar or rule would move.

@dated("cases.mediation", "调解期限", rows=lambda: Case.objects.running(), limits=("mediate",))
def mediation(case, basis):
    return basis.due("mediate", case.area_id, case.accepted_on, case.stops())
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import models

from governance.areas import codes
from governance.areas.codes import ROOT
from governance.calendars.basis import Basis
from governance.calendars.current import current_calendar, hold_alone
from governance.calendars.limits import Derivation
from governance.jobs.actions import start_job
from governance.rules.definitions import Effect
from governance.rules.models import RuleValue
from governance.rules.values import InForce

RECOMPUTE = "calendars.recompute"
SCANNED = 10_000  # rows that a preview works out again; the job does all
SHOWN = 50  # moves listed in a preview and on the job's page
COLUMNS = ("期限", "事项", "原到期日", "重新推算为")


@dataclass(frozen=True)
class Dated:
    """One kind of due date. `rows()` are the open rows that keep it, scoped, with all that `derive(row, basis)` reads.

    `limits` are the keys of the time limits that it reads. `title(row)` is what lists call the row, `what(row)` what is
    due of it where that differs from row to row, `subject(row)` what the trail names. `locks` names what writers of
    such rows lock, as in `select_for_update(of=…)`; `kept(rows)` is called with the rows of a batch whose due date
    moved. The last three name the row's columns: the date, the JSON of `Derivation.stored`, a boolean.
    """

    name: str
    label: str
    rows: Callable[[], Any]
    derive: Callable[[Any, Basis], Derivation]
    limits: tuple[str, ...] = ()
    title: Callable[[Any], str] = str
    what: Callable[[Any], str] | None = None
    subject: Callable[[Any], models.Model] = lambda row: row
    kept: Callable[[list], None] = lambda rows: None
    locks: tuple[str, ...] = ("self",)
    due_on: str = "due_on"
    derivation: str = "derivation"
    is_provisional: str = "is_provisional"

    def label_of(self, row) -> str:
        return self.what(row) if self.what else self.label

    def area_of(self, row) -> str:
        """The code of the row's place, along the path by which its queryset is scoped."""
        *path, last = self.rows().scope_field.split("__")
        for name in path:
            row = getattr(row, name)
        return getattr(row, last)


@dataclass(frozen=True)
class Move:
    """A row whose due date would be another, or no longer (or newly) provisional."""

    dated: Dated
    row: Any
    before: date
    was_provisional: bool
    after: Derivation

    @property
    def is_moved(self) -> bool:
        return self.before != self.after.due_on

    @property
    def is_settled(self) -> bool:
        return self.was_provisional and not self.after.is_provisional

    @property
    def line(self) -> tuple[str, ...]:
        return self.dated.label_of(self.row), self.dated.title(self.row), f"{self.before}", f"{self.after.due_on}"


@dataclass(frozen=True)
class Change:
    """What is about to change: days from `first_day` on (ISO), or the time limit behind the rule `rule` inside `area`.

    A due date rests only on days up to itself, so rows due before the first changed day cannot move.
    """

    first_day: str = ""
    rule: str = ""
    area: str = ROOT

    def stored(self) -> dict[str, str]:
        return asdict(self)

    def concerned(self) -> list[Dated]:
        limit = self.rule.removeprefix("limit.")
        return [each for each in DATED.values() if not self.rule or limit in each.limits]

    def rows(self, kind: Dated):
        """The open rows that may move, by their primary key."""
        rows = kind.rows()
        if self.first_day:
            rows = rows.filter(**{f"{kind.due_on}__gte": self.first_day})
        if self.area != ROOT:
            span = codes.code_range(self.area)
            field = rows.scope_field
            rows = rows.filter(**{f"{field}__gte": span.first, f"{field}__lte": span.last})
        return rows.order_by("pk")


DATED: dict[str, Dated] = {}


def dated(name: str, label: str, *, rows: Callable[[], Any], **more):
    """Declare the function that works out one kind of due date again; `more`: the other fields of `Dated`."""

    def declare(derive):
        DATED[name] = Dated(name, label, rows, derive, **more)
        return derive

    return declare


def move_of(kind: Dated, row, basis: Basis) -> Move | None:
    """What becomes of the row's due date on `basis`; None when nothing that is shown changes."""
    after = kind.derive(row, basis)
    kept = getattr(row, kind.derivation)
    if kept and Derivation.read(kept).says_the_same_as(after):
        return None
    return Move(kind, row, getattr(row, kind.due_on), getattr(row, kind.is_provisional), after)


def preview(change: Change, basis: Basis, actor) -> Effect:
    """What `change` would move: figures over all rows, and the first of those that `actor` may see."""
    scanned, moves = 0, []
    for kind in change.concerned():
        for row in islice(change.rows(kind).iterator(chunk_size=1000), SCANNED - scanned):
            scanned += 1
            move = move_of(kind, row, basis)
            if move:
                moves.append(move)
    moved = [move for move in moves if move.is_moved]
    return Effect(_summary(scanned, moves, moved), COLUMNS, tuple(move.line for move in seen_by(actor, moved)))


def seen_by(actor, moved: list[Move], most: int = SHOWN) -> list[Move]:
    """The first of `moved` whose rows `actor` may see."""
    seen: list[Move] = []
    for kind in {move.dated.name: move.dated for move in moved}.values():
        of_kind = {move.row.pk: move for move in moved if move.dated is kind}
        visible = kind.rows().visible_to(actor).filter(pk__in=list(of_kind)).order_by("pk")
        seen += [of_kind[pk] for pk in visible.values_list("pk", flat=True)[: most - len(seen)]]
    return seen


def preview_rule(before: InForce, after: InForce, area_code: str, actor) -> Effect:
    """`Rule.preview` of every time limit."""
    said = after.own.get(area_code)
    supposed = RuleValue(
        key=after.rule.key,
        area_id=area_code,
        starts_on=after.on,
        value=said.value if said else None,
        inherits=said is None,
    )
    change = Change(rule=after.rule.key, area=area_code)
    return preview(change, Basis(current_calendar(), supposed), actor)


def follow_rule(row: RuleValue, by) -> None:
    """`Rule.follow_up` of every time limit: work the due dates at the place out again."""
    change = Change(rule=row.key, area=row.area_id)
    if change.concerned():
        hold_alone()
        title = f"按“{row.rule.label}”的取值重新推算期限"
        start_job(RECOMPUTE, by=by, area=row.area_id, title=title, payload=change.stored())


def batches(change: Change, kind: Dated, after, size: int) -> Iterator[list]:
    """The primary keys of the rows to look at beyond `after`, some at a time."""
    while True:
        rows = change.rows(kind)
        found = list((rows.filter(pk__gt=after) if after else rows).values_list("pk", flat=True)[:size])
        if not found:
            return
        yield found
        after = found[-1]


def _summary(scanned, moves, moved):
    if not scanned:
        return "没有未办结的期限受影响。"
    earlier = sum(move.after.due_on < move.before for move in moved)
    settled = sum(move.is_settled for move in moves)
    bound = f"（只核对了前 {SCANNED:,} 项，确认后全部重新推算）" if scanned == SCANNED else ""
    if not moves:
        return f"核对了 {scanned:,} 项未办结的期限{bound}，到期日都不变。"
    return (
        f"核对了 {scanned:,} 项未办结的期限{bound}：{len(moved) - earlier:,} 项推后，{earlier:,} 项提前，"
        f"{settled:,} 项由暂定转为确定。"
    )
