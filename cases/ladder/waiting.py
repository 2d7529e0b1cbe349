"""What waits for a director because another committee asks (the work home)."""

from django.urls import reverse

from cases.ladder.models import Transfer
from governance.pages.waiting import Line, Waiting, waiting


@waiting("请您接收的案件", verb="case.decide", icon="inbox", order=2)
def to_take_over(actor, place):
    own = [posting.area_id for posting in actor.postings_today if "case.decide" in actor.verbs_of(posting)]
    rows = Transfer.objects.asked().filter(receiver__area_id__in=own, case__voided_at=None)
    return Waiting(
        rows.select_related("case__committee__body").order_by("asked_at", "pk"),
        reverse("cases:transfers"),
        lambda row: Line(row.case.title, row.get_absolute_url(), f"{row.case.committee}请求移交", "warn"),
    )
