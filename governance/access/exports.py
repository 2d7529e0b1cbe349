"""The holders of the matrix, as a spreadsheet."""

from governance.access.forms import MatrixForm
from governance.access.matrix import holders
from governance.jobs.exports import Column, export
from governance.people.models import Posting

HOLDERS = (
    Column("区域代码", "area_id"),
    Column("区域", "area.name"),
    Column("角色", lambda row: row.get_role_display()),
    Column("持有人", "holder.name"),
    Column("用户名或密钥编号", lambda row: row.account.username if row.account else row.client.key_id),
    Column("开始日", "starts_on"),
    Column("最后一天", "last_day"),
    Column("授予依据", "reason"),
    Column("授予人", lambda row: row.granted_by.name if row.granted_by else "系统"),
    Column("授予时间", "granted_at"),
)


@export("access.holders", "权限总表任职人员", page="access:matrix", verb="matrix.view", columns=HOLDERS)
def rights_held(actor, query):
    form = MatrixForm(query)
    if not form.is_valid():
        return Posting.objects.none()
    return form.narrow(holders(actor, form.cleaned_data["on"]))
