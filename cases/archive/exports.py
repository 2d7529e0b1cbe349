"""The list of volumes as a spreadsheet."""

from cases.archive.filters import VolumeFilter
from cases.archive.models import Volume
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("卷号", "number"),
    Column("卷名", "name"),
    Column("状态", lambda row: row.get_state_display()),
    Column("保管期限", lambda row: row.get_term_display()),
    Column("保管至", "kept_until"),
    Column("页数", "pages"),
    Column("立卷时间", "filed_at"),
    Column("立卷人", "account.name"),
)


@export("volumes", "案卷名单", page="cases:volumes", verb="case.read", columns=COLUMNS)
def volumes(actor, query):
    rows = Volume.objects.visible_to(actor).current().select_related("case", "account")
    return VolumeFilter(query, rows.order_by("-filed_at", "-id")).qs
