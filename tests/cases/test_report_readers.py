"""Who a report goes to is found by name, user name or place, however many there are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.areas.models import Area
from governance.metrics.reports import actions
from governance.metrics.reports.models import ReportSchedule
from governance.metrics.reports.readers import MOST, readers_of
from governance.people.models import Account, Posting
from tests.cases.test_kept_reports import TODAY, saved, scheduled
from tests.factories import JIADINGZHEN, XINCHENGLU, make_account

CROWD = 230


@pytest.fixture
def crowd(staff):
    """More colleagues of the street than a page shows."""
    new = [Account(username=f"c{number:03}", name=f"同事{number:03}", password="!") for number in range(CROWD)]
    made = Account.objects.bulk_create(new)
    posting = {"role": "street_staff", "area_id": XINCHENGLU, "starts_on": TODAY.replace(month=1), "reason": "聘任"}
    Posting.objects.bulk_create(Posting(account=one, **posting) for one in made)
    return made


@pytest.fixture
def report(staff, crowd):
    return saved(staff, area=Area.objects.get(pk=XINCHENGLU))


def found(client, report, **asked):
    answer = client.get(reverse("reports:readers", args=[report.pk]), asked)
    assert answer.status_code == 200
    return [label for _, label in answer.context["form"].fields["recipients"].choices], answer.content.decode()


def test_a_search_finds_whoever_may_see_it_and_keeps_the_chosen_first(client, staff, report, crowd):
    client.force_login(staff)
    assert len(found(client, report)[0]) == MOST
    last, first = crowd[-1], crowd[0]

    labels, page = found(client, report, q=" 同事229 ", recipients=[str(first.pk)])
    assert labels == ["同事000（新成路街道街道工作人员）", "同事229（新成路街道街道工作人员）"]
    ticked = [box for box in re.findall("<input[^>]*>", page) if "checked" in box]
    assert [f'value="{first.pk}"' in box for box in ticked] == [True]
    assert f'value="{last.pk}"' in page
    assert found(client, report, q="c117")[0] == ["同事117（新成路街道街道工作人员）"]
    assert "没有找到" in found(client, report, q="查无此人")[1]
    for odd in ("%", "𠮷", "长" * 10_000, "' OR 1=1"):
        found(client, report, q=odd, recipients=["x", "9" * 30, "-1"])


def test_those_beyond_the_first_two_hundred_get_it_and_stay_when_it_is_changed(client, staff, report, crowd):
    client.force_login(staff)
    chosen = [crowd[3].pk, crowd[215].pk, crowd[229].pk]
    answer = client.post(
        reverse("reports:schedule", args=[report.pk]),
        {"when": "month-1", "recipients": chosen, "version": report.version},
    )
    assert answer.status_code == 302
    report.refresh_from_db()
    actions.edit_report(report, by=staff, name="受理（街道）", today=TODAY, area=report.area, role="")

    assert set(ReportSchedule.objects.get().recipients.values_list("pk", flat=True)) == set(chosen)
    page = client.get(reverse("reports:schedule", args=[report.pk])).content.decode()
    assert page.count("checked") == 3
    assert "hx-get" in page


def test_nobody_is_found_or_written_to_who_may_not_see_its_places(client, staff, report):
    beside = make_account("beside", "mediator", JIADINGZHEN, name="同事邻")

    client.force_login(staff)
    assert found(client, report, q="同事邻")[0] == []
    page = client.post(
        reverse("reports:schedule", args=[report.pk]),
        {"when": "month-1", "recipients": [beside.pk], "version": report.version},
    )
    assert page.status_code == 422
    assert not ReportSchedule.objects.exists()


def test_only_its_owner_looks_for_readers(client, report, crowd, far):
    for who, status in ((crowd[0], 403), (far, 404)):
        client.force_login(who)
        assert client.get(reverse("reports:readers", args=[report.pk])).status_code == status


def test_many_are_found_by_as_many_queries_as_few(report):
    def counted(**more):
        with CaptureQueriesContext(connection) as queries:
            readers_of(report, TODAY, **more)
        return len(queries)

    assert counted(text="同事22") == counted() == 3
    assert scheduled(report, report.account).report == report
