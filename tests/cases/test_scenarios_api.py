"""The five scenarios of domain/mediation-scenarios.md over the API: what others do is done there, and after every event
the district reads where the case stands on that date, with its documents.

Mediators act on the pages; here by the same actions. Reminders: test_scenarios_reminders.py.
"""

from dataclasses import dataclass

import pytest
import time_machine
from django.utils import timezone

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import RECORDED_AFTER, Stage, at, event, play
from cases.demo.world import PHONES, number_of
from cases.documents.actions import produce_document
from cases.documents.filling.offers import offers_of
from tests.cases.district import District, code
from tests.cases.scenario_world import COMMUNITY, STREET, earlier_numbers, make_world

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def stage(places, client):
    with time_machine.travel(at("2026-01-05 09:00")):
        stage = Stage(make_world())
        stage.kept["district"] = District(client)
    return stage


def person(name, **more):
    return {"name": name, "number": number_of(name), "phone": PHONES.get(name, ""), **more}


FILED_ONLINE = {
    "committee": COMMUNITY,
    "source_form": "online",
    "dispute_type": "D17",
    "dispute_subtype": "物业费",
    "facts": "物业费每月每平方米 2.10 元，2024年7月至2025年12月共 18 个月未付。业主称楼道灯损坏，外墙渗水。",
    "requests": ["支付物业费 3647.70 元", "支付违约金 365.00 元"],
    "claim_amount": "4012.70",
    "place_area": COMMUNITY,
    "place_text": "梧桐里小区12幢302室",
    "parties": [
        {
            "side": "applicant",
            "kind": "legal_person",
            "name": "云川和居物业服务有限公司",
            "credit_code": "91310199MA1X00A10C",
            "head": "冯立",
            "speakers": [
                {"kind": "head", "name": "冯立", "number": number_of("冯立")},
                {
                    "kind": "agent",
                    "name": "何倩",
                    "number": number_of("何倩"),
                    "agent_kind": "staff",
                    "authority": "special",
                    "relation": "职员",
                },
            ],
        },
        person("陈志远", side="respondent"),
    ],
}
REFERRED = {
    "committee": STREET,
    "organ": "police",
    "organ_name": "新桐派出所",
    "letter_no": "新派调移〔2026〕9号",
    "letter_on": "2026-04-13",
    "contact_name": "社区民警",
    "reason": "邻里噪音纠纷，尚未作出处罚决定",
    "dispute_type": "D02",
    "dispute_subtype": "噪音",
    "difficulty": 3,
    "facts": "401室在22时后使用跑步机和音响，20天内三次报警。4月12日李强推搡赵磊并出言威胁。",
    "requests": ["停止夜间噪音"],
    "place_area": COMMUNITY,
    "place_text": "桂苑小区3幢",
    "parties": [
        person("王秀英", side="applicant"),
        person("李强", side="applicant"),
        person("赵磊", side="respondent"),
    ],
}


@event(1, "2026-03-02 10:12")
def file_online(stage, moment):
    district = stage.kept["district"]
    stage.case = district.filed("cases", {**FILED_ONLINE, "received_at": moment.isoformat()})
    for kind, name in (("authority", "授权委托书.pdf"), ("other", "物业合同.pdf"), ("other", "欠费清单.pdf")):
        district.attached(stage.case, kind, name)


@event(1, "2026-04-13 11:00")
def refer(stage, moment):
    stage.case = stage.kept["district"].filed("refer_case", {**REFERRED, "received_at": moment.isoformat()})


@dataclass(frozen=True)
class Line:
    """What the district reads after an event: state, when it is due, the last step told, documents made that day."""

    no: int
    procedure: str
    due: str | None
    step: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    events: tuple
    number: str
    earlier: int
    lines: tuple[Line, ...]
    sessions: tuple[str, ...]
    at_street: bool = False


# fmt: off
S1 = Story((file_online, *scenario_1.EVENTS[1:]), "（2026）云梧人调字第8号", 7, (
    Line(1, "registered", "2026-03-03", "T3", ("F01", "F04")),
    Line(2, "consent",    "2026-03-05", "T4", ("F18.contacts",)),
    Line(3, "accepted",   "2026-04-07", "T5", ("F02",)),
    Line(4, "mediating",  "2026-04-07", "T8", ("F03",)),
    Line(5, "mediating",  "2026-04-07", "T10", ("F06",)),
    Line(6, "mediating",  "2026-04-07", "T9", ("F08",)),
    Line(7, "agreed",     None,         "T14", ("F08", "F09")),
), ("continue", "success"))
S2 = Story(scenario_2.EVENTS, "（2026）云梧人调字第3号", 2, (
    Line(1, "consent",    "2026-02-04", "T4", ("F01.oral",)),
    Line(2, "accepted",   "2026-02-28", "T5", ("F02",)),
    Line(3, "mediating",  "2026-02-28", "T8", ("F03",)),
    Line(4, "mediating",  "2026-02-04", "T8", ()),
    Line(5, "mediating",  "2026-02-28", "T11", ("F18.replacement",)),
    Line(6, "mediating",  "2026-02-28", "T10", ("F06",)),
    Line(7, "mediating",  "2026-02-28", "T9", ("F08",)),
    Line(8, "mediating",  "2026-02-28", "T9", ("F08",)),
    Line(9, "mediating",  "2026-03-20", "T12", ("F18.extension",)),
    Line(10, "mediating", "2026-03-20", "T9", ("F08",)),
    Line(11, "agreed",    None,         "T14", ("F09",)),
), ("continue", "continue", "success"))
S3 = Story((refer, *scenario_3.EVENTS[1:]), "（2026）云新人调字第27号", 26, (
    Line(1, "registered", "2026-04-14", "T3", ("F18.receipt",)),
    Line(2, "consent",    "2026-04-16", "T4", ("F18.contacts",)),
    Line(3, "accepted",   "2026-05-14", "T5", ("F02",)),
    Line(6, "mediating",  "2026-05-14", "T8", ("F03",)),
    Line(7, "mediating",  "2026-05-14", "T10", ("F06",)),
    Line(8, "mediating",  "2026-05-14", "T10", ("F06",)),
    Line(9, "mediating",  "2026-05-14", "T9", ("F08",)),
    Line(11, "agreed",    "2026-05-08", "T14", ("F08", "F09", "F18.reply")),
), ("continue", "success"), at_street=True)
S4 = Story(scenario_4.EVENTS, "（2026）云梧人调字第15号", 14, (
    Line(1, "consent",    "2026-05-13", "T4", ("F01.oral",)),
    Line(2, "accepted",   "2026-06-09", "T5", ("F02",)),
    Line(3, "mediating",  "2026-06-09", "T8", ()),
    Line(4, "mediating",  "2026-06-09", "T9", ("F08",)),
    Line(5, "agreed",     None,         "T15", ("F10",)),
), ("success",))
S5 = Story(scenario_5.EVENTS, "（2026）云新人调字第41号", 40, (
    Line(1, "registered", "2026-06-09", "T3", ("F01",)),
    Line(2, "consent",    "2026-06-11", "T4", ()),
    Line(3, "consent",    "2026-06-11", "T4", ("F18.contacts",)),
    Line(4, "consent",    "2026-06-11", "T4", ("F18.transfer",)),  # asked to take it: it waits here
    Line(5, "accepted",   "2026-07-13", "T5", ("F02",)),
    Line(6, "mediating",  "2026-07-13", "T8", ("F03",)),
    Line(7, "mediating",  "2026-07-13", "T9", ("F08",)),
    Line(8, "mediating",  "2026-07-13", "T9", ("F08",)),
    Line(9, "terminated", None,         "T17", ("F08", "F18.termination", "F18.remedies")),
), ("continue", "continue", "failed"), at_street=True)
# fmt: on
STORIES = {"S1": S1, "S2": S2, "S3": S3, "S4": S4, "S5": S5}
READS = ("case_events", "case_limits", "case_sessions", "case_agreements", "case_documents", "case_letters")
OVER = ("referred", "agreed", "terminated")


def begin(stage, story):
    earlier_numbers(stage.street if story.at_street else stage.community, story.earlier)
    return stage.kept["district"]


def worker(stage):
    """Who makes the papers: the director of the committee that has the case."""
    return stage.zhou if stage.case.committee == stage.street else stage.qian


def make_papers(stage, forms):
    """The documents of a line, each of the newest thing that it tells of."""
    stage.case.refresh_from_db()
    for form in forms:
        *_, newest = (offer for offer in offers_of(stage.case, reads_file=True) if offer.form == form)
        produce_document(stage.case, form, about=newest.about, by=worker(stage))


@pytest.mark.parametrize("name", STORIES)
def test_after_every_event_the_district_reads_where_the_case_stands_on_that_day(stage, name):
    story, reached = STORIES[name], 0
    district = begin(stage, story)

    for line in story.lines:
        play(stage, story.events, after=reached, until=line.no)
        one, reached = next(each for each in story.events if each.no == line.no), line.no
        with time_machine.travel(one.moment + 2 * RECORDED_AFTER, tick=True):
            make_papers(stage, line.forms)
            _read(district, stage.case, story, line, timezone.localdate(one.moment))
    with time_machine.travel(one.moment + 3 * RECORDED_AFTER):
        sessions = district.rows("case_sessions", stage.case)
        sent = str([district.row(stage.case), *(district.rows(read, stage.case) for read in READS)])
    assert tuple(code(session["result"]) for session in sessions) == story.sessions
    assert [text for text in said_in(stage.case) if text in sent] == []


def said_in(case):
    """What was said and found out: no client is told of it."""
    texts = [case.facts, *(found.text for found in case.investigations.all())]
    return texts + [text for held in case.sessions.all() for text in (held.text, held.place)]


def _read(district, case, story, line, day):
    row = district.row(case)
    told = district.rows("case_events", case, sort="-seq")
    numbered = any(one["step"] == "T5" for one in told)
    due = row["due_on"] if line.procedure not in OVER or line.due else None
    assert (code(row["procedure"]), due, row["number"]) == (line.procedure, line.due, story.number if numbered else "")
    assert next(one["step"] for one in told if one["step"]) == line.step
    assert {one["happened_at"][:10] for one in told} >= {str(day)} == {told[0]["recorded_at"][:10]}
    assert district.found(procedure=line.procedure) == [case.pk]
    assert district.found(procedure="open", late="overdue") == []
    assert district.found(area=STREET, procedure="open") == ([] if line.procedure in OVER else [case.pk])
    assert not numbered or district.found(text=story.number) == [case.pk]
    made = [one["form"] for one in district.rows("case_documents", case) if one["produced_at"][:10] == str(day)]
    assert [form for form in line.forms if form not in made] == []


def running(district, case):
    """Key → last day of the limits that still run."""
    limits = district.rows("case_limits", case)
    return {limit["key"]: limit["due_on"] for limit in limits if not limit["met_on"] and not limit["dropped_on"]}


def terms(agreement):
    return [
        (code(one["kind"]), one["debtor"]["name"], one["amount"], one["due_on"]) for one in agreement["obligations"]
    ]


def test_s1_is_filed_by_a_platform_with_its_papers_and_says_why_it_is_due_on_7_april(stage):
    district = begin(stage, S1)
    play(stage, S1.events, until=4)

    with time_machine.travel(at("2026-04-07 09:00")):
        why = next(one for one in district.rows("case_limits", stage.case) if one["key"] == "mediate")["steps"]
        assert district.found(late="today") == [stage.case.pk]
    with time_machine.travel(at("2026-04-08 09:00")):
        assert district.found(late="overdue") == [stage.case.pk]

    assert [step["on"] for step in why][-1] == "2026-04-07"
    assert "清明节" in "".join(step["text"] for step in why)
    assert [paper.kind for paper in stage.case.papers.order_by("pk")] == ["authority", "other", "other"]
    assert stage.case.title == "云川和居物业服务有限公司与陈志远物业费纠纷"
    assert stage.case.source_form == "online"


def test_s1_the_district_follows_two_instalments_to_the_company(stage):
    district = begin(stage, S1)
    play(stage, S1.events)

    with time_machine.travel(at("2026-03-18 21:00")):
        row, (agreement,) = district.row(stage.case), district.rows("case_agreements", stage.case)
        assert running(district, stage.case)["jc_apply"] == "2026-04-17"
        assert district.found(result="10", result_from="2026-03-01", result_to="2026-03-31") == [stage.case.pk]

    company = "云川和居物业服务有限公司"
    assert (agreement["form"]["code"], agreement["effective_on"]) == ("written", "2026-03-18")
    assert terms(agreement) == [
        ("pay", "陈志远", "3300.00", "2026-05-11"),
        ("act", company, None, "2026-04-20"),
        ("waive", company, None, None),
    ]
    parts = [(part["amount"], part["due_on"]) for part in agreement["obligations"][0]["instalments"]]
    assert parts == [("1650.00", "2026-04-10"), ("1650.00", "2026-05-11")]
    assert (row["agreed_amount"], row["people_count"], row["result_on"]) == ("3300.00", 2, "2026-03-18")
    assert (code(row["performance"]), code(row["confirmation"])) == ("not_due", "eligible")


def test_s2_binds_nobody_until_the_last_has_signed(stage):
    district = begin(stage, S2)
    play(stage, S2.events, until=10)
    with time_machine.travel(at("2026-03-13 21:00")):
        assert district.rows("case_agreements", stage.case) == []
        assert district.row(stage.case)["host"]["name"] == "钱卫东"

    play(stage, S2.events, after=10)

    with time_machine.travel(at("2026-03-16 10:00")):
        row, (agreement,) = district.row(stage.case), district.rows("case_agreements", stage.case)
        assert running(district, stage.case)["jc_apply"] == "2026-04-15"
    assert (agreement["effective_on"], row["result_on"], row["agreed_amount"]) == (
        "2026-03-16",
        "2026-03-16",
        "9800.00",
    )
    assert ("pay", "马俊", "9800.00", "2026-04-30") in terms(agreement)
    assert (row["accepted_on"], row["people_count"], row["difficulty"]["code"]) == ("2026-01-31", 3, 3)


def test_s2_the_old_date_stands_beside_the_new_one(stage):
    district = begin(stage, S2)
    play(stage, S2.events, until=9)

    with time_machine.travel(at("2026-02-27 20:00")):
        limits = [one for one in district.rows("case_limits", stage.case, sort="due_on") if one["key"] == "mediate"]

    assert [(one["due_on"], one["dropped_on"]) for one in limits] == [
        ("2026-02-28", "2026-02-27"),
        ("2026-03-20", None),
    ]


def test_s3_is_referred_by_letter_and_waits_for_word_to_the_police(stage):
    district = begin(stage, S3)
    play(stage, S3.events, until=11)

    with time_machine.travel(at("2026-04-28 21:00")):
        row, (letter,) = district.row(stage.case), district.rows("case_letters", stage.case, organ="police")
        assert district.found(source="entrusted") == [stage.case.pk]
        limits = running(district, stage.case)
    assert (limits["jc_apply"], limits["feedback"]) == ("2026-05-28", "2026-05-08")
    assert (letter["letter_no"], letter["organ_name"], letter["direction"]["code"]) == (
        "新派调移〔2026〕9号",
        "新桐派出所",
        "in",
    )
    assert (row["source"]["code"], row["people_count"], row["agreed_amount"]) == ("S33", 3, "600.00")
    assert stage.case.events.order_by("seq").first().client.name == "一站式平台"


def test_s4_is_agreed_orally_and_done_within_the_hour(stage):
    district = begin(stage, S4)
    play(stage, S4.events)

    with time_machine.travel(at("2026-05-09 11:20")):
        row, (agreement,) = district.row(stage.case), district.rows("case_agreements", stage.case, form="oral")
        assert "jc_apply" not in running(district, stage.case)
        assert district.rows("case_agreements", stage.case, form="written") == []
    assert agreement["agreed_at"] == "2026-05-09T11:10:00+08:00"
    assert (code(row["performance"]), code(row["confirmation"])) == ("done", "na")
    assert (row["agreed_amount"], row["claim_amount"], row["accepted_on"], row["result_on"]) == (
        "2400.00",
        "3000.00",
        "2026-05-09",
        "2026-05-09",
    )


def test_s5_is_one_line_here_and_one_case_there(stage):
    district = begin(stage, S5)
    play(stage, S5.events)

    with time_machine.travel(at("2026-07-08 16:00")):
        sent, row = district.row(stage.kept["sent"]), district.row(stage.case)
        (letter,) = district.rows("case_letters", stage.kept["sent"], direction="out")
        assert district.found(accepted_from="2026-06-01") == [stage.case.pk]
        assert district.found(result="32") == [stage.case.pk]
        assert district.rows("case_agreements", stage.case) == []
    assert (code(sent["procedure"]), sent["number"], sent["accepted_on"]) == ("referred", "", None)
    assert (letter["letter_no"], letter["replied_on"]) == ("云梧人调移字〔2026〕1号", "2026-06-11")
    assert letter["organ_name"] == "新桐街道人民调解委员会"
    assert (code(row["source"]), row["people_count"], row["result_on"]) == ("S1", 4, "2026-07-08")
    assert row["agreed_amount"] is None
