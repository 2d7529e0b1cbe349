"""The mediators of a committee: what is filed, ties declared."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.mediation.actions import ask_replacement
from cases.mediation.checking import check_all
from cases.mediation.mediators.actions import declare_tie, end_tie, file_mediator
from cases.mediation.sessions.actions import plan_session
from governance.errors import Invalid, NotPermitted
from tests.cases.factories import RESPONDENT_ID, ago, make_mediated
from tests.factories import YINGYUAN, make_account, make_organisation

ON = date(2026, 11, 22)


@pytest.fixture
def qian(places):
    return make_account("qian", "mediator", YINGYUAN, name="钱卫东")


def file(account, by, **more):
    values = {"area": YINGYUAN, "employment": "part", "origin": "elected", "grade": 3, **more}
    return file_mediator(account, by=by, **values)


def declare(account, by, **more):
    return declare_tie(account, by=by, area=YINGYUAN, declared_on=ON, **more)


def test_the_director_files_a_mediator_and_who_the_account_is_stays_known(lin, zhao, sun, mediated_case):
    person = mediated_case.parties.get(side="respondent").person
    file(lin, zhao, person=person)
    profile = file(lin, zhao, grade=2)

    assert (profile.grade, profile.person, profile.version) == (2, person, 2)
    for other, area in ((lin, YINGYUAN), (sun, YINGYUAN)):
        with pytest.raises(NotPermitted):
            file(lin, other, area=area)
    with pytest.raises(Invalid):
        file(lin, zhao, grade=5)


def test_a_declared_tie_is_found_until_it_ends(lin, zhao, mediated_case):
    person = mediated_case.parties.get(side="respondent").person
    tie = declare(zhao, zhao, kind="kin", person=person)

    def found():
        return [each.code for each in check_all(mediated_case, [zhao], on=ON)[zhao.pk]]

    assert found() == ["kin"]
    end_tie(tie, by=zhao, area=YINGYUAN, ended_on=ON)
    assert found() == []


def test_an_employer_is_an_organisation_and_a_tie_is_to_somebody_known(lin, sun, mediated_case):
    person = mediated_case.parties.get(side="respondent").person
    with pytest.raises(Invalid, match="单位"):
        declare(lin, lin, kind="employer", person=person)
    with pytest.raises(Invalid, match="找到对方"):
        declare(lin, lin, kind="kin")
    with pytest.raises(NotPermitted):
        declare(lin, sun, kind="kin", person=person)

    assert str(declare(lin, lin, kind="employer", organisation=make_organisation(lin, YINGYUAN))).startswith("任职单位")


# --- pages


def test_the_list_says_what_each_carries_in_as_many_queries_for_three_as_for_one(
    client, lin, zhao, qian, committee, django_assert_num_queries
):
    case = make_mediated(lin, zhao, committee)
    client.force_login(zhao)
    client.get("/cases/mediators/")
    with django_assert_num_queries(7) as asked:
        page = client.get("/cases/mediators/").content.decode()
    for name in ("wu", "zheng"):
        make_account(name, "mediator", YINGYUAN, name=name)
    with django_assert_num_queries(len(asked)):
        client.get("/cases/mediators/")

    assert page.index("林晓") > 0
    assert case.assignments.get(role="host").account.name in page


def test_next_door_is_not_in_the_list_and_a_mediator_has_none(client, lin, zhao, sun):
    client.force_login(zhao)
    assert "孙丽" not in client.get("/cases/mediators/").content.decode()
    client.force_login(lin)
    assert client.get("/cases/mediators/").status_code == 404


def test_who_a_mediator_is_and_is_tied_to_is_found_by_number_and_seen_by_few(client, lin, zhao, justice, mediated_case):
    client.force_login(zhao)
    filed = {"employment": "part", "origin": "elected", "number": "310199199905059999"}
    assert client.post(f"/cases/mediators/{lin.pk}/file/", filed).status_code == 422
    declared = {"kind": "kin", "number": RESPONDENT_ID}
    assert client.post(f"/cases/mediators/{lin.pk}/ties/declare/", declared).status_code == 302

    seen = {}
    for who in (zhao, justice):
        client.force_login(who)
        seen[who.username] = "近亲属：马俊" in client.get(f"/cases/mediators/{lin.pk}/").content.decode()
    client.force_login(lin)
    own = client.get(f"/cases/mediators/{lin.pk}/").status_code

    assert seen == {"zhao": True, "justice": False}
    assert own == 200


def test_what_waits_is_on_the_work_home_of_whom_it_waits_for(client, lin, zhao, mediated_case):
    party = mediated_case.parties.get(side="respondent")
    plan_session(mediated_case, by=lin, planned_at=timezone.now() + timedelta(minutes=1), place="调解室")
    ask_replacement(
        mediated_case.assignments.get(role="host"), by=lin, reason="party_request", party=party, asked_at=ago(minutes=5)
    )

    client.force_login(lin)
    mine = client.get("/").content.decode()
    client.force_login(zhao)
    directors = client.get("/").content.decode()

    assert ("今天和已过的调解会" in mine, "待您答复的指派" in mine) == (True, True)
    assert "待更换的调解员" in directors
