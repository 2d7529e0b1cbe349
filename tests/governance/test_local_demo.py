"""The demo street: made through the actions, once."""

from datetime import date

import pytest
from django.utils import timezone

from governance.areas import demo as areas_demo
from governance.areas.changes.models import AreaChange
from governance.areas.models import Area
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from governance.areas.population.models import AreaPopulation
from governance.areas.watchlist.filters import watched
from governance.committees import demo as committees_demo
from governance.committees.models import Body
from tests.factories import JIADING, XINCHENGLU, make_account, make_area


@pytest.fixture
def street(places):
    for code in areas_demo.HOUSEHOLDS:
        make_area(code, "新成村村委会" if code.endswith("201") else f"示例{code[9:]}社区居委会")
    make_account("jiedao", "street_staff", XINCHENGLU)
    return make_account("qugong", "district_officer", JIADING)


def test_the_demo_street_has_something_of_everything_and_is_made_once(street):
    for _ in range(2):
        areas_demo.make_demo()
        committees_demo.make_demo()

    today = timezone.localdate()
    assert Estate.objects.count() == len(areas_demo.ESTATES)
    assert [change.kind for change in AreaChange.objects.order_by("effective_on")] == ["split", "rename"]
    assert AreaChange.objects.coming(today).count() == 1
    committees = Area.objects.on(today).children_of(XINCHENGLU).count()
    assert committees == len(areas_demo.HOUSEHOLDS) + 1
    assert Grid.objects.count() == 3 * committees
    assert BuildingGroup.objects.count() == 2 * committees
    assert Body.objects.filter(kind="residents_committee").count() == committees - 1
    assert AreaPopulation.objects.filter(area_id=areas_demo.SPLIT).latest("as_of").as_of < date(today.year, 1, 1)


def test_the_demo_street_has_one_oversized_committee(street):
    areas_demo.make_demo()

    _, found = watched(street, {})
    assert [area.code for area in found] == ["310114001014"]
