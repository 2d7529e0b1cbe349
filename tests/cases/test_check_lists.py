"""The lists of checks of volumes and of what was prevented: a row each, a case several times if it was so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archive.models import Volume, VolumeCheck
from cases.risk.models import Prevention
from tests.factories import JIADING
from tests.governance.browsing import cells, rows_of, text
from tests.governance.test_every_list_exports import exported

CHECKS, PREVENTED = "cases:volume_checks", "cases:preventions"


@pytest.fixture
def checked(mediated_case, lin):
    """A case whose volume was sent back once and passed then, and of which two events were prevented."""
    today, now = timezone.localdate(), timezone.now()
    facts = {"number": "卷1", "name": "案卷", "term": "permanent", "account": lin, "filed_at": now}
    volume = Volume.objects.create(case=mediated_case, **facts)
    failed = {"score": 60, "has_passed": False, "defects": "缺笔录三页", "rectify_by": today - timedelta(days=1)}
    VolumeCheck.objects.create(volume=volume, checked_at=now - timedelta(days=9), account=lin, is_spot=True, **failed)
    VolumeCheck.objects.create(volume=volume, checked_at=now, account=lin, score=95, has_passed=True)
    for kind, people in (("1", 1), ("2", 30)):
        facts = {"evidence": "派出所回执一份", "confirmed_at": now, "account": lin}
        Prevention.objects.create(case=mediated_case, kind=kind, people=people, **facts)
    return mediated_case


def test_each_check_is_a_row_and_says_whether_what_was_wrong_was_put_right(client, staff, checked):
    client.force_login(staff)
    answer = client.get(reverse(CHECKS))

    assert text(answer).count(f'href="{checked.get_absolute_url()}#archive"') == 2
    by = VolumeCheck.objects.get(is_spot=True).rectify_by
    assert cells(answer, "整改") == ["—", f"{by} 前 逾期未整改"]
    asked = ({"passed": "no"}, {"kind": "spot"}, {"kind": "filed"}, {"rectified": "late"}, {"rectified": "done"})
    assert [[row.score for row in rows_of(client, CHECKS, query)] for query in asked] == [[60], [60], [95], [60], []]
    assert [row.score for row in rows_of(client, CHECKS)] == [95, 60]


def test_each_event_that_was_prevented_is_a_row(client, staff, checked):
    client.force_login(staff)
    page = client.get(reverse(PREVENTED)).content.decode()

    assert page.count(f'href="{checked.get_absolute_url()}#risk"') == 2
    assert [row.people for row in rows_of(client, PREVENTED, {"kind": "2"})] == [30]


def test_what_was_wrong_and_by_what_evidence_is_not_in_the_lists(client, staff, checked):
    client.force_login(staff)

    assert "缺笔录三页" not in client.get(reverse(CHECKS)).content.decode()
    assert "派出所回执一份" not in client.get(reverse(PREVENTED)).content.decode()


def test_a_figure_of_people_leads_to_the_events_with_their_sum(client, officer, checked):
    client.force_login(officer)
    asked = {"figure": f"preventions.people;{timezone.localdate().year}", "area": JIADING}
    assert "涉及人数合计 <strong>31</strong> 人" in client.get(reverse(PREVENTED), asked).content.decode()
    assert "合计" not in client.get(reverse(PREVENTED)).content.decode()


def test_tabs_are_for_who_has_something_to_choose_from(client, staff, officer, checked):
    volumes, here = (
        f'<a href="{reverse("cases:volumes")}">案卷</a>',
        f'<a href="{reverse(CHECKS)}" aria-current="page">案卷评查</a>',
    )
    for actor, sees in ((staff, False), (officer, True)):
        client.force_login(actor)
        page = client.get(reverse(CHECKS)).content.decode()
        assert [tab in page for tab in (volumes, here, 'class="tabs"')] == [sees] * 3


def test_both_lists_can_be_had_as_spreadsheets(staff, checked, folder):
    head, *checks = exported("volume_checks", staff)
    assert (head[0], [row[5] for row in checks]) == ("评查时间", ["合格", "不合格"])
    head, *prevented = exported("preventions", staff)
    assert (head[4], sorted(row[4] for row in prevented)) == ("涉及人数", ["1", "30"])
