"""Before acceptance: clue, registration, consent, acceptance, refusal, reference; and the way back, withdrawal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.intake.actions import (
    accept_case,
    log_contact,
    record_clue,
    record_reply,
    refer_case,
    register_from_clue,
    reject_case,
    withdraw_case,
)
from cases.intake.consent import lacking, unwilling
from cases.intake.filings import Letter
from cases.parties.actions import record_death
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import (
    ago,
    consent_all,
    make_case,
    make_committee,
    make_filing,
    make_parties,
    respondent,
)
from tests.factories import CANGCHANG


def test_a_clue_becomes_a_registered_dispute_with_what_was_found(lin, committee):
    clue = record_clue(committee, by=lin, happened_at=ago(hours=9), filing=make_filing(source="S2", source_form=""))
    filing = make_filing(source="S2", source_form="")

    case = register_from_clue(clue, by=lin, happened_at=ago(hours=5), filing=filing, entries=make_parties(lin))

    assert (clue.title, case.title) == ("漏水纠纷", "刘桂珍与马俊漏水纠纷")
    assert [event.step for event in case.events.all()] == ["T1", "T2"]


@pytest.mark.parametrize("amount", [Decimal("0"), Decimal("-1"), Decimal("1000000000000"), Decimal("NaN")])
def test_an_amount_is_positive_and_below_a_trillion(lin, committee, amount):
    with pytest.raises(Invalid) as refusal:
        make_case(lin, committee, claim_amount=amount)
    assert refusal.value.field == "claim_amount"


@pytest.mark.parametrize("moment", [ago(hours=-1), timezone.now().replace(year=1899)])
def test_nothing_comes_in_before_our_time_or_after_now(lin, committee, moment):
    with pytest.raises(Invalid) as refusal:
        make_case(lin, committee, received_at=moment)
    assert refusal.value.field == "received_at"


def test_a_case_is_accepted_when_each_side_said_yes_and_not_before(lin, zhao, registered_case):
    with pytest.raises(WrongState, match="尚未取得马俊的同意"):
        accept_case(registered_case, by=zhao, accepted_at=ago(hours=1))
    said = {"by": lin, "party": respondent(registered_case), "channel": "phone"}
    log_contact(registered_case, happened_at=ago(hours=3), answer="agreed", **said)

    accepted = accept_case(registered_case, by=zhao, accepted_at=ago(hours=1))

    assert (accepted.procedure, accepted.people_count) == ("accepted", 2)


def test_an_own_initiative_asks_both_sides(lin, committee):
    case = make_case(lin, committee, source="S2", source_form="")

    assert [lack.sentence for lack in lacking(case, on=date(2026, 11, 22))] == [
        "尚未取得刘桂珍、马俊的同意：请先联系并登记答复。"
    ]


def test_the_newest_answer_counts_and_a_refusal_leads_to_refusing(lin, zhao, registered_case):
    said = {"by": lin, "party": respondent(registered_case), "channel": "phone"}
    log_contact(registered_case, happened_at=ago(hours=3), answer="agreed", **said)
    log_contact(registered_case, happened_at=ago(hours=2), answer="refused", **said)

    with pytest.raises(WrongState, match="R03"):
        accept_case(registered_case, by=zhao, accepted_at=ago(hours=1))
    refused = reject_case(registered_case, by=zhao, happened_at=ago(hours=1), reason="R03")

    assert (refused.procedure, refused.result) == ("rejected", "61")
    with pytest.raises(WrongState, match="程序已终"):
        log_contact(registered_case, happened_at=ago(minutes=5), answer="agreed", **said)


def test_a_consent_withdrawn_after_acceptance_names_who_and_leaves_the_case_under_way(lin, accepted_case):
    log_contact(
        accepted_case,
        by=lin,
        party=respondent(accepted_case),
        happened_at=ago(hours=2),
        channel="phone",
        answer="refused",
    )

    accepted_case.refresh_from_db()
    assert accepted_case.procedure == "accepted"
    assert unwilling(accepted_case) == ["马俊"]


def test_a_committee_whose_term_is_over_accepts_with_a_note_alone(lin, zhao, places):
    over = make_committee(term_starts_on=date(2022, 9, 1), term_ends_on=date(2025, 9, 1))
    case = make_case(lin, over)
    consent_all(case, lin)

    with pytest.raises(Invalid, match="任期已届满") as refusal:
        accept_case(case, by=zhao, accepted_at=ago(hours=1))
    assert refusal.value.field == "note"
    assert accept_case(case, by=zhao, accepted_at=ago(hours=1), note="换届筹备期间，街道同意继续受理").number


def test_a_party_who_died_is_not_accepted_with(lin, zhao, registered_case):
    consent_all(registered_case, lin)
    record_death(respondent(registered_case), by=lin, died_on=date(2026, 11, 20))

    with pytest.raises(WrongState, match="马俊已死亡或终止"):
        accept_case(registered_case, by=zhao, accepted_at=ago(hours=1))


@pytest.mark.parametrize(("reason", "field"), [("R08", "reason"), ("R77", "reason"), ("R99", "text")])
def test_a_refusal_has_a_reason_of_the_list(zhao, registered_case, reason, field):
    with pytest.raises(Invalid) as refusal:
        reject_case(registered_case, by=zhao, happened_at=ago(hours=1), reason=reason)
    assert refusal.value.field == field


def test_a_reference_has_its_numbered_letter_and_its_reply(lin, zhao, registered_case):
    letter = Letter("committee", "新成路街道人民调解委员会", reason="超出本社区能力")
    with pytest.raises(Invalid, match="部门类型"):
        refer_case(registered_case, by=zhao, happened_at=ago(hours=1), letter=letter)
    letter = Letter("mediation_committee", "新成路街道人民调解委员会", reason="超出本社区能力")
    case = refer_case(registered_case, by=zhao, happened_at=ago(hours=1), letter=letter)
    sent = case.referrals.get()

    replied = record_reply(sent, by=lin, replied_on=timezone.localdate(), reply="已收到，6月11日受理")

    assert case.procedure == "referred"
    assert sent.letter_no == f"嘉迎人调移字〔{timezone.localdate().year}〕1号"
    assert replied.reply == "已收到，6月11日受理"
    with pytest.raises(Invalid):
        record_reply(sent, by=lin, replied_on=timezone.localdate() + timedelta(days=1), reply="明天")


@pytest.mark.parametrize(("settled", "result"), [(True, "42"), (False, "41")])
def test_applicants_take_their_application_back(lin, accepted_case, settled, result):
    said = {"settled_privately": settled, "asked_by": "申请人刘桂珍", "channel": "face"}

    case = withdraw_case(accepted_case, by=lin, happened_at=ago(hours=1), **said)

    assert (case.procedure, case.result, case.result_on) == ("withdrawn", result, timezone.localdate(ago(hours=1)))


def test_what_is_not_accepted_yet_is_not_withdrawn(lin, registered_case):
    with pytest.raises(WrongState, match="尚未受理"):
        withdraw_case(
            registered_case, by=lin, happened_at=ago(hours=1), settled_privately=False, asked_by="申请人刘桂珍"
        )


def test_next_door_decides_nothing_here(sun, zhao, lin, registered_case):
    consent_all(registered_case, lin)
    director_next_door = sun

    for act in (
        lambda: accept_case(registered_case, by=director_next_door, accepted_at=ago(hours=1)),
        lambda: reject_case(registered_case, by=director_next_door, happened_at=ago(hours=1), reason="R03"),
        lambda: withdraw_case(
            registered_case, by=sun, happened_at=ago(hours=1), settled_privately=False, asked_by="申请人"
        ),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_case_of_next_door_is_registered_next_door_alone(sun, lin, next_door):
    entries = make_parties(sun, CANGCHANG)

    with pytest.raises(NotPermitted):
        make_case(lin, next_door, entries=entries)
    assert make_case(sun, next_door, entries=entries).area_id == CANGCHANG
