"""Ends without an agreement: not found, ended by a party, by absence, by death; each with the ways that stay open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.intake.actions import log_contact
from cases.mediation.endings.actions import fail_mediation, let_heir_join, record_death, terminate_mediation
from cases.mediation.sessions.actions import Presence, hold_session, plan_session
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago, make_mediated
from tests.factories import YINGYUAN, make_person

HEIR_ID = "310199198601199032"
TOLD = {"told_by": "face", "remedies": ("court", "administrative")}


def terminate(case, by, code, side="", **more):
    party = case.parties.get(side=side) if side else None
    values = {"happened_at": ago(minutes=10), "code": code, "party": party, **TOLD, **more}
    return terminate_mediation(case, by=by, **values)


def absent_once(case, by):
    present = Presence(parties=tuple(case.parties.filter(side="applicant")))
    facts = {"place": "调解室", "presence": present, "result": "continue"}
    hold_session(case, by=by, starts_at=ago(minutes=60), ends_at=ago(minutes=30), **facts)


def test_a_mediation_without_agreement_ends_and_every_party_is_told_where_to_turn(lin, mediated_case):
    plan_session(mediated_case, by=lin, planned_at=timezone.now() + timedelta(days=1), place="调解室")

    case = fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=10), note="数额差距大。", **TOLD)

    told = case.given_notices.filter(what="remedies")
    assert (case.procedure, case.result, case.result_on) == ("failed", "20", timezone.localdate(ago(minutes=10)))
    assert {(each.taken_by, each.content) for each in told} == {
        ("刘桂珍", "向人民法院起诉、行政处理"),
        ("马俊", "向人民法院起诉、行政处理"),
    }
    assert (case.sessions.get().state, case.due_on) == ("called_off", None)


@pytest.mark.parametrize("missing", [{"remedies": ()}, {"remedies": ("lynching",)}])
def test_no_mediation_ends_without_telling_the_remedies(lin, mediated_case, missing):
    with pytest.raises(Invalid) as refusal:
        fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=10), **{**TOLD, **missing})
    assert refusal.value.field == "remedies"

    mediated_case.refresh_from_db()
    assert mediated_case.procedure == "mediating"


def test_only_the_host_says_that_no_agreement_was_found(zhao, lin, mediated_case):
    with pytest.raises(NotPermitted):
        fail_mediation(mediated_case, by=zhao, happened_at=ago(minutes=10), **TOLD)


@pytest.mark.parametrize(("code", "side"), [("31", "applicant"), ("32", "respondent")])
def test_any_one_party_ends_it(lin, mediated_case, code, side):
    """S5 event 9."""
    case = terminate(mediated_case, lin, code, side)

    event = case.events.get(step="T17")
    name = case.parties.get(side=side).name
    assert (case.procedure, case.result) == ("terminated", code)
    assert name in event.text


def test_the_director_ends_what_the_host_would_keep(lin, zhao, mediated_case):
    party = mediated_case.parties.get(side="respondent")
    log_contact(mediated_case, by=zhao, party=party, happened_at=ago(minutes=30), channel="phone", answer="refused")

    case = terminate(mediated_case, zhao, "32", "respondent")

    assert case.result == "32"


def test_the_reason_names_a_party_of_its_side(lin, mediated_case):
    for code, side in (("31", "respondent"), ("32", "applicant"), ("32", "")):
        with pytest.raises(Invalid) as refusal:
            terminate(mediated_case, lin, code, side)
        assert refusal.value.field == "party"


def test_absence_ends_it_from_the_second_time(lin, mediated_case):
    absent_once(mediated_case, lin)
    with pytest.raises(Invalid, match="目前 1 次未到场，满 2 次"):
        terminate(mediated_case, lin, "33", "respondent")
    absent_once(mediated_case, lin)

    assert terminate(mediated_case, lin, "33", "respondent").result == "33"


def test_death_ends_it_once_it_is_noted(lin, mediated_case):
    with pytest.raises(Invalid, match="请先登记马俊"):
        terminate(mediated_case, lin, "34", "respondent")
    record_death(
        mediated_case, by=lin, party=mediated_case.parties.get(side="respondent"), died_on=timezone.localdate()
    )

    assert terminate(mediated_case, lin, "34", "respondent").result == "34"


@pytest.mark.parametrize("code", ["35", "36"])
def test_a_sham_or_a_suit_meanwhile_is_told_in_words(lin, mediated_case, code):
    with pytest.raises(Invalid) as refusal:
        terminate(mediated_case, lin, code)
    assert refusal.value.field == "note"

    assert terminate(mediated_case, lin, code, note="法院已立案。").result == code


def test_time_that_has_not_passed_ends_nothing(lin, mediated_case):
    with pytest.raises(Invalid, match="尚未届满"):
        terminate(mediated_case, lin, "37")


def test_what_has_ended_does_not_end_again(lin, zhao, mediated_case):
    terminate(mediated_case, lin, "32", "respondent")

    with pytest.raises(WrongState, match="请结案"):
        terminate(mediated_case, zhao, "31", "applicant")
    with pytest.raises(WrongState):
        fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=5), **TOLD)


def test_a_case_that_nobody_mediates_yet_is_ended_by_the_director(zhao, accepted_case):
    assert terminate(accepted_case, zhao, "31", "applicant").procedure == "terminated"


def test_an_heir_takes_the_place_of_a_party_that_died_and_the_mediation_goes_on(lin, mediated_case):
    gone = mediated_case.parties.get(side="respondent")
    heir = make_person(lin, YINGYUAN, name="马小军", number=HEIR_ID, phones=())
    with pytest.raises(Invalid, match="已登记死亡"):
        let_heir_join(mediated_case, by=lin, party=gone, person=heir)
    record_death(mediated_case, by=lin, party=gone, died_on=timezone.localdate())

    joined = let_heir_join(mediated_case, by=lin, party=gone, person=heir, relation="儿子")

    mediated_case.refresh_from_db()
    assert [party.name for party in mediated_case.parties.standing()] == ["刘桂珍", "马小军"]
    assert (joined.side, mediated_case.people_count) == ("respondent", 2)
    absent_once(mediated_case, lin)
    with pytest.raises(Invalid, match="不能出现两次"):
        let_heir_join(mediated_case, by=lin, party=gone, person=heir)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_a_case_at_once_one_is_told_what_the_other_did(lin, zhao, committee):
    case = make_mediated(lin, zhao, committee)

    def end(who):
        try:
            return terminate(case, who, "32", "respondent").result
        except WrongState as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(end, (lin, zhao)))

    assert answers[0] == "32"
    assert answers[1].startswith("“终止”状态下不能终止调解")
    assert case.events.filter(step="T17").count() == 1


# --- pages


def test_the_page_proposes_the_party_that_said_no(client, lin, mediated_case):
    party = mediated_case.parties.get(side="respondent")
    log_contact(mediated_case, by=lin, party=party, happened_at=ago(minutes=30), channel="phone", answer="refused")
    client.force_login(lin)

    page = client.get(f"/cases/{mediated_case.pk}/terminate/").content.decode()
    case_page = client.get(mediated_case.get_absolute_url()).content.decode()

    assert f'<option value="{party.pk}" selected>' in page
    assert case_page.count("终止调解，并告知") == 1
    assert case_page.count("马俊已") == 1


def test_a_case_is_ended_by_its_form(client, lin, mediated_case):
    client.force_login(lin)
    party = mediated_case.parties.get(side="respondent")
    now = timezone.localtime()

    answer = client.post(
        f"/cases/{mediated_case.pk}/terminate/",
        {
            "code": "32",
            "party": party.pk,
            "happened_at": f"{now:%Y-%m-%dT%H:%M}",
            "remedies": ["court", "notary"],
            "told_by": "face",
            "version": mediated_case.version,
        },
    )

    mediated_case.refresh_from_db()
    assert (answer.status_code, mediated_case.result) == (302, "32")


def test_who_comes_second_is_shown_what_the_first_did(client, lin, zhao, mediated_case):
    plan_session(mediated_case, by=zhao, planned_at=timezone.now() + timedelta(days=1), place="调解室")
    client.force_login(lin)
    answer = client.post(
        f"/cases/{mediated_case.pk}/fail/",
        {
            "happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
            "remedies": ["court"],
            "told_by": "face",
            "version": mediated_case.version,
        },
    )

    assert answer.status_code == 412
    assert "已被他人修改" in answer.content.decode()


def test_an_heir_is_found_by_number_on_the_page(client, lin, mediated_case):
    gone = mediated_case.parties.get(side="respondent")
    make_person(lin, YINGYUAN, name="马小军", number=HEIR_ID, phones=())
    record_death(mediated_case, by=lin, party=gone, died_on=timezone.localdate())
    client.force_login(lin)
    case_page = client.get(mediated_case.get_absolute_url()).content.decode()
    url = f"/cases/{mediated_case.pk}/heirs/join/"

    unknown = client.post(url, {"party": gone.pk, "number": "310199199004279039"})
    joined = client.post(url, {"party": gone.pk, "number": HEIR_ID})

    assert f'href="{url}"' in case_page
    assert ("没有找到这个号码" in unknown.content.decode(), joined.status_code) == (True, 302)
    assert mediated_case.parties.standing().filter(name="马小军").exists()
