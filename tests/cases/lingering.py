"""Acts that linger once, with everything written and nothing committed: when the tests kill their worker.

A worker loads this by `--include`; LINGER_IN says where, LINGER_MARK names the file that says that it lingers.
"""

import os
import time
from pathlib import Path

from cases.archive import bookbinding
from cases.bulk import doing
from cases.registers import actions as registers
from cases.registers import tasks, undoing
from governance.metrics.reports import mailing

PLACES = {
    "import": (registers, "import_chunk", 2),
    "undo": (undoing, "undo_chunk", 2),
    "assign": (doing, "assign_mediators", 2),
    "bind": (bookbinding, "store_file", 1),
    "letter": (mailing, "write_xlsx", 2),
    "mailed": (mailing, "hand_over", 2),
}


def linger(module, name: str, nth: int, mark: Path) -> None:
    """In the `nth` call of `module.name`; not when somebody has lingered before."""
    act, calls = getattr(module, name), []

    def lingering(*args, **kwargs):
        made = act(*args, **kwargs)
        calls.append(name)
        if len(calls) == nth and not mark.exists():
            mark.touch()
            time.sleep(600)
        return made

    setattr(module, name, lingering)


if "LINGER_IN" in os.environ:
    tasks.CHUNK = 3
    linger(*PLACES[os.environ["LINGER_IN"]], Path(os.environ["LINGER_MARK"]))
