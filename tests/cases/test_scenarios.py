"""The five scenarios of domain/mediation-scenarios.md up to the agreement or the end, each event on its day."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from cases.agreements.actions import sign_agreement
from cases.agreements.signers import Signing, slots_of
from cases.agreements.signing.models import SigningMethod
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from cases.docket.models import Case
from cases.mediation.actions import replace_mediator
from cases.mediation.timing.actions import approve_extension, propose_extension, record_extension_answer
from governance.errors import Invalid, RuleError, WrongState
from tests.cases.scenario_world import earlier_numbers, make_world


@pytest.fixture
def stage(places):
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


def steps(case):
    return [event.step for event in case.events.all() if event.step]


def due(case, key):
    return case.limits.filter(key=key).order_by("-id").first().due_on


def test_s1_ends_in_a_written_agreement_of_3300_yuan_on_18_march(stage):
    earlier_numbers(stage.community, 7)

    play(stage, scenario_1.EVENTS)

    case, agreement = stage.case, stage.kept["agreement"]
    agreement.refresh_from_db()
    assert case.number == "（2026）云梧人调字第8号"
    assert case.title == "云川和居物业服务有限公司与陈志远物业费纠纷"
    assert steps(case) == ["T3", "T4", "T5", "T8", "T10", "T9", "T9", "T14"]
    assert (case.procedure, case.result, case.result_on) == ("agreed", "10", date(2026, 3, 18))
    assert (agreement.effective_on, case.agreed_amount, case.people_count) == (date(2026, 3, 18), Decimal("3300.00"), 2)
    assert "人民币叁仟叁佰元整（￥3,300.00）" in agreement.text
    assert agreement.text.count("人民币壹仟陆佰伍拾元整") == 2
    assert agreement.signatures.get(role="party", party__side="applicant").name == "何倩"
    assert case.confirmation == "eligible"


def test_s1_is_due_on_7_april_and_the_court_may_be_asked_until_17_april(stage):
    play(stage, scenario_1.EVENTS, until=4)
    assert (stage.case.due_on, due(stage.case, "mediate")) == (date(2026, 4, 7), date(2026, 4, 7))

    play(stage, scenario_1.EVENTS, after=4)
    assert due(stage.case, "jc_apply") == date(2026, 4, 17)


def test_s1_each_event_is_told_on_its_own_day_and_recorded_soon_after(stage):
    play(stage, scenario_1.EVENTS)

    for event in stage.case.events.all():
        assert event.recorded_at.date() == event.happened_at.date()
        assert event.late_reason == ""


def test_s1_an_agent_with_general_authority_does_not_sign(stage):
    play(stage, scenario_1.EVENTS, until=6)
    stage.case.parties.get(side="applicant").representations.filter(kind="agent").update(authority="general")

    play(stage, scenario_1.EVENTS, after=6)

    slot = next(one for one in slots_of(stage.kept["agreement"], on=date(2026, 3, 18)) if one.refused)
    assert [one.name for one in slot.signers] == ["冯立"]
    assert "何倩是一般授权的代理人" in slot.refused[0][1]


def test_s2_replaces_the_host_without_proof_and_never_again_for_the_same(stage):
    play(stage, scenario_2.EVENTS, until=5)

    case = stage.case
    hosts = [(each.account.name, each.end_reason) for each in case.assignments.filter(role="host")]
    assert hosts == [("孙丽华", "party_request"), ("钱卫东", "")]
    assert case.host == stage.qian
    with time_machine.travel(at("2026-02-05 09:00")), pytest.raises(Invalid):
        replace_mediator(
            case.assignments.standing().get(role="host"),
            by=stage.qian,
            successor=stage.sun,
            replaced_at=at("2026-02-05 08:50"),
            reason="workload",
        )


def test_s2_is_due_on_a_saturday_that_is_worked_and_extended_by_all_three(stage):
    earlier_numbers(stage.community, 2)
    play(stage, scenario_2.EVENTS, until=8)
    assert stage.case.number == "（2026）云梧人调字第3号"
    assert due(stage.case, "mediate") == date(2026, 2, 28)

    play(stage, scenario_2.EVENTS, after=8, until=9)
    assert stage.case.due_on == date(2026, 3, 20)


def test_s2_an_extension_with_two_of_three_or_after_the_last_day_is_refused(stage):
    play(stage, scenario_2.EVENTS, until=8)
    case = stage.case
    with time_machine.travel(at("2026-02-27 19:05")):
        moment = at("2026-02-27 19:00")
        extension = propose_extension(
            case, by=stage.qian, to_on=date(2026, 3, 20), reason="需核定损失数额", proposed_at=moment
        )
        for each in case.parties.exclude(name="高洁"):
            record_extension_answer(extension, by=stage.qian, party=each, agrees=True, said_at=moment, channel="face")
        with pytest.raises(WrongState, match="高洁"):
            approve_extension(extension, by=stage.qian, approved_at=moment)
    with time_machine.travel(at("2026-03-01 09:10")), pytest.raises(WrongState, match="届满"):
        record_extension_answer(
            extension,
            by=stage.qian,
            party=case.parties.get(name="高洁"),
            agrees=True,
            said_at=at("2026-03-01 09:00"),
            channel="face",
        )


def test_s2_takes_effect_with_the_last_signature_and_counts_from_there(stage):
    play(stage, scenario_2.EVENTS, until=10)
    assert stage.case.procedure == "mediating"

    play(stage, scenario_2.EVENTS, after=10)

    agreement = stage.kept["agreement"]
    agreement.refresh_from_db()
    assert agreement.effective_on == date(2026, 3, 16)
    assert (stage.case.result_on, stage.case.agreed_amount) == (date(2026, 3, 16), Decimal("9800.00"))
    assert due(stage.case, "jc_apply") == date(2026, 4, 15)
    assert (stage.case.accepted_on, stage.case.people_count) == (date(2026, 1, 31), 3)
    assert agreement.copies == 4


def test_s2_a_signed_text_is_signed_by_each_once(stage):
    play(stage, scenario_2.EVENTS, until=10)
    agreement = stage.kept["agreement"]
    slot = next(one for one in slots_of(agreement, on=date(2026, 3, 14)) if one.signature and one.party)

    with time_machine.travel(at("2026-03-14 10:00")), pytest.raises(RuleError):
        sign_agreement(
            agreement,
            by=stage.qian,
            slot=slot.key,
            signing=Signing(slot.signers[0].code, SigningMethod.PAPER, at("2026-03-14 09:50")),
        )


def test_s3_comes_by_a_letter_of_the_police_and_is_agreed_on_28_april(stage):
    earlier_numbers(stage.street, 26)

    play(stage, scenario_3.EVENTS)

    case = stage.case
    letter = case.referrals.get()
    assert case.number == "（2026）云新人调字第27号"
    assert (letter.organ, letter.letter_no, letter.direction) == ("police", "新派调移〔2026〕9号", "in")
    assert (case.is_entrusted, case.people_count) == (True, 3)
    assert (case.result_on, case.agreed_amount) == (date(2026, 4, 28), Decimal("600.00"))
    assert due(case, "mediate") == date(2026, 5, 14)
    assert due(case, "jc_apply") == date(2026, 5, 28)
    assert due(case, "feedback") == date(2026, 5, 8)
    assert "人民币陆佰元整" in case.agreements.get().text


def test_s4_is_agreed_orally_at_ten_past_eleven_without_a_signature(stage):
    earlier_numbers(stage.community, 14)

    play(stage, scenario_4.EVENTS)

    case, agreement = stage.case, stage.kept["agreement"]
    agreement.refresh_from_db()
    assert case.number == "（2026）云梧人调字第15号"
    assert (case.accepted_at - case.received_at).total_seconds() == 600
    assert (agreement.form, agreement.agreed_at) == ("oral", at("2026-05-09 11:10"))
    assert not agreement.signatures.exists()
    assert (case.performance, case.confirmation) == ("done", "na")
    assert (case.agreed_amount, case.claim_amount) == (Decimal("2400.00"), Decimal("3000.00"))


def test_s5_is_handed_up_before_it_had_a_number_and_ended_by_a_party_in_time(stage):
    earlier_numbers(stage.street, 40)

    play(stage, scenario_5.EVENTS)

    sent, case = stage.kept["sent"], stage.case
    assert (sent.procedure, sent.number) == ("referred", "")
    assert (case.number, case.source, case.earlier) == ("（2026）云新人调字第41号", "S1", sent)
    assert Case.objects.filter(accepted_on__isnull=False).get() == case
    assert case.people_count == 4
    assert due(case, "mediate") == date(2026, 7, 13)
    assert (case.procedure, case.result, case.result_on) == ("terminated", "32", date(2026, 7, 8))
    assert case.agreed_amount is None


def test_s5_a_minor_without_a_guardian_is_refused(stage):
    with time_machine.travel(at("2026-06-08 10:02")):
        parties = scenario_5._entries(stage, stage.community)
    orphan = scenario_5.Entry("respondent", person=parties[-1].person)

    with time_machine.travel(at("2026-06-08 10:05")), pytest.raises(Invalid) as refusal:
        scenario_5.register_case(
            stage.community,
            by=stage.sun,
            received_at=at("2026-06-08 10:00"),
            filing=scenario_5._filing(stage.community),
            entries=(*parties[:-1], orphan),
        )

    assert refusal.value.field == "guardian"
    assert not Case.objects.exists()
