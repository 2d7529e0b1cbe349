"""What stands in the way of going on: a party that no longer wants to (人民调解法 第二十三条), or one that has died."""

from cases.docket.models import Case
from cases.intake.consent import consent_of
from cases.intake.models import Answer
from governance.errors import WrongState


def refusing(case: Case) -> list:
    """Standing parties whose newest answer is no."""
    answers = consent_of(case)
    return [party for party in case.parties.standing() if answers.get(party.pk) == Answer.REFUSED]


def deceased(case: Case) -> list:
    """Standing parties that have died or ceased to be, and whose place nobody took yet."""
    return list(case.parties.standing().filter(died_on__isnull=False))


def require_going_on(case: Case) -> None:
    """Raise WrongState when a party ended it by its word, or died: nobody keeps a case in mediation against that."""
    if unwilling := refusing(case):
        names = "、".join(party.name for party in unwilling)
        raise WrongState(f"{names}已明确表示不同意继续调解：请终止调解（《人民调解法》第二十三条）。")
    require_alive(case)


def require_alive(case: Case) -> None:
    if gone := deceased(case):
        names = "、".join(party.name for party in gone)
        raise WrongState(f"{names}已死亡或终止：请登记继承人参加，或者中止等待，或者终止调解。")
