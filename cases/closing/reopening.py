"""Why a closed case may be taken up again (T23): its agreement was not performed, or does not fit."""

from cases.closing.models import ReopenGround
from cases.closing.routes import PERFORMED
from cases.docket.models import Case


def grounds_of(case: Case) -> list[ReopenGround]:
    """What holds of this case; that an agreement does not fit may show itself after it was performed."""
    is_performed = case.performance in PERFORMED
    return [one for one in ReopenGround if one != ReopenGround.NOT_PERFORMED or not is_performed]
