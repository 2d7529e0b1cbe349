"""How long a volume is kept."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archive.contents import Outcome
from cases.archive.gathering import keeping_of, outcome_of_case
from cases.archive.retention import Facts, Term, kept_until, term_of
from cases.docket.models import Case
from cases.subsidies.gathering import grade_of
from cases.subsidies.models import Grade

FACTS = {"outcome": Outcome.WRITTEN, "people": 2, "dispute_type": "D02", "is_confirmed": False, "has_death": False}


@pytest.mark.parametrize(
    ("change", "term"),
    [
        ({}, Term.LONG),
        ({"outcome": Outcome.ORAL}, Term.SHORT),
        ({"outcome": Outcome.ENDED}, Term.SHORT),
        ({"outcome": Outcome.WITHDRAWN}, Term.SHORT),
        ({"outcome": Outcome.SIMPLE}, Term.SHORT),
        ({"people": 9}, Term.LONG),
        ({"people": 10}, Term.PERMANENT),
        ({"dispute_type": "D03"}, Term.PERMANENT),
        ({"is_confirmed": True}, Term.PERMANENT),
        ({"has_death": True, "outcome": Outcome.ENDED}, Term.PERMANENT),
    ],
)
def test_the_term_follows_from_what_the_case_was(change, term):
    assert term_of(Facts(**{**FACTS, **change}), people_from=10) == term


def test_years_count_from_the_january_after_the_closing():
    assert kept_until(date(2026, 5, 18), 30) == date(2056, 12, 31)
    assert kept_until(date(2026, 12, 31), 10) == date(2036, 12, 31)
    assert kept_until(date(2026, 5, 18), None) is None


def test_a_failed_case_is_kept_ten_years(closed_case):
    term, reason, years = keeping_of(closed_case, outcome_of_case(closed_case))
    assert (term, reason, years) == (Term.SHORT, "调解不成或者终止", 10)


def test_a_death_that_the_dispute_is_about_keeps_the_volume_and_makes_the_case_major(client, lin, closed_case):
    client.force_login(lin)
    url = reverse("cases:casualties", args=[closed_case.pk])
    assert client.post(url, {"casualties": "maybe"}).status_code == 422
    sent = client.post(url, {"casualties": "dead", "note": "由继承人申请调解"})

    assert sent.status_code == 302, sent.content.decode()
    case = Case.objects.get(pk=closed_case.pk)
    assert keeping_of(case, outcome_of_case(case))[:2] == (Term.PERMANENT, "涉及死亡")
    assert grade_of(case).grade == Grade.MAJOR
    assert "有人死亡" in client.get(case.get_absolute_url()).content.decode()


def test_a_party_that_dies_in_its_course_counts_alike_for_archive_and_subsidy(lin, closed_case):
    closed_case.parties.filter(side="applicant").update(died_on=timezone.localdate())

    assert keeping_of(closed_case, outcome_of_case(closed_case))[1] == "涉及死亡"
    assert grade_of(closed_case).grade == Grade.MAJOR
