"""What an act that ends a case brings to an end beside it: features say what of theirs may not outlive it.

@follow_up
def drop_request(case, *, by, at): ...
"""

from collections.abc import Callable

_follow_ups: list[Callable[..., None]] = []


def follow_up(act: Callable[..., None]) -> Callable[..., None]:
    """Declare `act(case, *, by, at)`, done in the transaction of any step that leaves a locked case no longer open."""
    _follow_ups.append(act)
    return act


def end_beside(case, *, by, at) -> None:
    for act in _follow_ups:
        act(case, by=by, at=at)
