"""Whether a thing may stand under a place on a day, and end on another. Pure: dates and a place in, refusals out."""

from datetime import date

from governance.areas import codes
from governance.areas.models import Area
from governance.errors import Invalid


def require_place_on(area: Area, day: date, *, level: int = codes.COMMITTEE, field: str = "starts_on") -> None:
    """Refuse a place of another level, and one that did not exist on `day`."""
    if area.level != level:
        raise Invalid(f"请选择{codes.LEVEL_NAMES[level]}区域；{area.name}是{area.kind_name}。", field="area")
    if area.valid_to and day >= area.valid_to:
        raise Invalid(f"{area.name}已于 {area.valid_to:%Y-%m-%d} 停用，不能再在其下登记。", field="area")
    if area.valid_from and day < area.valid_from:
        raise Invalid(f"{area.name}自 {area.valid_from:%Y-%m-%d} 起才有效，起始日不能更早。", field=field)


def require_sane_start(starts_on: date, today: date) -> None:
    """Nothing in this register began before 1900 or begins more than two years ahead: such a date is a slip."""
    if not 1900 <= starts_on.year <= today.year + 2:
        raise Invalid("起始日应在 1900 年以后、两年以内，请核对。", field="starts_on")


def require_end(row, on: date) -> None:
    """Refuse to end what has ended, and an end before the start."""
    if row.ends_on is not None and row.ends_on <= on:
        raise Invalid(f"已于 {row.ends_on:%Y-%m-%d} 终止，不能再次终止。", field="ends_on")
    if on < row.starts_on:
        raise Invalid(f"终止日不能早于起始日 {row.starts_on:%Y-%m-%d}。", field="ends_on")
