"""What API clients read of what follows an agreement: dates and codes, not a word of the file."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.confirmation.models import ConfirmationApplication
from cases.visits.models import ReturnVisit
from tests.cases.agreements import side
from tests.cases.test_case_api import dashboard, get
from tests.factories import CANGCHANG

READS = ("api:case_visits", "api:case_confirmations")


def make_visit(case, by, seq):
    facts = {"visited_at": timezone.now(), "visited_on": timezone.localdate(), "channel": "phone", "reached": "yes"}
    said = {"performance": "done", "satisfaction": 2, "situation": "婆媳不和", "measures": "再谈"}
    return ReturnVisit.objects.create(case=case, party=side(case, "respondent"), account=by, **facts, **said)


def make_confirmation(case, by, seq):
    agreed = {"agreed_at": timezone.now(), "effective_on": date(2026, 3, 18), "text": "甲", "text_digest": "0"}
    row = Agreement.objects.create(
        case=case,
        seq=seq,
        number="1",
        form="written",
        facts="渗水",
        copies=3,
        drafted_by=by,
        state="replaced",
        **agreed,
    )
    decided = {"outcome": "dismissed", "decided_on": date(2026, 4, 20), "reason": "婆媳不和", "docket": "（2026）沪1号"}
    return ConfirmationApplication.objects.create(
        case=case,
        agreement=row,
        court="嘉定法院",
        ground="committee",
        applicants="甲、乙",
        applied_on=date(2026, 4, 8),
        account=by,
        **decided,
    )


MAKERS = dict(zip(READS, (make_visit, make_confirmation), strict=True))


def test_a_client_is_told_of_visits_and_of_the_court(client, officer, mediated_case, lin):
    make_visit(mediated_case, lin, 1)
    make_confirmation(mediated_case, lin, 1)
    bearer = dashboard(officer)

    (visit,) = get(client, bearer, "api:case_visits", [mediated_case.pk]).json()["results"]
    (asked,) = get(client, bearer, "api:case_confirmations", [mediated_case.pk]).json()["results"]

    assert (visit["party"]["name"], visit["satisfaction"]) == ("马俊", {"code": 2, "label": "满意"})
    assert (asked["court"], asked["outcome"]["code"], asked["decided_on"]) == ("嘉定法院", "dismissed", "2026-04-20")
    assert "婆媳" not in f"{visit}{asked}"


@pytest.mark.parametrize("read", READS)
def test_next_door_is_told_nothing(read, client, officer, mediated_case, lin):
    MAKERS[read](mediated_case, lin, 1)

    assert get(client, dashboard(officer, CANGCHANG), read, [mediated_case.pk]).status_code == 404


@pytest.mark.parametrize("read", READS)
def test_a_list_takes_as_many_queries_for_three_as_for_one(read, client, officer, mediated_case, lin):
    bearer = dashboard(officer)
    MAKERS[read](mediated_case, lin, 1)
    get(client, bearer, read, [mediated_case.pk])

    with CaptureQueriesContext(connection) as one:
        get(client, bearer, read, [mediated_case.pk])
    for seq in (2, 3):
        MAKERS[read](mediated_case, lin, seq)
    with CaptureQueriesContext(connection) as three:
        answer = get(client, bearer, read, [mediated_case.pk])

    assert len(answer.json()["results"]) == 3
    assert len(three) == len(one)
