"""What the acts after an agreement hold and check before they do anything."""

from cases.agreements.models import Agreement
from cases.docket.actions import locked_case, require_may, require_standing
from cases.docket.models import Case
from cases.docket.states import INSTEAD
from cases.parties.models import Party
from cases.performance.track import FOLLOWED, agreement_of
from governance.errors import Invalid, NotPermitted, WrongState


def followed_case(case: Case, *, by, who: str, version: int | None = None) -> Case:
    """The case held, in agreement or closed and not yet archived, for who follows it up (`who`: a word of MAY)."""
    case = locked_case(case, version=version)
    require_standing(case)
    require_may(who, by, case)
    if case.procedure not in FOLLOWED:
        raise WrongState(INSTEAD[case.procedure])
    if by._meta.model_name != "account":
        raise NotPermitted("须由调委会的工作人员登记。")
    return case


def agreement_in_force(case: Case) -> Agreement:
    agreement = agreement_of(case)
    if agreement is None:
        raise WrongState("本案没有生效的调解协议。")
    return agreement


def party_of(case: Case, party: Party | None, *, field: str = "party") -> Party:
    found = case.parties.filter(pk=party.pk).first() if party else None
    if found is None:
        raise Invalid("请选择本案的当事人。", field=field)
    return found
