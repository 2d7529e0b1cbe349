"""S3 夜间噪音: a police referral to the street's committee."""

from datetime import date

from cases.demo import settling
from cases.demo.story import event
from cases.intake.actions import Filing, Letter, accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry


@event(1, "2026-04-13 11:00")
def refer(stage, moment):
    committee = stage.street
    stage.case = register_case(
        committee,
        by=stage.zhou,
        received_at=moment,
        filing=Filing(
            source="S33",
            dispute_type="D02",
            dispute_subtype="噪音",
            difficulty=3,
            facts="401室在22时后使用跑步机和音响，20天内三次报警。4月12日李强推搡赵磊并出言威胁。",
            requests=("停止夜间噪音",),
            place_area=stage.community.area_id,
            place_text="桂苑小区3幢",
        ),
        entries=(
            Entry("applicant", person=stage.person("王秀英", committee)),
            Entry("applicant", person=stage.person("李强", committee)),
            Entry("respondent", person=stage.person("赵磊", committee)),
        ),
        letter=Letter(
            organ="police",
            organ_name="新桐派出所",
            letter_no="新派调移〔2026〕9号",
            letter_on=date(2026, 4, 13),
            received_at=moment,
            contact_name="社区民警",
            reason="邻里噪音纠纷，尚未作出处罚决定",
        ),
    )


@event(2, "2026-04-14 10:30")
def ask(stage, moment):
    for party in stage.case.parties.all():
        log_contact(stage.case, by=stage.zhou, party=party, happened_at=moment, channel="face", answer="agreed")


@event(3, "2026-04-14 10:40")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.zhou, accepted_at=moment)


@event(6, "2026-04-14 14:00")
def assign(stage, moment):
    stage.case = assign_mediators(
        stage.case, by=stage.zhou, assigned_at=moment, host=stage.zhou, told_by="face", co_mediators=(stage.wu,)
    )


EVENTS = (refer, ask, accept, assign, settling.keep_quiet_at_night)
