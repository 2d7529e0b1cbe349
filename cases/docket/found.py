"""Cases in the search box of the top bar: by number, by party (also pinyin and initials), by the words in them."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from cases.docket.models import Case
from cases.search.models import CaseText
from governance.pages.matters import matters
from governance.pages.search import Hit, searchable


def _list_url(text):
    return f"{reverse('cases:cases')}?{urlencode({'text': text})}"


@searchable("案件", verb="case.view", icon="journal-text", order=5, more_url=_list_url)
def cases(text, actor, place, limit):
    seen = Case.objects.visible_to(actor).standing()
    by_words = seen.filter(pk__in=CaseText.objects.matching(text, actor).values("pk"))
    found = list(by_words.select_related("committee__body").order_by("-received_at")[:limit])
    if len(found) < limit:
        known = [case.pk for case in found]
        by_party = seen.with_party(text).exclude(pk__in=known).select_related("committee__body")
        found += by_party.order_by("-received_at")[: limit - len(found)]
    return [
        Hit(str(case), case.get_absolute_url(), f"{case.get_procedure_display()} · {case.committee}") for case in found
    ]


def _holder_url(holder):
    return f"{reverse('cases:cases')}?{urlencode({'holder': holder.token, 'voided': 'with'})}"


@matters("调解案件", verb="case.view", icon="journal-text", order=10, more_url=_holder_url)
def cases_of(holder, actor, limit):
    """Cases in the actor's scope where they are, or were, a party, or speak for one; void ones too, and said so."""
    found = Case.objects.visible_to(actor).involving(holder).select_related("committee__body")
    return [Hit(str(case), case.get_absolute_url(), _note(case)) for case in found.order_by("-received_at")[:limit]]


def _note(case):
    state = "案号已作废" if case.is_void else case.get_procedure_display()
    return f"{state} · {case.committee} · {timezone.localdate(case.received_at):%Y-%m-%d} 收到"
