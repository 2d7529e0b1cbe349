"""What keeps a case open beside its danger: a text that still waits for signatures."""

from cases.docket.guards import guard


@guard("T20")
def unfinished_agreement(case, code: str) -> str:
    """A variation that is drafted or half signed is finished or made void first."""
    if not case.agreements.open().exists():
        return ""
    return "本案还有一份正在起草或签署的协议，不能结案：请签署完毕，或者先作废。"
