"""The person list as a spreadsheet: masks, like the page."""

from governance.jobs.exports import Column, export
from governance.persons.filters import PersonFilter
from governance.persons.models import Person

COLUMNS = (
    Column("姓名", "name"),
    Column("性别", lambda row: row.get_sex_display()),
    Column("出生年份", "birth_masked"),
    Column("证件", lambda row: "；".join(map(str, row.identifiers_now))),
    Column("电话", lambda row: "；".join(map(str, row.phones_now))),
    Column("登记区域", "area.name"),
    Column("登记区域代码", "area_id"),
    Column("住址", "address"),
    Column("登记时间", "registered_at"),
    Column("重复登记", lambda row: "是" if row.same_as_id else ""),
)


@export("persons", "人员名单", page="persons:persons", verb="person.view", columns=COLUMNS)
def persons(actor, query):
    return PersonFilter(query, Person.objects.visible_to(actor).for_list().order_by("pinyin", "id")).qs
