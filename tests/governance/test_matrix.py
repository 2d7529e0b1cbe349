"""The matrix: role by verb as the data say, and who held what where on a day."""

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.access.exports import rights_held
from governance.access.matrix import columns, verb_rows
from governance.access.roles import ROLES, VERBS
from governance.people.models import Posting
from tests.factories import XINCHENGLU, YINGYUAN, make_account


def names(response):
    return [row.holder.username for row in response.context["rows"]]


def test_every_role_and_every_verb_is_in_the_matrix_as_the_data_say():
    table = {row.verb: dict(zip(ROLES, row.held, strict=True)) for row in verb_rows()}

    assert list(table) == list(VERBS)
    assert [role.code for role in columns()] == list(ROLES)
    assert table["trail.view"] == {code: code in ("auditor", "administrator") for code in ROLES}


def test_roles_name_only_known_verbs_and_reveal_or_administer_with_a_second_factor():
    assert all(role.verbs <= set(VERBS) for role in ROLES.values())
    assert {code for code, role in ROLES.items() if role.needs_second_factor} == {
        "mediator",
        "mediation_director",
        "street_justice_officer",
        "street_supervisor",
        "district_officer",
        "administrator",
    }


def test_the_auditor_sees_who_held_what_on_any_day(client, auditor, lin, sun):
    Posting.objects.filter(account=lin).update(ends_on=date(2026, 3, 1))
    Posting.objects.filter(account=sun).update(starts_on=date(2026, 3, 1))
    client.force_login(auditor)
    url = reverse("access:matrix")

    before, after = client.get(f"{url}?on=2026-02-28"), client.get(f"{url}?on=2026-03-01")

    assert names(before) == ["auditor", "lin"]
    assert names(after) == ["auditor", "sun"]


def test_the_list_stays_in_the_viewers_scope_and_narrows_by_place_and_role(client, auditor, lin, staff, far):
    client.force_login(auditor)
    url = reverse("access:matrix")

    assert names(client.get(url)) == ["auditor", "staff", "lin"]
    assert names(client.get(f"{url}?place={XINCHENGLU}")) == ["staff", "lin"]
    assert names(client.get(f"{url}?role=mediator")) == ["lin"]


@pytest.mark.parametrize("query", ["on=1900-01-01", "on=9999-12-31", "on=昨天", "place=123", "role=king"])
def test_a_question_that_makes_no_sense_is_named_and_lists_nobody(client, auditor, query):
    client.force_login(auditor)

    answer = client.get(f"{reverse('access:matrix')}?{query}")

    assert (answer.status_code, names(answer)) == (400, [])


def test_the_sheet_says_what_it_is_of_and_leaves_room_to_sign(client, auditor, lin):
    client.force_login(auditor)

    page = client.get(f"{reverse('access:sheet')}?on=2026-06-30&place={YINGYUAN}").content.decode()

    for told in ("2026年6月30日", "迎园社区居委会", "生成时间", "顾审（auditor）", "签字", "林晓（lin）"):
        assert told in page


@pytest.mark.parametrize("route", ["matrix", "sheet"])
def test_sun_and_street_staff_find_no_matrix(client, sun, staff, route):
    for account in (sun, staff):
        client.force_login(account)
        assert client.get(reverse(f"access:{route}")).status_code == 404


def test_the_export_lists_what_the_page_lists(auditor, lin, far):
    assert [row.holder.username for row in rights_held(auditor, QueryDict("role=mediator"))] == ["lin"]
    assert not rights_held(auditor, QueryDict("on=nonsense")).exists()


def test_the_page_takes_as_many_queries_for_three_as_for_one(client, auditor):
    client.force_login(auditor)
    counts = []
    for number in range(3):
        make_account(f"more{number}", "committee_member", YINGYUAN)
        with CaptureQueriesContext(connection) as context:
            client.get(reverse("access:matrix"))
        counts.append(len(context))

    assert counts[0] == counts[2]
