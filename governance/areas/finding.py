"""Places in the search box of the top bar."""

from urllib.parse import urlencode

from django.urls import reverse

from governance.areas.ranges import around
from governance.areas.search import find_places
from governance.pages.place import own_places
from governance.pages.search import Hit, searchable


def more_url(text):
    return f"{reverse('areas:tree')}?{urlencode({'q': text})}"


@searchable("区域", verb="place.view", icon="geo-alt", order=10, more_url=more_url)
def places(text, actor, place, limit):
    return [
        Hit(each.name, each.get_absolute_url(), " ".join([*each.path, each.code]))
        for each in find_places(text, near=around(own_places(actor)), limit=limit)
    ]
