"""Whose rows the lists of what hangs on cases show, and at what price: visits, checks of volumes, preventions."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archive.models import VolumeCheck
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.risk.models import Prevention
from cases.visits.models import ReturnVisit
from tests.cases.hanging import preventions_of, visits_of, volume_checks_of
from tests.cases.test_metrics_exact import Register
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN
from tests.governance.browsing import queries, rows_of

LISTS = {
    "cases:visits_due": TimeLimit,
    "cases:visits": ReturnVisit,
    "cases:volume_checks": VolumeCheck,
    "cases:preventions": Prevention,
}


@pytest.fixture
def hung(lin):
    register = Register(32)
    register.add(20)
    for hang in (visits_of, volume_checks_of, preventions_of):
        hang(register, lin)


@pytest.mark.parametrize("name", LISTS)
def test_a_street_sees_its_own_and_nothing_of_a_case_that_is_void(client, staff, hung, name):
    client.force_login(staff)
    assert {row.area_id for row in rows_of(client, name, {"size": 100})} == {XINCHENGLU, YINGYUAN, CANGCHANG}

    Case.objects.update(voided_at=timezone.now(), void_reason="重号")
    assert rows_of(client, name) == []


@pytest.mark.parametrize(("name", "model"), LISTS.items())
def test_a_list_takes_as_many_queries_for_many_as_for_one(client, officer, hung, name, model):
    client.force_login(officer)
    seen = rows_of(client, name)
    assert len(seen) > 3
    for_many = queries(client, reverse(name))

    model.objects.exclude(pk=seen[0].pk).delete()

    assert queries(client, reverse(name)) == for_many
    assert len(rows_of(client, name)) == 1
