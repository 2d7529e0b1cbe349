"""The list of checks as a spreadsheet."""

from cases.checks.filters import CheckFilter
from cases.checks.models import Check
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("排查时间", "checked_at"),
    Column("调委会", "committee.body.name"),
    Column("地点", "place"),
    Column("方式", lambda row: row.get_method_display()),
    Column("排查人", "checkers"),
    Column("发现矛盾（条）", "found_count"),
    Column("排查情况", "note"),
)


@export("checks", "矛盾纠纷排查名单", page="cases:checks", verb="case.view", columns=COLUMNS)
def checks(actor, query):
    return CheckFilter(query, Check.objects.visible_to(actor).for_list().order_by("-checked_at", "-id")).qs
