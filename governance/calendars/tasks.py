"""Working out again the due dates that a new calendar or rule may move."""

from governance.audit.trail import record
from governance.calendars.basis import Basis
from governance.calendars.dated import COLUMNS, RECOMPUTE, SHOWN, Change, Dated, Move, batches, move_of, seen_by
from governance.errors import RuleError
from governance.jobs.registry import job

BATCH = 200


@job(RECOMPUTE, resumable=True)
def recompute(job, progress):
    """Every open row that the change may move, in steps: new due date and derivation, each move in the trail."""
    change = Change(**job.payload)
    concerned = change.concerned()
    progress.expect(sum(change.rows(kind).count() for kind in concerned))
    position = job.position or {"done": [], "after": None, "later": 0, "earlier": 0, "settled": 0, "listed": []}
    for kind in concerned:
        if kind.name not in position["done"]:
            _recompute_kind(job, progress, change, kind, position)
            position["done"].append(kind.name)
            position["after"] = None
    return _result(progress, position)


def _recompute_kind(job, progress, change: Change, kind: Dated, position) -> None:
    for keys in batches(change, kind, position["after"], BATCH):
        with progress.step(position=position):
            moves = _recompute_rows(job, progress, kind, keys)
            moved = [move for move in moves if move.is_moved]
            earlier = sum(move.after.due_on < move.before for move in moved)
            position["earlier"] += earlier
            position["later"] += len(moved) - earlier
            position["settled"] += sum(move.is_settled for move in moves)
            position["listed"] += _listed(job.starter, moved, SHOWN - len(position["listed"]))
            position["after"] = keys[-1]
            progress.done += len(keys)


def _recompute_rows(job, progress, kind, keys) -> list[Move]:
    rows = kind.rows().filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(of=kind.locks, no_key=True))  # what waited for a lock may be old: read again below
    basis = Basis.held()  # after the rows, as whoever writes one does: no two wait for each other
    moves = []
    for row in rows:
        try:
            move = move_of(kind, row, basis)
        except RuleError as refusal:
            progress.problem(0, kind.title(row), refusal.message)
            continue
        if move:
            moves.append(move)
            _keep(job, move)
    if moves:
        fields = [kind.due_on, kind.derivation, kind.is_provisional]
        type(moves[0].row)._default_manager.bulk_update([move.row for move in moves], fields)
        kind.kept([move.row for move in moves if move.is_moved])
    return moves


def _keep(job, move):
    kind, row = move.dated, move.row
    setattr(row, kind.due_on, move.after.due_on)
    setattr(row, kind.derivation, move.after.stored())
    setattr(row, kind.is_provisional, move.after.is_provisional)
    if move.is_moved:
        record(
            "due.moved",
            kind.subject(row),
            by=job.starter,
            area=kind.area_of(row),
            what=kind.label_of(row),
            changes={"due_on": [move.before, move.after.due_on]},
            reason=job.title,
        )


def _listed(starter, moved, most):
    """The lines that the job's page shows: of rows that its starter may see."""
    return [move.line for move in seen_by(starter, moved, most)] if starter and most else []


def _result(progress, position):
    figures = [
        ["核对的期限", f"{progress.done:,} 项"],
        ["到期日推后", f"{position['later']:,} 项"],
        ["到期日提前", f"{position['earlier']:,} 项"],
        ["由暂定转为确定", f"{position['settled']:,} 项"],
    ]
    moved = position["later"] + position["earlier"]
    note = f"共 {moved:,} 项，列出您有权查看的 {len(position['listed'])} 项。"
    table = {"title": "到期日有变动的期限", "note": note, "columns": COLUMNS, "rows": position["listed"]}
    return {"figures": figures, "table": table} if moved else {"figures": figures}
