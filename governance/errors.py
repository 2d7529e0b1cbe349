"""Expected refusals. Each carries a Chinese sentence for the user, and the field it speaks of, if one."""


class RuleError(Exception):
    """A rule of the field refuses this act. `status` is the answer of page and API alike."""

    status = 409
    code = "rule"

    def __init__(self, message: str, *, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


class NotAuthenticated(RuleError):
    """The caller did not prove who it is; the sentence does not say which part was wrong."""

    status = 401
    code = "not-authenticated"


class NotPermitted(RuleError):
    """The actor sees the subject, and may not do this to it."""

    status = 403
    code = "not-permitted"


class Invalid(RuleError):
    """A value that cannot be accepted; `field` names it."""

    status = 422
    code = "invalid"


class WrongState(RuleError):
    """The subject is not in a state that allows this act."""

    code = "wrong-state"


class Stale(RuleError):
    """The row changed since the actor read it. `current` is the row as it is now."""

    status = 412
    code = "stale"

    def __init__(self, current):
        super().__init__("这条记录在您打开之后已被他人修改，请核对后再提交。")
        self.current = current


def require_version(row, expected: int | None) -> None:
    """Refuse when `row` is no longer at the version that the actor read; None skips the question (jobs)."""
    if expected is not None and row.version != expected:
        raise Stale(row)


class Gone(RuleError):
    """The subject was there, and was destroyed as the law has it."""

    status = 410
    code = "gone"


class TooOften(RuleError):
    """An act that is limited by number in a time was done too often."""

    status = 429
    code = "too-often"
