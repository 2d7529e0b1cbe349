"""What waits for a mediator: agreements still to be finished or signed (the work home)."""

from django.urls import reverse

from cases.agreements.models import Agreement
from governance.pages.waiting import Line, Waiting, waiting


@waiting("起草和签署中的协议", verb="case.mediate", icon="pencil", order=6)
def agreements(actor, place):
    rows = Agreement.objects.visible_to(actor).waiting_for(actor).order_by("drafted_at", "pk")
    return Waiting(rows.select_related("case"), f"{reverse('cases:cases')}?procedure=mediating", _line)


def _line(row):
    return Line(row.case.title, row.get_absolute_url(), f"{row.get_form_display()} · {row.get_state_display()}")
