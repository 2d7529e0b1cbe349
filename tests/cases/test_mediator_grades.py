"""Grades of mediators: conditions as advice, who decides, the history, the page of a mediator."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.mediation.endings.actions import fail_mediation
from cases.mediation.grades.actions import grade_mediator
from cases.mediation.grades.advice import Asked, Record, conditions
from cases.mediation.grades.record import next_grade, record_of, years_between
from cases.mediation.mediators.actions import file_mediator
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago
from tests.cases.subsidised import filed
from tests.factories import YINGYUAN

FOURTH = Asked(2, 50, 30, 85)


@pytest.fixture
def profile(lin, zhao):
    return filed(lin, zhao)


def given(profile, by, grade=4, **more):
    facts = {"granted_on": timezone.localdate(), "decided_by": "嘉定区人民调解员协会", "note": "破格评定", **more}
    return grade_mediator(profile, by=by, grade=grade, **facts)


@pytest.mark.parametrize(
    ("record", "met"),
    [
        (Record(2, 50, 43, 12), [True, True, True, True]),
        (Record(1, 49, 41, 13), [False, False, False, False]),
        (Record(0, 0, 0, 0), [False, False, True, False]),
        (Record(30, 100, 85, 25), [True, True, True, True]),
        (Record(30, 100, 84, 26), [True, True, False, False]),
    ],
)
def test_each_condition_of_a_grade_says_where_the_mediator_stands(record, met):
    assert [one.is_met for one in conditions(record, FOURTH)] == met


def test_years_are_whole_and_the_next_grade_is_the_one_above():
    assert years_between(date(2024, 11, 23), date(2026, 11, 22)) == 1
    assert years_between(date(2024, 11, 22), date(2026, 11, 22)) == 2
    assert [next_grade(grade) for grade in (None, 4, 2, 1)] == [4, 3, 1, None]


def test_the_record_counts_results_of_host_and_co_mediator(lin, zhao, mediated_case):
    fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=30), told_by="face", remedies=("court",))

    found = record_of(lin, timezone.localdate())
    assert (found.results, found.successes, found.oral, found.success_share) == (1, 0, 0, 0)


def test_the_street_grades_and_every_grade_stays_known(lin, zhao, justice, sun, profile):
    for other in (lin, zhao, sun):
        with pytest.raises(NotPermitted):
            given(profile, other)
    with pytest.raises(Invalid, match="尚未满足：从事调解 2 年以上") as refused:
        given(profile, justice, note="")
    assert refused.value.field == "note"
    first = given(profile, justice, granted_on=timezone.localdate() - timedelta(days=9))
    with pytest.raises(WrongState, match="没有变化"):
        given(profile, justice)
    with pytest.raises(Invalid, match="不能早于上一次"):
        given(profile, justice, grade=3, granted_on=first.granted_on - timedelta(days=1))
    given(profile, justice, grade=None, note="不再从事调解")
    profile.refresh_from_db()

    assert profile.grade is None
    assert [str(one) for one in profile.grades.all()] == ["取消等级", "四级"]
    assert first.unmet[0] == "从事调解 2 年以上（现 0 年）"


def test_a_decided_grade_is_not_changed_by_filing_the_mediator_again(lin, zhao, justice, profile):
    given(profile, justice)
    with pytest.raises(Invalid, match="请登记新的等级评定"):
        file_mediator(lin, by=zhao, area=YINGYUAN, employment="full", origin="engaged", grade=1)

    assert filed(lin, zhao, employment="full", grade=4).employment == "full"


def test_the_grade_is_given_by_the_form_and_shown_with_what_was_paid(client, lin, zhao, justice, sun, profile):
    client.force_login(justice)
    form = client.get(f"/cases/mediators/{lin.pk}/grade/").content.decode()
    typed = {"grade": "4", "granted_on": timezone.localdate().isoformat(), "decided_by": "区协会", "note": "破格"}
    silent = client.post(f"/cases/mediators/{lin.pk}/grade/", {**typed, "note": ""})
    shown = client.post(f"/cases/mediators/{lin.pk}/grade/", typed, follow=True).content.decode()
    client.force_login(lin)
    own = client.get(f"/cases/mediators/{lin.pk}/").content.decode()
    client.force_login(zhao)
    refused = client.get(f"/cases/mediators/{lin.pk}/grade/").status_code

    assert "参考条件" in form
    assert (silent.status_code, "尚未满足" in silent.content.decode()) == (422, True)
    assert ("四级" in shown, "区协会" in shown) == (True, True)
    assert ("以案定补" in own, "从事调解" in own) == (True, True)
    assert refused == 403
