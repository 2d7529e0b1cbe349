"""5,000 cases chosen at once, of which 37 are refused: what is said before, the run that goes on, the results."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.bulk.models import BulkAct, BulkRow, RowState
from cases.docket.models import Case
from governance.jobs import running
from governance.jobs.exports import find_export
from tests.cases.factories import make_accepted

ALL, REFUSED, LEFT = 5000, 37, 10  # LEFT: what can be done of what an earlier run left
FURTHER = """
INSERT INTO cases_case ({columns}) SELECT {values} FROM cases_case, generate_series(2, %s) AS n
WHERE cases_case.id = %s
"""


@pytest.fixture
def many(lin, zhao, committee):
    """5,000 accepted cases; all but the first are copies of its row alone, under further numbers."""
    case = make_accepted(lin, zhao, committee)
    names = [field.column for field in Case._meta.concrete_fields if not field.primary_key]
    values = ["'（2026）嘉迎人调字第' || n || '号'" if name == "number" else name for name in names]
    with connection.cursor() as cursor:
        cursor.execute(FURTHER.format(columns=", ".join(names), values=", ".join(values)), [ALL, case.pk])
    return Case.objects.order_by("pk")


@pytest.fixture
def chosen(client, many, zhao, lin):
    """All that the list's filter finds, to be assigned to lin; 37 of them are suspended before the start."""
    client.force_login(zhao)
    begun = client.post("/cases/bulk/begin/", {"kind": "assign", "all": "yes", "query": "procedure=accepted"})
    client.post(begun.url, {"hosts": [lin.pk], "mode": "appointed", "told_by": "face", "submission": "one"})
    hold_up(many)
    return BulkAct.objects.get()


def hold_up(many):
    suspended = list(many.values_list("pk", flat=True)[100 : 100 + REFUSED])
    Case.objects.filter(pk__in=suspended).update(procedure="suspended")


def done_before(act, many):
    """As if an earlier run had done all but the 37 and ten more, and was then stopped."""
    left = many.values_list("pk", flat=True)[100 : 100 + REFUSED + LEFT]
    done = {"state": RowState.DONE, "done_at": timezone.now(), "answer": "由林晓主持"}
    act.rows.exclude(case__in=list(left)).update(**done)


def test_the_page_before_the_start_counts_37_of_5000_and_asks_no_more_than_for_a_few(client, chosen):
    client.get(f"/cases/bulk/{chosen.pk}/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/cases/bulk/{chosen.pk}/").content.decode()

    assert chosen.rows.count() == ALL
    assert "37 件：“中止”状态下不能指派调解员。" in page
    assert "4,963" in page
    assert len(queries) < 25


def test_the_run_goes_on_to_its_end_and_the_results_list_the_37(client, chosen, many, zhao, lin):
    done_before(chosen, many)
    started = client.post(f"/cases/bulk/{chosen.pk}/start/")
    running.run(BulkAct.objects.get().job_id)

    page = client.get(started.url).content.decode()
    refused = [client.get(f"{started.url}?state=refused&page={n}").content.decode() for n in (1, 2)]
    asked = QueryDict(f"act={chosen.pk}&state=refused")
    exported = list(find_export("bulk_rows").rows(zhao, asked))

    job = BulkAct.objects.get().job
    assert (job.state, job.done, job.result["figures"]) == ("done", ALL, [["已办理", 4963], ["未办成", REFUSED]])
    assert ("4,963" in page, "37" in page) == (True, True)
    assert sum(one.count("“中止”状态下不能指派调解员") for one in refused) == REFUSED
    assert (len(exported), {row.state for row in exported}) == (REFUSED, {RowState.REFUSED})
    assert Case.objects.filter(host=lin).count() == LEFT
    assert BulkRow.objects.waiting().count() == 0
