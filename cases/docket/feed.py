"""Cases for those who keep a copy: as the list of the API tells them."""

from cases.docket.api import CaseShape
from cases.docket.models import Case
from governance.feed.registry import Kind, follow

follow(
    Kind(
        "case",
        "调解案件",
        "case.view",
        places="SELECT id AS subject, area_id FROM cases_case",
        rows=lambda actor: Case.objects.visible_to(actor).on_file().for_list().with_parties(),
        shape=CaseShape,
    )
)
