"""The life of a table: due, drawn up, submitted, reviewed, released; a release is corrected by another edition."""

from django.db import models

from governance.errors import WrongState


class State(models.TextChoices):
    DUE = "due", "待填报"
    DRAFT = "draft", "填报中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "审核通过"
    RELEASED = "released", "已发布"


TRANSITIONS = {
    State.DUE: {State.DRAFT},
    State.DRAFT: {State.DRAFT, State.SUBMITTED},
    State.SUBMITTED: {State.RETURNED, State.ACCEPTED},
    State.RETURNED: {State.DRAFT, State.SUBMITTED},
    State.ACCEPTED: {State.RETURNED, State.RELEASED},  # as long as no table above rests on it
    State.RELEASED: {State.DRAFT},  # a correction: another edition
}
AT_FILER = (State.DRAFT, State.RETURNED)  # whoever files may still change it
UNFILED = (State.DUE, *AT_FILER)
HELD = (State.ACCEPTED, State.RELEASED)  # what the table above reads


def require_transition(now: str, then: str) -> None:
    """Raises WrongState for a step outside the table."""
    if State(then) not in TRANSITIONS[State(now)]:
        raise WrongState(f"这份报表目前“{State(now).label}”，不能这样办理。")
