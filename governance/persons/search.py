"""Persons in the search box of the top bar: by name and sound. Numbers go by POST to the look-up."""

from urllib.parse import urlencode

from django.urls import reverse

from governance.pages.search import Hit, searchable
from governance.persons.models import Person


def _list_url(text):
    return f"{reverse('persons:persons')}?{urlencode({'name': text})}"


@searchable("人员", verb="person.view", icon="people", order=20, more_url=_list_url)
def persons(text, actor, place, limit):
    found = Person.objects.visible_to(actor).called(text).select_related("area").order_by("pinyin", "id")
    return [Hit(each.name, each.get_absolute_url(), _note(each)) for each in found[:limit]]


def _note(person):
    return " · ".join(filter(None, (person.get_sex_display(), person.birth_masked, person.area.name, _mark(person))))


def _mark(person):
    return "重复登记" if person.same_as_id else ""
