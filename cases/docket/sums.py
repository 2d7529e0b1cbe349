"""What the cases behind a figure add up to, where the figure is a sum of them and not how many they are."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

AMOUNT, PEOPLE = "agreed_amount", "people_count"
ADDED = {  # measures, and the column of the cases that they add up
    "cases.amount": AMOUNT,
    "cases.people": PEOPLE,
}


@dataclass(frozen=True)
class Total:
    column: str
    value: Decimal

    @property
    def is_money(self) -> bool:
        return self.column == AMOUNT


def total_of(filters) -> Total | None:
    """The sum over all rows of a list that shows a figure; None where it shows none, or one that counts them."""
    behind = filters.form.cleaned_data["figure"]
    column = ADDED.get(behind.measure.code) if behind else None
    if column is None:
        return None
    return Total(column, filters.qs.order_by().aggregate(sum=Sum(column))["sum"] or Decimal(0))
