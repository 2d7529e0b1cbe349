"""What the page of a case says of its documents."""

from cases.docket.page import section
from cases.documents.models import ProducedDocument


@section("documents", "文书", template="cases/documents/_documents.html", order=90)
def documents(case, actor):
    rows = ProducedDocument.objects.visible_to(actor).filter(case=case).standing().for_page()
    return {"documents": list(rows)}
