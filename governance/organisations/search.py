"""Organisations in the search box of the top bar: by name, sound and credit code, which is public."""

from urllib.parse import urlencode

from django.urls import reverse

from governance.organisations.models import Organisation
from governance.pages.search import Hit, searchable


def _list_url(text):
    return f"{reverse('organisations:organisations')}?{urlencode({'name': text})}"


@searchable("单位", verb="organisation.view", icon="building", order=30, more_url=_list_url)
def organisations(text, actor, place, limit):
    visible = Organisation.objects.visible_to(actor).select_related("area")
    found = visible.called(text) | visible.filter(credit_code=text.strip().upper() or None)
    return [
        Hit(each.name, each.get_absolute_url(), f"{each.credit_code} {each.area.name}".strip())
        for each in found.order_by("pinyin", "id")[:limit]
    ]
