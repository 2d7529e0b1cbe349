"""What is told of the archive: volumes lent, terms that are over, volumes not archived in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.archive import actions
from cases.archive.models import Volume, VolumeAccess
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from governance.notices.models import Notice
from governance.notices.rungs import find_rung
from governance.notices.sweeping import settle, sweep
from tests.cases.factories import make_mediated


@pytest.fixture
def shelved(lin, zhao, committee):
    """An archived case with a volume that lin filed."""
    case = make_mediated(lin, zhao, committee)
    today = timezone.localdate()
    facts = {"procedure": "archived", "archive": "archived", "result": "20", "result_on": today, "closed_on": today}
    Case.objects.filter(pk=case.pk).update(**facts, due_on=None)
    case.limits.running().update(dropped_on=today)
    Notice.objects.all().delete()
    archived = {"state": "archived", "archived_at": timezone.now(), "filed_at": timezone.now(), "account": lin}
    kept = {"term": "short", "kept_until": today + timedelta(days=3650)}
    return Volume.objects.create(case=case, name=case.title, number=case.number, **archived, **kept)


def lend(volume, by, *, days):
    due = timezone.localdate() + timedelta(days=days)
    facts = {"kind": "lend", "who": "区法院", "purpose": "调取", "given": "全卷", "happened_at": timezone.now()}
    return actions.record_access(volume, by=by, due_on=due, **facts)


def told(rung, *, in_days):
    sweep(timezone.localdate() + timedelta(days=in_days))
    rows = Notice.objects.filter(rung=rung).standing()
    return {(one.recipient.username, (one.falls_on - one.due_on).days) for one in rows.select_related("recipient")}


def test_a_lent_volume_is_asked_back_before_on_and_after_its_day(zhao, justice, shelved):
    access = lend(shelved, justice, days=5)

    assert told("volume.lent_due", in_days=1) == set()
    assert told("volume.lent_due", in_days=2) == {("justice", -3), ("lin", -3)}
    assert told("volume.lent_due", in_days=5) == {("justice", 0), ("lin", 0)}
    assert told("volume.lent_due", in_days=6) == {("justice", 1), ("lin", 1), ("zhao", 1)}

    actions.return_lent(access, by=zhao, returned_on=timezone.localdate())
    assert told("volume.lent_due", in_days=6) == set()


def test_the_notice_says_who_has_it_and_leads_to_the_volume(justice, shelved):
    access = lend(shelved, justice, days=0)
    sweep(timezone.localdate())

    rung, notice = find_rung("volume.lent_due"), Notice.objects.filter(rung="volume.lent_due").first()
    assert "已借给区法院" in rung.text(access, notice)
    assert rung.url(access) == shelved.get_absolute_url()


def test_a_term_that_is_over_is_told_to_who_may_propose_destruction(officer, shelved):
    Volume.objects.update(kept_until=timezone.localdate())
    assert told("volume.term_over", in_days=0) == set()
    assert told("volume.term_over", in_days=1) == {("officer", 1)}

    Case.objects.update(archive="destroyed")
    settle(timezone.localdate() + timedelta(days=1))
    assert told("volume.term_over", in_days=1) == set()


def test_the_home_lists_what_is_lent_and_what_is_to_be_appraised(client, officer, zhao, sun, shelved):
    access = lend(shelved, zhao, days=1)
    client.force_login(zhao)
    home = client.get("/").content.decode()
    assert "借出待归还的案卷" in home
    assert "lent=out" in home
    assert shelved.number in client.get("/cases/volumes/?lent=out").content.decode()
    assert shelved.number not in client.get("/cases/volumes/?lent=late").content.decode()
    client.force_login(sun)
    assert "区法院" not in client.get("/").content.decode()

    Volume.objects.update(kept_until=timezone.localdate() - timedelta(days=1))
    client.force_login(officer)
    assert "保管期满待鉴定的案卷" not in client.get("/").content.decode()
    VolumeAccess.objects.filter(pk=access.pk).update(returned_on=timezone.localdate())
    home = client.get("/").content.decode()
    assert ("保管期满待鉴定的案卷" in home, str(shelved) in home) == (True, True)


def test_a_volume_long_not_archived_is_told_to_the_office_that_checks(zhao, justice, lin, shelved):
    today = timezone.localdate()
    Case.objects.update(procedure="closed", archive="submitted")
    limit = {"key": "archive", "starts_on": today, "due_on": today, "unrolled_on": today}
    TimeLimit.objects.create(case=shelved.case, **limit)

    assert told("case.archive_due", in_days=0) == {("lin", 0)}
    assert told("case.archive_due", in_days=15) == {("lin", 15), ("zhao", 15), ("justice", 15)}
