"""Area changes as a spreadsheet."""

from django.utils import timezone

from governance.areas.changes.filters import AreaChangeFilter
from governance.areas.changes.models import AreaChange
from governance.jobs.exports import Column, export


def _what(change) -> str:
    """Each item: from which area, to which name."""
    items = ((one.from_area.name if one.from_area else "", one.name) for one in change.items.all())
    return "；".join(f"{before} → {after}" if before and after else before or after for before, after in items)


def _state(change) -> str:
    if change.withdrawn_at:
        return "已撤回"
    return "未生效" if change.effective_on > timezone.localdate() else "已生效"


COLUMNS = (
    Column("文号", "document_no"),
    Column("类型", lambda row: row.get_kind_display()),
    Column("变更", _what),
    Column("区域", "area.name"),
    Column("生效日期", "effective_on"),
    Column("状态", _state),
)


@export("area_changes", "区域变更名单", page="changes:changes", verb="place.view", columns=COLUMNS)
def area_changes(actor, query):
    rows = AreaChange.objects.visible_to(actor).for_list().order_by("-effective_on", "-pk")
    return AreaChangeFilter(query, rows).qs
