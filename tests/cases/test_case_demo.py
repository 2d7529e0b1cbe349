"""The demo's cases: made by the acts of every day, each on its own day, the same from the same seed."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.utils import timezone

from cases.confirmation.tasks import note_expired_windows
from cases.demo import afterwards, dangers, lives
from cases.demo.dangers import DANGERS
from cases.demo.lives import ENDS, ENDS_OF_RECENT, live
from cases.demo.making import make_demo, make_rest, offices_there, open_offices
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.numbers.models import IssuedNumber
from cases.performance.tasks import note_overdue
from cases.risk.codes import Forecast, RiskLevel
from governance.committees.models import Body
from governance.invariants.registry import all_invariants
from governance.people.demo import make_demo as make_seats
from governance.webhooks.models import WebhookDelivery, WebhookEndpoint
from governance.webhooks.schedule import MOST_ATTEMPTS
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN, make_area
from tests.governance.broker import database_url
from tests.governance.planting import found


@pytest.fixture
def demo_world(places, settings, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("DEMO", "1")
    settings.DEMO, settings.DEMO_CASES = True, 14
    make_area("310104003011", "永太居委会")
    make_seats()
    for area, kind, name in (
        (XINCHENGLU, "mediation_street", "新成路街道人民调解委员会"),
        (YINGYUAN, "mediation_residents", "迎园社区人民调解委员会"),
        (CANGCHANG, "mediation_residents", "仓场社区人民调解委员会"),
    ):
        Body.objects.create(kind=kind, name=name, area_id=area, established_on=date(2018, 7, 1))


@pytest.mark.django_db(transaction=True)
def test_the_demo_makes_its_cases_once_with_gapless_numbers_and_invented_people(demo_world, settings):
    make_demo()
    settings.DEMO_CASES = Case.objects.count() + 7
    assert make_rest() == 7
    made = Case.objects.count()
    make_demo()
    make_rest()

    assert Case.objects.count() == made == settings.DEMO_CASES
    for committee in {number.series.committee_id for number in IssuedNumber.objects.select_related("series")}:
        for year in range(2023, 2027):
            given = IssuedNumber.objects.filter(
                series__committee=committee, series__year=year, series__kind="mediation"
            )
            assert sorted(given.values_list("n", flat=True)) == list(range(1, given.count() + 1))
    made_of = WebhookDelivery.objects.order_by("number").values_list("number", "state", "attempts", "is_test")
    assert list(made_of) == [
        (1, "sent", 1, False),
        (2, "failed", MOST_ATTEMPTS, False),
        (3, "sent", 1, True),
        (4, "sent", 1, False),
    ]
    assert WebhookEndpoint.objects.get().standing == "off"
    late = CaseEvent.objects.exclude(late_reason="")
    assert not late.exists()
    assert all(event.recorded_at >= event.happened_at for event in CaseEvent.objects.all())
    note_overdue()
    note_expired_windows()
    faults = {each.code: found(each.code) for each in all_invariants() if not each.code.startswith("files.")}
    assert faults == {code: [] for code in faults}


def test_every_end_of_an_invented_case_is_reached_by_those_who_may(demo_world):
    open_offices(Random(1))
    until = timezone.localtime().replace(hour=18, minute=0)
    reached = {}
    for place, end in enumerate(ENDS_OF_RECENT):
        case = live(Random(place), offices_there([YINGYUAN])[0], until - timedelta(days=70), until, end=end)
        reached[end] = Case.objects.get(pk=case.pk).procedure

    assert {end: reached[end] for end in ("mediating", "suspended", "withdrawn", "rejected", "referred", "failed")} == {
        "mediating": "mediating",
        "suspended": "suspended",
        "withdrawn": "withdrawn",
        "rejected": "rejected",
        "referred": "referred",
        "failed": "failed",
    }
    assert reached["ended"] == "terminated"
    assert {reached["written"], reached["oral"]} <= {"agreed", "closed"}


@pytest.mark.parametrize("end", list(ENDS))
def test_who_handed_a_case_over_is_answered_whatever_its_end(demo_world, monkeypatch, end):
    monkeypatch.setattr(lives, "SOURCES", {"S33": 1})
    open_offices(Random(1))
    until = timezone.localtime().replace(hour=18, minute=0)

    case = live(Random(2), offices_there([YINGYUAN])[0], until - timedelta(days=70), until, end=end)

    assert case.feedbacks.exists()
    assert not case.limits.running().filter(key="feedback").exists()


def test_nobody_in_the_demo_works_at_night(demo_world):
    open_offices(Random(1))
    office, until = offices_there([YINGYUAN])[0], timezone.localtime().replace(hour=18, minute=0)
    for place in range(8):
        live(Random(place), office, until - timedelta(days=70, hours=-1), until, end="oral")

    by_people = CaseEvent.objects.exclude(account=None)
    hours = {timezone.localtime(moment).hour for moment in by_people.values_list("happened_at", flat=True)}
    assert hours <= set(range(8, 22))
    assert max(hours) > 18


@pytest.mark.parametrize("danger", DANGERS, ids=lambda danger: danger.sign)
def test_a_danger_is_told_watched_and_fallen_again_when_the_mediation_has_ended(demo_world, monkeypatch, danger):
    monkeypatch.setattr(dangers, "SHARE", 1)
    monkeypatch.setattr(dangers, "CONFIRMED", 1)
    monkeypatch.setattr(afterwards, "VISITED", 1)
    monkeypatch.setattr(dangers, "DANGERS", (danger,))
    open_offices(Random(1))
    office, until = offices_there([YINGYUAN])[0], timezone.localtime().replace(hour=18, minute=0)

    ended = live(Random(3), office, until - timedelta(days=70), until, end="oral")

    assert list(ended.risk_assessments.values_list("level", flat=True)) == [danger.level, RiskLevel.NONE]
    told = ["police", "centre"] if danger.level == RiskLevel.RED else []
    assert list(ended.risk_reports.exclude(reply="").values_list("organ", flat=True)) == told
    assert ended.assignments.filter(role="co").exists() == (danger.level >= RiskLevel.ORANGE)
    prevented = [(danger.forecast, danger.people)] if danger.forecast != Forecast.NONE else []
    assert list(ended.preventions.values_list("kind", "people")) == prevented
    assert not ended.limits.running().filter(key__startswith="visit_risk").exists()


def test_who_mediates_a_dangerous_case_looks_again_before_each_day_set(demo_world, monkeypatch):
    monkeypatch.setattr(dangers, "OF_RECENT", 1)
    monkeypatch.setattr(dangers, "FORGOTTEN", 0)
    monkeypatch.setattr(dangers, "CALMER_THEN", 1)
    monkeypatch.setattr(dangers, "DANGERS", [each for each in DANGERS if each.sign == "kill_threat"])
    open_offices(Random(1))
    until = timezone.localtime().replace(hour=18, minute=0)

    case = live(Random(3), offices_there([YINGYUAN])[0], until - timedelta(days=25), until, end="mediating")

    looked = list(case.risk_assessments.order_by("assessed_at"))
    assert [each.level for each in looked][:3] == [RiskLevel.RED, RiskLevel.ORANGE, RiskLevel.YELLOW]
    for before, after in pairwise(looked):
        assert timezone.localdate(after.assessed_at) <= before.next_review_on
    assert looked[-1].next_review_on >= timezone.localdate(until)
