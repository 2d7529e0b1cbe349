"""The district looks at archived volumes; what fails is put right beside them, and costs the subsidy until then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archive import spot_checks
from cases.archive.models import Volume
from cases.subsidies.clawbacks.models import Clawback
from cases.subsidies.gathering import problems_of
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.subsidised import archived, claim, claimable, closed, granted

POOR = {"complete": 20, "forms": 15}


def spot_check(volume, by, **more):
    return spot_checks.spot_check(volume, by=by, checked_at=timezone.now(), **{"lost": {}, **more})


def fail(volume, by):
    by_when = timezone.localdate() + timedelta(days=10)
    return spot_check(volume, by, lost=POOR, defects="告知书无当事人签名", rectify_by=by_when)


@pytest.fixture
def volume(lin, zhao, mediated_case):
    return archived(closed(mediated_case, lin, zhao), lin).volumes.get()


def test_the_bureau_checks_an_archived_volume_which_stays_as_it_is(officer, zhao, justice, volume):
    for other in (zhao, justice):
        with pytest.raises(NotPermitted, match="区司法局"):
            spot_check(volume, other)
    with pytest.raises(Invalid, match="整改期限"):
        spot_check(volume, officer, lost=POOR, defects="缺签名")
    found = fail(volume, officer)

    volume.refresh_from_db()
    assert (found.score, found.has_passed, found.is_spot) == (65, False, True)
    assert (volume.state, volume.case.procedure) == ("archived", "archived")
    assert volume.case.events.last().text.startswith("抽查案卷 65 分，不合格")
    Volume.objects.filter(pk=volume.pk).update(state="bound", archived_at=None)
    with pytest.raises(WrongState, match="已经归档"):
        spot_check(volume, officer)


def test_what_a_spot_check_found_is_put_right_once_and_said_how(zhao, lin, officer, volume):
    today, found = timezone.localdate(), fail(volume, officer)
    with pytest.raises(NotPermitted):
        spot_checks.rectify(found, by=lin, rectified_on=today, note="补签")
    with pytest.raises(Invalid) as refused:
        spot_checks.rectify(found, by=zhao, rectified_on=today - timedelta(days=1), note="补签")
    assert refused.value.field == "rectified_on"

    done = spot_checks.rectify(found, by=zhao, rectified_on=today, note="另制更正告知书并补签")
    assert (done.rectified_by, done.is_to_rectify) == (zhao, False)
    with pytest.raises(WrongState):
        spot_checks.rectify(found, by=zhao, rectified_on=today, note="再次")


def test_a_failed_spot_check_costs_the_subsidy_until_it_is_put_right(lin, zhao, officer, mediated_case):
    case = claimable(mediated_case, lin, zhao)
    assert problems_of(case) == []

    found = fail(case.volumes.get(), officer)
    assert problems_of(case) == ["案卷抽查不合格：整改完成以后再申报。"]
    spot_checks.rectify(found, by=zhao, rectified_on=timezone.localdate(), note="补签")
    assert problems_of(case) == []


def test_of_a_granted_subsidy_the_bureau_is_offered_the_clawback(client, lin, zhao, justice, officer, mediated_case):
    case = claimable(mediated_case, lin, zhao)
    one = claim(case, lin)
    granted(one, zhao, justice, officer)
    volume = case.volumes.get()
    url = reverse("cases:claw_back", args=[one.pk])
    client.force_login(officer)
    assert url not in client.get(volume.get_absolute_url()).content.decode()

    fail(volume, officer)
    assert f"{url}?reason=volume_failed" in client.get(volume.get_absolute_url()).content.decode()
    page = client.get(f"{url}?reason=volume_failed").content.decode()
    assert 'value="volume_failed"' in page.split("checked")[0][-200:]
    assert not Clawback.objects.exists()


def test_the_pages_lead_from_the_draw_to_what_was_put_right(client, zhao, officer, sun, volume):
    client.force_login(officer)
    drawn = client.get(reverse("cases:draw_volume"))
    assert drawn.url == volume.get_absolute_url()
    assert reverse("cases:spot_check", args=[volume.pk]) in client.get(drawn.url).content.decode()
    points = {
        **dict.fromkeys(("lawful", "evidence", "agreement", "visit", "binding"), "0"),
        "complete": 20,
        "forms": 15,
    }
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    asked = {**points, "defects": "缺签名", "rectify_by": day, "checked_at": moment}
    sent = client.post(reverse("cases:spot_check", args=[volume.pk]), asked)
    assert sent.status_code == 302, sent.content.decode()
    assert client.get(reverse("cases:draw_volume")).url == reverse("cases:volumes")
    check = volume.checks.get()

    client.force_login(zhao)
    assert str(volume) in client.get("/").content.decode()
    assert volume.name in client.get(reverse("cases:volumes"), {"spot": "to_rectify"}).content.decode()
    assert volume.name not in client.get(reverse("cases:volumes"), {"spot": "none"}).content.decode()
    url = reverse("cases:rectify_volume", args=[check.pk])
    assert url in client.get(volume.get_absolute_url()).content.decode()
    client.post(url, {"rectified_on": timezone.localdate().isoformat(), "note": "补签"})
    assert "整改：补签" in client.get(volume.get_absolute_url()).content.decode()
    client.force_login(sun)
    assert client.get(url).status_code == 404
    assert client.get(reverse("cases:spot_check", args=[volume.pk])).status_code == 404
