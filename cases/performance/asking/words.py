"""What both sides say of one obligation, put together. Pure: statements in, words out."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.performance.asking.models import PartyStatement, Says


@dataclass(frozen=True)
class Word:
    """The newest statement of each party; `is_disputed`: the one says done, the other not."""

    statements: tuple[PartyStatement, ...]
    is_disputed: bool
    is_received: bool  # who is owed says that it was done: as good as a receipt


NOTHING = Word((), False, False)


def word_on(obligation, statements: Iterable[PartyStatement]) -> Word:
    newest = {one.party_id: one for one in sorted(statements, key=lambda one: one.pk)}
    debtor, creditor = newest.get(obligation.debtor_id), newest.get(obligation.creditor_id)
    said = tuple(one for one in (debtor, creditor) if one)
    is_disputed = bool(debtor and creditor and debtor.says != creditor.says)
    return Word(said, is_disputed, bool(creditor and creditor.says == Says.DONE))
