"""Whether what a replica has replayed is young enough, by where this process saw the primary. Pure."""

from collections import deque
from itertools import takewhile

OLDEST = 10.0  # seconds: a board shows changes within ten
SPACING = 1.0  # seconds between two marks that are kept


class Marks:
    """Where the primary was seen lately: moments (monotonic seconds) and positions in its log (bytes)."""

    def __init__(self):
        self._marks: deque[tuple[float, int]] = deque()

    def is_young(self, replayed: int, *, primary: int, now: float) -> bool:
        """Whether a replica that replayed up to `replayed` shows a state of the last ten seconds.

        `primary` is where the primary is `now`. After a pause without questions only a replica that has all of it is
        young: how old it is otherwise, nobody here knows.
        """
        while self._marks and self._marks[0][0] < now - OLDEST:
            self._marks.popleft()
        if not self._marks or self._marks[-1][0] <= now - SPACING:
            self._marks.append((now, primary))
        reached = takewhile(lambda mark: mark[1] <= replayed, self._marks.copy())
        return replayed >= primary or any(reached)
