"""What the page of a case shows of its way between committees: advice, requests, where it came from."""

from cases.docket.life import life_of
from cases.docket.page import section
from cases.docket.permissions import can_decide, can_read_file, can_register
from cases.ladder.actions import can_be_handed_over
from cases.ladder.models import Transfer
from cases.ladder.triggers import ADVISED, advice_for


@section("handed_items", "移交来的材料", template="cases/ladder/_handed_items.html", order=46, of_file=True)
def handed_items(case, actor):
    """What the sender handed over: read here, stored there."""
    items = list(case.handed_items.select_related("origin__committee__body").prefetch_related("files"))
    return {"items": items} if items else None


@section("ladder", "移交与层级", template="cases/ladder/_ladder.html", order=27)
def ladder(case, actor):
    transfers = list(case.transfers.for_page().order_by("-id"))
    came = Transfer.objects.for_page().filter(taken_as=case).first()
    may_decide = can_decide(actor, case)
    advice = advice_for(case) if may_decide or can_read_file(actor, case) else []
    assisting = list(case.assistances.for_page())
    may_join = may_decide and case.is_under_way
    may_need = can_register(actor, case) and not case.voided_at and case.procedure in ADVISED
    needed = list(case.department_needs.select_related("account"))
    if not any((transfers, came, advice, assisting, may_join, may_need, needed)):
        return None
    is_asked = any(each.is_asked for each in transfers)
    return {
        "advice": advice,
        "transfers": transfers,
        "came": came,
        "earlier_life": life_of(came.case, reads_file=can_read_file(actor, case)) if came else [],
        "sees_earlier": came is not None and actor.holds("case.view", came.case.area_id),
        "may_ask": may_decide and can_be_handed_over(case) and not is_asked,
        "assisting": assisting,
        "may_join": may_join,
        "needs": needed,
        "may_need": may_need,
        "may_let_go": may_decide and not case.voided_at,
    }
