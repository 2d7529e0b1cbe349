"""S3 夜间噪音: a police referral to the street's committee."""

from datetime import date
from decimal import Decimal

from cases.agreements.terms import Head, Terms
from cases.demo.acts import look_into, mediate, party, sign, write
from cases.demo.story import event
from cases.intake.actions import Filing, Letter, accept_case, log_contact, register_case
from cases.interfaces.actions import record_answer, record_receipt, send_feedback
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry
from cases.risk.actions import assess_risk, report_risk


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
    for each in stage.case.parties.all():
        log_contact(stage.case, by=stage.zhou, party=each, happened_at=moment, channel="face", answer="agreed")


@event(3, "2026-04-14 10:40")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.zhou, accepted_at=moment)


@event(4, "2026-04-14 11:00")
def find_danger(stage, moment):
    assess_risk(
        stage.case,
        by=stage.zhou,
        assessed_at=moment,
        level=3,
        signs=("police_calls", "light_violence", "alcohol", "kill_threat"),
        forecast="2",
        narrative="20天内三次报警；4月12日李强酒后推搡赵磊，扬言要“收拾他”。",
        measures="分别走访，双方暂不见面，请派出所安排夜间巡逻。",
    )


@event(5, "2026-04-14 11:20")
def tell_the_police(stage, moment):
    facts = {"channel": "phone", "text": "邻里噪音纠纷，一方扬言伤害对方，已安排分别走访，请安排夜间巡逻。"}
    report_risk(
        stage.case,
        by=stage.zhou,
        reported_at=moment,
        organ="police",
        organ_name="新桐派出所",
        person="社区民警",
        **facts,
    )
    report_risk(
        stage.case,
        by=stage.zhou,
        reported_at=moment,
        organ="centre",
        organ_name="新桐街道综治中心",
        person="值班员",
        **facts,
    )


@event(6, "2026-04-14 14:00")
def assign(stage, moment):
    stage.case = assign_mediators(
        stage.case, by=stage.zhou, assigned_at=moment, host=stage.zhou, told_by="face", co_mediators=(stage.wu,)
    )


@event(7, "2026-04-15 17:00")
def talk_apart(stage, moment):
    for name in ("王秀英", "李强", "赵磊"):
        look_into(
            stage,
            moment,
            minutes=40,
            by=stage.wu,
            asked=(name,),
            text=f"分别听取{name}的意见。",
            place="街道调解室",
        )


@event(8, "2026-04-17 22:30")
def measure(stage, moment):
    look_into(
        stage,
        moment,
        minutes=20,
        by=stage.wu,
        asked=("物业工作人员",),
        text="22时10分在301室测得48分贝。",
        place="桂苑小区3幢301室",
    )


@event(9, "2026-04-21 20:00")
def first_session(stage, moment):
    mediate(stage, moment, minutes=90, text="李强不愿道歉，约定下次再谈。", result="continue")


@event(10, "2026-04-21 20:30")
def find_less_danger(stage, moment):
    assess_risk(
        stage.case,
        by=stage.zhou,
        assessed_at=moment,
        level=2,
        signs=("threats", "light_violence"),
        forecast="2",
        narrative="双方情绪平稳，跑步机已移走；李强仍不愿道歉。",
        measures="继续分别做工作，夜间巡逻保留。",
        reason="情绪平稳，跑步机已移走",
    )


@event(11, "2026-04-28 20:00")
def agree(stage, moment):
    mediate(stage, moment, minutes=90, text="各方达成一致，李强当场道歉并支付600元。", result="success")
    wang, li, zhao = (party(stage, name) for name in ("王秀英", "李强", "赵磊"))
    head = Head(facts="401室夜间使用跑步机和音响。李强推搡赵磊并出言威胁。", disputed="噪音和道歉。")
    terms = [
        Terms("act", zhao, wang, what="跑步机下铺设减振垫", due_on=date(2026, 4, 30)),
        Terms("refrain", zhao, wang, what="21时至次日8时不使用跑步机和音响", timing="running"),
        Terms("apologise", li, zhao, timing="on_the_spot"),
        Terms("pay", li, zhao, amount=Decimal("600.00"), what="赔偿款", timing="on_the_spot"),
    ]
    stage.kept["agreement"] = write(stage, head, terms)
    sign(stage, stage.kept["agreement"], moment)


@event(11, "2026-04-28 20:30")
def find_little_danger(stage, moment):
    assess_risk(
        stage.case,
        by=stage.zhou,
        assessed_at=moment,
        level=1,
        signs=("quarrels",),
        narrative="已达成协议并当场道歉、付款。",
        measures="第10天、第30天回访。",
        reason="已达成协议，双方和好",
    )


@event(12, "2026-04-29 10:00")
def answer_the_police(stage, moment):
    stage.kept["feedback"] = send_feedback(
        stage.case.referrals.get(),
        by=stage.zhou,
        sent_at=moment,
        channel="letter",
        kind="police",
        requested_on=date(2026, 4, 29),
        text="各方达成书面协议，赔偿款600元已当场付清。附协议书、收据和当事人书面申请。",
    )


@event(13, "2026-04-30 10:00")
def hear_from_the_police(stage, moment):
    record_receipt(stage.kept["feedback"], by=stage.zhou, received_at=moment, received_by="社区民警")
    record_answer(
        stage.kept["feedback"], by=stage.zhou, replied_on=date(2026, 4, 30), reply="同意当事人的书面申请，不予处罚。"
    )


EVENTS = (
    refer,
    ask,
    accept,
    find_danger,
    tell_the_police,
    assign,
    talk_apart,
    measure,
    first_session,
    find_less_danger,
    agree,
    find_little_danger,
    answer_the_police,
    hear_from_the_police,
)
