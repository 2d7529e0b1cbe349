"""Running a check: over one snapshot of the database, while everybody goes on writing."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction

from governance.invariants.registry import Finding, Invariant, Look

KEPT = 200  # findings kept of one check in one run; the rest is counted


@dataclass
class Outcome:
    """What a check saw. `findings` are the first KEPT of `fault_count`."""

    invariant: Invariant
    looked_at: int = 0
    fault_count: int = 0
    took: timedelta = timedelta()
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.fault_count


def look_at(invariant: Invariant, *, keep: int = KEPT, look: Look | None = None) -> Outcome:
    """Carry out one check to its end; `look` asks for more than a night's share of it."""
    outcome, look, started = Outcome(invariant), look or Look(), time.monotonic()
    with one_snapshot() if invariant.in_snapshot else contextlib.nullcontext():
        for finding in invariant.find(look):
            outcome.fault_count += 1
            if len(outcome.findings) < keep:
                outcome.findings.append(finding)
    outcome.looked_at, outcome.took = look.count, timedelta(seconds=time.monotonic() - started)
    return outcome


@contextlib.contextmanager
def one_snapshot() -> Iterator[None]:
    """All statements see the database as it is now; inside another transaction, as that one does."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
