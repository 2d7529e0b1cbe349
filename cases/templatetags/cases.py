"""How cases speak of time and money."""

from django import template

from cases.documents.money import figures

register = template.Library()


@register.filter
def days_left(case, today):
    """Days until the next time limit of `case`, from `today`."""
    return case.days_left(today)


@register.filter
def money(amount) -> str:
    """`Decimal("18600")` → ￥18,600.00."""
    return figures(amount)


@register.filter
def lateness(days: int) -> str:
    """`-3` → 逾期 3 天, `0` → 今天到期, `2` → 剩 2 天."""
    if days < 0:
        return f"逾期 {-days} 天"
    return f"剩 {days} 天" if days else "今天到期"
