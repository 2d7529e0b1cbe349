"""Parties and who speaks for them: the rules of domain/mediation.md 2.4, on every path."""

from datetime import date

import pytest

from cases.intake.actions import accept_case
from cases.intake.consent import lacking
from cases.parties.actions import (
    Entry,
    Speaker,
    change_party,
    end_speaking,
    join_party,
    leave_party,
    let_speak,
    people_in,
    record_death,
)
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.cases.factories import ago, consent_all, make_case, make_parties
from tests.factories import YINGYUAN, make_organisation, make_person

CHILD_ID, MOTHER_ID, AGENT_ID = "31019920140615903X", "310199198609039025", "31019919890722902X"


def child(by):
    return make_person(by, YINGYUAN, name="黄子轩", number=CHILD_ID, phones=())


def mother(by):
    return make_person(by, YINGYUAN, name="罗敏", number=MOTHER_ID, phones=())


def agent(by):
    return make_person(by, YINGYUAN, name="何倩", number=AGENT_ID, phones=())


def person_of(case, side):
    return case.parties.get(side=side).person


def test_a_minor_is_not_filed_without_a_guardian_and_the_guardian_is_not_counted(lin, committee):
    applicant, _ = make_parties(lin)
    boy = child(lin)
    with pytest.raises(Invalid, match="黄子轩未成年") as refusal:
        make_case(lin, committee, entries=(applicant, Entry("respondent", person=boy)))
    assert refusal.value.field == "guardian"

    spoken_for = Entry("respondent", person=boy, speakers=(Speaker(mother(lin), "guardian", relation="母亲"),))
    case = make_case(lin, committee, entries=(applicant, spoken_for))

    assert people_in(case) == 2
    assert case.parties.get(side="respondent").special_groups == ["minor"]


def test_an_agent_says_by_what_authority_and_only_a_special_one_settles(lin, committee, registered_case):
    party = registered_case.parties.get(side="applicant")
    who = agent(lin)
    with pytest.raises(Invalid) as refusal:
        let_speak(party, by=lin, speaker=Speaker(who, "agent", agent_kind="relative"))
    assert refusal.value.field == "authority"

    general = let_speak(party, by=lin, speaker=Speaker(who, "agent", "relative", "general"))
    end_speaking(general, by=lin, ended_on=date(2026, 11, 20))
    special = let_speak(party, by=lin, speaker=Speaker(who, "agent", "relative", "special"))

    assert (general.may_settle, special.may_settle) == (False, True)


@pytest.mark.parametrize("kind", ["agent", "guardian", "chosen"])
def test_who_is_on_one_side_does_not_speak_for_the_other(lin, registered_case, kind):
    applicant = registered_case.parties.get(side="applicant")
    authority = ("relative", "special") if kind == "agent" else ("", "")
    with pytest.raises(Invalid, match="马俊已在对方一侧"):
        let_speak(applicant, by=lin, speaker=Speaker(person_of(registered_case, "respondent"), kind, *authority))


def test_who_speaks_for_one_side_does_not_join_the_other(lin, registered_case):
    who = agent(lin)
    let_speak(
        registered_case.parties.get(side="applicant"), by=lin, speaker=Speaker(who, "agent", "relative", "special")
    )

    with pytest.raises(Invalid, match="何倩是刘桂珍的委托代理人"):
        join_party(registered_case, by=lin, entry=Entry("respondent", person=who), happened_at=ago(hours=1))
    with pytest.raises(Invalid, match="马俊已是本案被申请人"):
        join_party(
            registered_case,
            by=lin,
            entry=Entry("third", person=person_of(registered_case, "respondent")),
            happened_at=ago(hours=1),
        )


def test_ten_on_a_side_choose_two_to_five_who_speak_and_hand_in_their_list(lin, zhao, committee):
    applicant, respondent = make_parties(lin)
    chosen = (Speaker(agent(lin), "chosen"), Speaker(mother(lin), "chosen"))
    with pytest.raises(Invalid, match="2 至 5 名"):
        make_case(lin, committee, entries=(Entry("applicant", person=applicant.person, members=10), respondent))

    many = Entry("applicant", person=applicant.person, members=10, speakers=chosen)
    case = make_case(lin, committee, entries=(many, respondent))
    consent_all(case, lin)

    assert case.people_count == 11
    assert [lack.where for lack in lacking(case, on=date(2026, 11, 22))] == ["parties"]
    with pytest.raises(WrongState, match="签名名单"):
        accept_case(case, by=zhao, accepted_at=ago(hours=1))


def test_a_shop_is_its_operator_under_the_shops_name(lin, committee):
    applicant, respondent = make_parties(lin)
    facts = {"kind": "individual_business", "credit_code": "91310199MA1X00A10C"}
    shop = make_organisation(lin, YINGYUAN, name="老王面馆", **facts)
    with pytest.raises(Invalid, match="经营者"):
        make_case(lin, committee, entries=(applicant, Entry("respondent", organisation=shop)))

    case = make_case(
        lin, committee, entries=(applicant, Entry("respondent", organisation=shop, person=respondent.person))
    )

    party = case.parties.get(side="respondent")
    assert (party.kind, party.name, party.person.name) == ("individual_business", "老王面馆", "马俊")


def test_parties_join_and_leave_until_acceptance_and_the_title_follows(lin, zhao, registered_case):
    third = join_party(registered_case, by=lin, entry=Entry("respondent", person=agent(lin)), happened_at=ago(hours=1))
    registered_case.refresh_from_db()
    assert (registered_case.title, registered_case.people_count) == ("刘桂珍与马俊、何倩漏水纠纷", 3)

    leave_party(third, by=lin, left_on=date(2026, 11, 20), reason="登记有误")
    registered_case.refresh_from_db()

    assert registered_case.title == "刘桂珍与马俊漏水纠纷"
    with pytest.raises(WrongState, match="已退出"):
        record_death(third, by=lin, died_on=date(2026, 11, 20))


def test_after_acceptance_nobody_joins_or_leaves(lin, accepted_case):
    with pytest.raises(WrongState, match="已受理"):
        leave_party(accepted_case.parties.get(side="respondent"), by=lin, left_on=date(2026, 11, 20), reason="登记有误")


def test_a_guardian_does_not_go_while_the_ward_needs_one(lin, committee):
    applicant, _ = make_parties(lin)
    ward = Entry("respondent", person=child(lin), speakers=(Speaker(mother(lin), "guardian"),))
    case = make_case(lin, committee, entries=(applicant, ward))
    guardian = case.parties.get(side="respondent").representations.get()

    with pytest.raises(Invalid, match="监护人"):
        end_speaking(guardian, by=lin, ended_on=date(2026, 11, 20))
    guardian.refresh_from_db()
    assert guardian.ended_on is None


def test_a_correction_knows_when_somebody_else_was_first(lin, registered_case):
    party = registered_case.parties.get(side="applicant")
    values = {"special_groups": ("disabled",), "members": 1, "lacks_capacity": False, "occupation": "", "unit": ""}
    change_party(party, by=lin, version=registered_case.version, **values)

    with pytest.raises(Stale):
        change_party(party, by=lin, version=registered_case.version, **values)

    party.refresh_from_db()
    assert party.special_groups == ["aged", "disabled"]


def test_next_door_corrects_nothing(sun, registered_case):
    with pytest.raises(NotPermitted):
        record_death(registered_case.parties.first(), by=sun, died_on=date(2026, 11, 20))
