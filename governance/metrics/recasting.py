"""Figures of the past for the places of today: by the shares that the acts recorded (区域变更), where they were told.

As it was is the rule; this is the switch. A case keeps the code of its time. Days of a place before an act count where
the place went, each part by its share; what they came to stays what it was, so that the parts add up to the whole.
"""

from datetime import date
from decimal import Decimal

from governance.areas import codes
from governance.areas.changes.plans import carry
from governance.areas.changes.succession import acts_until
from governance.metrics.periods import ONE_DAY
from governance.metrics.tallying import Piece


def recast(piece: Piece, today: date) -> list[Piece]:
    """What to add to, and take off, a place as it was, to have it as it is on `today`."""
    acts = acts_until(today, piece.place)
    pieces: list[Piece] = []
    for code in sorted({code for act in acts for code in act.moves}):
        days = sorted({act.effective_on for act in acts if code in act.moves})
        for first, last in _stretches(piece.first, piece.last, days):
            shares = {code: Decimal(1)}
            for act in acts:
                if act.effective_on > last:
                    shares = carry(shares, act.moves)
            inside = sum((share for to, share in shares.items() if codes.is_within(to, piece.place)), Decimal())
            weight = inside - codes.is_within(code, piece.place)
            if weight:
                pieces.append(Piece(piece.spot, code, first, last, weight * piece.weight, is_alone=True))
    return pieces


def _stretches(first, last, days):
    """The days from `first` to `last`, cut before each of `days`."""
    for day in days:
        if first < day <= last:
            yield first, day - ONE_DAY
            first = day
    yield first, last
