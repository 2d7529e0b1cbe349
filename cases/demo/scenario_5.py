"""S5 继承: a minor heir, handed up before acceptance, ended by a party."""

from cases.demo.acts import mediate, party
from cases.demo.story import event
from cases.docket.codes import Result
from cases.intake.actions import Filing, log_contact, register_case
from cases.ladder.actions import accept_transfer, ask_transfer
from cases.mediation.actions import assign_mediators
from cases.mediation.endings.actions import terminate_mediation
from cases.parties.actions import Entry, Speaker

FACTS = "黄德明2025年11月20日去世，遗有住房一套、存款21万元，未立遗嘱。各继承人对分割有争议。"


def _filing(committee):
    return Filing(
        source="S1",
        source_form="written",
        dispute_type="D01",
        dispute_subtype="继承",
        difficulty=3,
        facts=FACTS,
        requests=("依法分割遗产",),
        place_area=committee.area_id,
    )


def _entries(stage, committee):
    mother = Speaker(stage.person("罗敏", committee), "guardian", relation="母亲")
    return (
        Entry("applicant", person=stage.person("沈玉兰", committee)),
        Entry("respondent", person=stage.person("黄海", committee)),
        Entry("respondent", person=stage.person("黄静", committee)),
        Entry("respondent", person=stage.person("黄子轩", committee), speakers=(mother,)),
    )


def _ask(stage, moment, *names):
    for each in stage.kept["sent"].parties.filter(name__in=names):
        log_contact(stage.kept["sent"], by=stage.sun, party=each, happened_at=moment, channel="phone", answer="agreed")


@event(1, "2026-06-08 10:00")
def apply(stage, moment):
    committee = stage.community
    stage.case = stage.kept["sent"] = register_case(
        committee, by=stage.sun, received_at=moment, filing=_filing(committee), entries=_entries(stage, committee)
    )


@event(2, "2026-06-09 10:00")
def ask_the_son(stage, moment):
    _ask(stage, moment, "黄海")


@event(3, "2026-06-10 09:00")
def ask_the_others(stage, moment):
    _ask(stage, moment, "黄静", "黄子轩")


@event(4, "2026-06-10 15:00")
def hand_up(stage, moment):
    stage.kept["transfer"] = ask_transfer(
        stage.kept["sent"],
        by=stage.qian,
        receiver=stage.street,
        reason="继承人多、标的大，案情复杂，受理前请街道调委会办理",
        asked_at=moment,
    )


@event(5, "2026-06-11 10:00")
def receive_and_accept(stage, moment):
    stage.case = accept_transfer(stage.kept["transfer"], by=stage.zhou, accepted_at=moment)
    stage.kept["sent"].refresh_from_db()


@event(6, "2026-06-11 11:00")
def assign(stage, moment):
    stage.case = assign_mediators(
        stage.case, by=stage.zhou, assigned_at=moment, host=stage.zhou, told_by="face", co_mediators=(stage.zheng,)
    )


@event(7, "2026-06-17 16:00")
def first_session(stage, moment):
    mediate(stage, moment, minutes=120, text="核对继承人和遗产，无债务。", result="continue")


@event(8, "2026-06-26 16:00")
def second_session(stage, moment):
    mediate(stage, moment, minutes=90, text="各方提出方案；关于未成年人份额的提议经释明后撤回。", result="continue")


@event(9, "2026-07-08 15:00")
def end(stage, moment):
    mediate(stage, moment, minutes=30, text="黄静表示终止调解，将向人民法院起诉。", result="failed")
    stage.case = terminate_mediation(
        stage.case,
        by=stage.zhou,
        happened_at=moment,
        code=Result.BY_RESPONDENT,
        party=party(stage, "黄静"),
        told_by="face",
        remedies=("court", "notary"),
    )


EVENTS = (
    apply,
    ask_the_son,
    ask_the_others,
    hand_up,
    receive_and_accept,
    assign,
    first_session,
    second_session,
    end,
)
