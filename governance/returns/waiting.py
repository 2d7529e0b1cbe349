"""What waits of tables: mine to file, those of the units below to review, those to release."""

from django.urls import reverse
from django.utils import timezone

from governance.areas.codes import COUNTY
from governance.pages.waiting import Line, Waiting, waiting
from governance.returns.models import Return
from governance.returns.permissions import FILE, RELEASE, REVIEW
from governance.returns.states import State


def _own(actor, verb) -> list[str]:
    return [post.area_id for post in actor.postings_today if verb in actor.verbs_of(post)]


@waiting("要报送的统计报表", verb=FILE, icon="table", order=17)
def to_file(actor, place):
    rows = Return.objects.unfiled().filter(area__in=_own(actor, FILE), ends_on__lt=timezone.localdate())
    return _returns(rows.order_by("due_on", "pk"), reverse("returns:returns"))


@waiting("待审核的统计报表", verb=REVIEW, icon="clipboard-check", order=17)
def to_review(actor, place):
    rows = Return.objects.filter(state=State.SUBMITTED, upper__in=_own(actor, REVIEW))
    return _returns(rows.order_by("first_submitted_at", "pk"), f"{reverse('returns:returns')}?state=submitted")


@waiting("待发布的统计报表", verb=RELEASE, icon="clipboard-check", order=17)
def to_release(actor, place):
    """Of the district itself: what it rests on is released with it."""
    rows = Return.objects.filter(state=State.ACCEPTED, area__in=_own(actor, RELEASE), area__level=COUNTY)
    return _returns(rows.order_by("first_submitted_at", "pk"), f"{reverse('returns:returns')}?state=accepted")


def _returns(rows, url):
    return Waiting(rows.for_list(), url, _line)


def _line(filed):
    late = filed.first_submitted_at is None and filed.is_late
    note = (
        f"{filed.due_on:%m-%d} 应报" if filed.due_on and filed.first_submitted_at is None else filed.get_state_display()
    )
    return Line(str(filed), filed.get_absolute_url(), note, "bad" if late else "")
