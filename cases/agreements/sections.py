"""What agreements show on the page of a case."""

from django.utils import timezone

from cases.agreements.signers import missing, slots_of
from cases.agreements.wording import terms_of
from cases.docket.page import section


@section("agreement", "调解协议", template="cases/agreements/_agreement.html", order=60, of_file=True)
def agreement(case, actor):
    """The agreement in force or under way with what it says, and the earlier ones by name."""
    rows = list(case.agreements.standing().for_page().order_by("-seq"))
    if not rows:
        return None
    newest = rows[0]
    waiting = missing(slots_of(newest, on=timezone.localdate())) if newest.state == "signing" else []
    limit = case.limits.running().filter(key="jc_apply").first()
    return {"newest": newest, "terms": terms_of(newest), "waiting": waiting, "earlier": rows[1:], "limit": limit}
