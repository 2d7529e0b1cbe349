"""What the page of a case says of the old register that it came from, as printed there."""

from cases.docket.page import section
from cases.docket.permissions import can_read_file
from cases.registers.models import RegisterRow


@section("register", "旧登记簿", template="cases/registers/_register.html", order=15, of_imports=True)
def register(case, actor):
    if not case.is_imported:
        return None
    row = RegisterRow.objects.filter(case=case).select_related("batch").first()
    if row is None:
        return None
    printed = [("调解员", row.mediators), ("协议形式", _form(row)), ("卷号", row.volume_no)]
    if can_read_file(actor, case):
        printed.append(("备注", row.remark))
    return {
        "row": row,
        "batch": row.batch,
        "printed": [(label, text) for label, text in printed if text],
        "may_open": actor.holds("register.view", row.batch.area_id),
    }


def _form(row) -> str:
    return {"oral": "口头协议", "written": "书面协议"}.get(row.form, "")
