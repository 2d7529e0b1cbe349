"""Rows by COPY: what stands in the database is what saving them would have put there."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db.models.expressions import DatabaseDefault
from django.utils.functional import lazystr

from governance.copying import copy_new, new_row
from governance.identifiers.resident_id import Sex
from governance.persons.models import Person, PersonIdentifier
from governance.sealing.seal import Sealed
from tests.factories import YINGYUAN, make_person

LEFT_TO_THE_DATABASE = {"id", "registered_at", "birth_on_sealed"}
OF_ANY_TYPE = [
    {"name": "陈志远", "pinyin": "chenzhiyuan", "initials": "czy", "note": "一\t二\n三\\四"},
    {"name": lazystr("陈志远"), "sex": Sex.MALE, "birth_on_sealed": "1980-02-03", "birth_year": "1980", "version": 2.0},
    {"name": "\\N", "address": 0, "birth_on_sealed": "1980-02-03", "birth_year": True},
]


@pytest.mark.parametrize("values", OF_ANY_TYPE)
def test_a_row_that_is_copied_is_the_row_that_is_saved(places, values):
    saved = Person(area_id=YINGYUAN, **values)
    saved.save()
    (copied,) = copy_new(Person, [Person(area_id=YINGYUAN, **values)])

    assert _stored(copied) == _stored(saved)


def test_a_moment_in_a_column_of_days_is_the_day_of_shanghai(lin):
    person = make_person(lin, YINGYUAN)
    evening = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    copy_new(PersonIdentifier, [PersonIdentifier(person=person, kind="passport", number="E12345678", ends_on=evening)])

    assert PersonIdentifier.objects.get(kind="passport").ends_on == date(2026, 3, 2)


def test_a_new_row_of_every_model_is_what_calling_the_model_makes():
    made = {model: (_held(new_row(model)), _held(model())) for model in _models()}

    assert {model: rows for model, rows in made.items() if rows[0] != rows[1]} == {}


def test_new_rows_share_nothing_that_can_be_changed():
    shared = [
        f"{model._meta.label}.{name}"
        for model in _models()
        for name, value in new_row(model).__dict__.items()
        if isinstance(value, (list, dict, set)) and value is new_row(model).__dict__[name]
    ]

    assert shared == []


def test_a_new_row_seals_what_it_is_given():
    person = new_row(Person, birth_on_sealed="1980-02-03")

    assert person.birth_on_sealed.open() == "1980-02-03"


def _models():
    return [model for model in apps.get_models() if model.__module__.partition(".")[0] in ("governance", "cases")]


def _held(row):
    """What a row holds; what is made or sealed anew for each, and what the database makes, by its type alone."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    by_type = {field.attname for field in row._meta.concrete_fields if field.has_default() and callable(field.default)}
    by_type |= {name for name, value in values.items() if isinstance(value, (DatabaseDefault, Sealed))}
    return {name: type(value) if name in by_type else value for name, value in values.items()}, row._state.adding


def _stored(row):
    stored = Person.objects.get(pk=row.pk)
    names = [field.attname for field in Person._meta.concrete_fields if field.attname not in LEFT_TO_THE_DATABASE]
    assert (stored.birth_on_sealed and stored.birth_on_sealed.open()) == (row.birth_on_sealed and "1980-02-03")
    return {name: getattr(stored, name) for name in names}
