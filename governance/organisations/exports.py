"""The organisation list as a spreadsheet: credit codes are public, phones are masked."""

from governance.jobs.exports import Column, export
from governance.organisations.filters import OrganisationFilter
from governance.organisations.models import Organisation

COLUMNS = (
    Column("名称", "name"),
    Column("类型", lambda row: row.get_kind_display()),
    Column("统一社会信用代码", "credit_code"),
    Column("法定代表人", "legal_representative"),
    Column("电话", lambda row: "；".join(map(str, row.phones_now))),
    Column("登记区域", "area.name"),
    Column("登记区域代码", "area_id"),
    Column("地址", "address"),
    Column("登记时间", "registered_at"),
)


@export("organisations", "单位名单", page="organisations:organisations", verb="organisation.view", columns=COLUMNS)
def organisations(actor, query):
    rows = Organisation.objects.visible_to(actor).for_list().order_by("pinyin", "id")
    return OrganisationFilter(query, rows).qs
