"""Lists read rows where a shape is made of columns: the same answer as from instances, and no more queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers

from governance.api.rows import reading_of
from governance.api.shapes import Choice, teller
from governance.areas.api import AreaShape
from governance.areas.models import Area
from governance.people.models import Posting
from governance.people.postings.api import PostingShape
from governance.persons.api import PersonShape
from governance.persons.models import Person
from tests.factories import JIADING, bearer, make_client

CASES = [(AreaShape, Area, "name"), (PostingShape, Posting, "starts_on")]


@pytest.mark.parametrize(("shape", "model", "column"), CASES)
def test_a_row_tells_what_the_instance_tells(shape, model, column, lin, zhao, officer):
    make_client("大数据中心", JIADING, by=officer)
    queryset = model.objects.for_list().order_by("pk")
    reading = reading_of(queryset, shape, None, (column, "pk"))

    told = [reading.tell(row) for row in reading.fetched(queryset)]

    assert reading.columns
    assert told == [shape().to_representation(row) for row in queryset]
    assert [reading.place(row) for row in reading.fetched(queryset)] == [[getattr(o, column), o.pk] for o in queryset]


def test_a_shape_that_asks_more_than_columns_is_read_from_instances():
    rows = Person.objects.for_list()
    whole = reading_of(rows, PersonShape, None, ("pinyin", "pk"))
    narrow = reading_of(rows, PersonShape, frozenset({"id", "name", "area"}), ("pinyin", "pk"))

    assert whole.columns == ()
    assert narrow.columns == ("pk", "name", "area_id", "area__pk", "area__name", "pinyin")


def test_a_call_of_a_client_costs_one_query_before_its_own(officer, places):
    puller = make_client("puller", JIADING, by=officer)
    browser = Client(headers=bearer(puller))
    browser.get("/api/v1/areas/")  # notes when the client last called

    with CaptureQueriesContext(connection) as captured:
        assert browser.get("/api/v1/areas/").status_code == 200
    with CaptureQueriesContext(connection) as scoped:
        assert browser.get("/api/v1/postings/?fields=id").status_code == 404  # no verb for it

    assert (len(captured), len(scoped)) == (2, 1)


@pytest.mark.parametrize("amount", ["0.00", "18600.00", "-0.50", "7", "1.5", "1E+3", "0E-10", None])
def test_money_is_told_as_the_field_itself_tells_it(amount):
    field = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, coerce_to_string=True)
    value = None if amount is None else Decimal(amount)

    assert teller(field)(value) == (None if value is None else field.to_representation(value))


@pytest.mark.parametrize(
    ("parts", "told"), [(("code", "label"), {"code": "x", "label": "x"}), (("code",), {"code": "x"})]
)
def test_a_code_that_left_the_choices_is_told_as_it_is(parts, told):
    choice = Choice([("a", "甲")])
    choice.narrow(parts)

    assert [teller(choice)(code) for code in ("", None, "x")] == [None, None, told]
