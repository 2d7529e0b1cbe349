"""A rung that lingers in its second batch when it is told to; loaded by the workers of test_notices_broker.py alone."""

import os
import time
from pathlib import Path

from governance.notices.recipients import named
from governance.notices.rungs import rung
from governance.people.models import Posting


def slowly(subjects, today):
    """NOTICES_TEST_SLOWLY names a file that says how far the first sweep came."""
    begun = Path(os.environ.get("NOTICES_TEST_SLOWLY") or os.devnull)
    if not begun.exists():
        begun.write_text("first batch")
    elif begun.read_text() == "first batch":
        begun.write_text("second batch")
        time.sleep(3600)
    return named("granted_by_id")(subjects, today)


rung(
    "test.slow",
    "测试",
    "governance.Posting",
    offsets=(-30, -7),
    due="ends_on",
    rows=lambda today: Posting.objects.active(today).filter(role="mediator"),
    recipients=slowly,
    text=lambda posting, notice: str(posting),
)
