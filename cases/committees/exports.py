"""The mediation committees as a spreadsheet."""

from cases.committees.filters import CommitteeFilter
from cases.committees.models import MediationCommittee
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("调委会", "body.name"),
    Column("编号简称", "sign"),
    Column("区域", "area.name"),
    Column("所在地人民法院", "court"),
    Column("任期开始", "term_starts_on"),
    Column("任期届满", "term_ends_on"),
)


@export("mediation_committees", "人民调解委员会名单", page="cases:committees", verb="case.view", columns=COLUMNS)
def mediation_committees(actor, query):
    return CommitteeFilter(query, MediationCommittee.objects.visible_to(actor).for_list().order_by("area_id", "id")).qs
