"""What the pages of performance, confirmation and visits share: the act refused before it is filled in."""

from django.contrib import messages
from django.shortcuts import redirect

from cases.docket.actions import require_may, require_standing
from cases.docket.states import INSTEAD
from cases.performance.track import FOLLOWED
from governance.errors import RuleError, WrongState


def refused_following(request, case, who="perform"):
    """Back to the case with the reason, when what follows its agreement is not this actor's to record now.

    `who`: the word of MAY that the act asks for.
    """
    try:
        require_standing(case)
        if case.procedure not in FOLLOWED:
            raise WrongState(INSTEAD[case.procedure])
        require_may(who, request.user, case)
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(case)
    return None
