"""Persons and organisations in the search box of the top bar: by name and sound. Numbers go by POST to the look-up."""

from urllib.parse import urlencode

from django.urls import reverse

from governance.organisations.models import Organisation
from governance.pages.search import Hit, searchable
from governance.persons.models import Person


def _list_url(name):
    return lambda text: f"{reverse(name)}?{urlencode({'name': text})}"


@searchable("人员", verb="person.view", icon="people", order=20, more_url=_list_url("persons:persons"))
def persons(text, actor, place, limit):
    found = Person.objects.visible_to(actor).kept().called(text).select_related("area").order_by("pinyin", "id")
    return [Hit(each.name, each.get_absolute_url(), _note(each)) for each in found[:limit]]


def _note(person):
    return " · ".join(filter(None, (person.get_sex_display(), person.birth_masked, person.area.name)))


@searchable(
    "单位", verb="organisation.view", icon="building", order=30, more_url=_list_url("organisations:organisations")
)
def organisations(text, actor, place, limit):
    visible = Organisation.objects.visible_to(actor).select_related("area")
    found = visible.called(text) | visible.filter(credit_code=text.strip().upper() or None)
    return [
        Hit(each.name, each.get_absolute_url(), f"{each.credit_code} {each.area.name}".strip())
        for each in found.order_by("pinyin", "id")[:limit]
    ]
