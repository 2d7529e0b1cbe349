"""S1 物业费: a company with an agent, instalments, a written agreement."""

from datetime import date
from decimal import Decimal

from cases.agreements.terms import Head, Part, Terms
from cases.demo.acts import look_into, mediate, party, sign, write
from cases.demo.story import event
from cases.intake.actions import Filing, accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry, Speaker
from cases.parties.models import Side


@event(1, "2026-03-02 10:12")
def apply(stage, moment):
    committee = stage.community
    agent = Speaker(stage.person("何倩", committee), "agent", agent_kind="staff", authority="special", relation="职员")
    head = Speaker(stage.person("冯立", committee), "head")
    stage.case = register_case(
        committee,
        by=stage.sun,
        received_at=moment,
        filing=Filing(
            source="S1",
            source_form="online",
            dispute_type="D17",
            dispute_subtype="物业费",
            difficulty=2,
            facts="物业费每月每平方米 2.10 元，房屋 96.5 平方米，2024年7月至2025年12月共 18 个月未付。"
            "业主称电梯时常停运，楼道灯损坏，外墙渗水。",
            requests=("支付物业费 3647.70 元", "支付违约金 365.00 元"),
            claim_amount=Decimal("4012.70"),
            place_area=committee.area_id,
            place_text="梧桐里小区12幢302室",
        ),
        entries=(
            Entry("applicant", organisation=stage.company(committee), speakers=(head, agent)),
            Entry("respondent", person=stage.person("陈志远", committee)),
        ),
    )


@event(2, "2026-03-03 15:40")
def ask(stage, moment):
    log_contact(
        stage.case,
        by=stage.sun,
        party=stage.case.parties.get(side=Side.RESPONDENT),
        happened_at=moment,
        channel="phone",
        spoke_with="陈志远",
        answer="agreed",
        note="同意调解，要求一并解决电梯、楼道灯和渗水。",
    )


@event(3, "2026-03-04 09:30")
def accept(stage, moment):
    stage.case = accept_case(stage.case, by=stage.qian, accepted_at=moment)


@event(4, "2026-03-04 09:45")
def assign(stage, moment):
    stage.case = assign_mediators(
        stage.case, by=stage.qian, assigned_at=moment, host=stage.qian, told_by="face", recorder=stage.sun
    )


@event(5, "2026-03-06 15:10")
def look(stage, moment):
    look_into(
        stage,
        moment,
        minutes=70,
        by=stage.qian,
        asked=("现场查看",),
        text="三楼楼道灯不亮，外墙内侧墙面潮湿；已联系电梯维保单位提供停运记录。",
        place="梧桐里小区12幢",
    )


@event(6, "2026-03-11 20:20")
def first_session(stage, moment):
    mediate(stage, moment, minutes=80, text="公司提出减免一成，陈志远提出支付六成，约定下次再谈。", result="continue")


@event(7, "2026-03-18 20:45")
def agree(stage, moment):
    mediate(stage, moment, minutes=105, text="双方就数额、分期和维修达成一致。", result="success")
    company, owner = party(stage, "云川和居物业服务有限公司"), party(stage, "陈志远")
    half = Part(Decimal("1650.00"), date(2026, 4, 10)), Part(Decimal("1650.00"), date(2026, 5, 11))
    head = Head(
        facts="陈志远欠付2024年7月至2025年12月物业费。物业公司承认楼道灯、渗水维修不及时。",
        disputed="是否减免物业费。物业公司对维修不及时负有责任，陈志远负有支付物业费的责任。",
        manner="银行转账",
        stated_total=Decimal("3300.00"),
    )
    terms = [
        Terms("pay", owner, company, amount=Decimal("3300.00"), what="物业费", parts=half),
        Terms("act", company, owner, what="修复三楼楼道灯和外墙渗水", due_on=date(2026, 4, 20)),
        Terms("waive", company, owner, what="放弃物业费 347.70 元和违约金", timing="at_effect"),
    ]
    stage.kept["agreement"] = write(stage, head, terms)
    sign(stage, stage.kept["agreement"], moment, by_agent="何倩")


EVENTS = (apply, ask, accept, assign, look, first_session, agree)
