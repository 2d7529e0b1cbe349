"""How cases speak of time and money."""

from django import template

from cases.documents.money import figures
from governance.calendars.shown import left_in_words, tone_of

register = template.Library()


@register.filter
def days_left(case, today):
    """Days until the next time limit of `case`, from `today`."""
    return case.days_left(today)


@register.filter
def money(amount) -> str:
    """`Decimal("18600")` → ￥18,600.00."""
    return figures(amount)


register.filter("left_in_words", left_in_words)
register.filter("tone_of_left", tone_of)
