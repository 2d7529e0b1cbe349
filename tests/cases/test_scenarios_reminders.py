"""What the five scenarios remind of, read over the API by those who are told, each on its day and to nobody else."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from governance.notices import sweeping
from tests.cases.district import District
from tests.cases.scenario_world import make_world

TOLD = {  # of the steps up to the agreement or the end
    "case.contact_due",
    "case.accept_due",
    "case.assign_due",
    "case.assigned",
    "case.replace_due",
    "case.due",
    "case.confirm_open",
    "case.confirm_due",
    "case.feedback_due",
}


@dataclass(frozen=True)
class Story:
    """Swept on `days` of 2026 at half past eight, before what happened on them; `until` the last event of the story."""

    events: tuple
    until: int
    days: tuple[str, ...]
    told: tuple[tuple[str, str, str, str], ...]  # day, whom, of what, last day ("" where there is none)


# fmt: off
STORIES = {
    "S1": Story(scenario_1.EVENTS, 7, ("03-03", "03-04", "03-31", "04-07", "04-14", "04-17", "04-18"), (
        ("03-03", "钱卫东", "case.contact_due", "03-03"),
        ("03-04", "钱卫东", "case.accept_due",  "03-05"),
        ("03-04", "孙丽华", "case.assigned",    ""),
        ("04-07", "钱卫东", "case.confirm_open", "04-17"),
        ("04-14", "钱卫东", "case.confirm_open", "04-17"),
        ("04-17", "钱卫东", "case.confirm_due", "04-17"),
    )),
    "S2": Story(scenario_2.EVENTS, 11, ("02-03", "02-04", "02-05", "02-21", "02-25", "03-13", "03-17", "04-05"), (
        ("02-02", "孙丽华", "case.assigned",    ""),
        ("02-04", "钱卫东", "case.replace_due", "02-04"),
        ("02-04", "何敏",   "case.assigned",    ""),
        ("02-21", "钱卫东", "case.due",         "02-28"),
        ("02-25", "钱卫东", "case.due",         "02-28"),
        ("03-13", "钱卫东", "case.due",         "03-20"),
        ("04-05", "钱卫东", "case.confirm_open", "04-15"),
    )),
    "S3": Story(scenario_3.EVENTS, 11, ("04-14", "04-15", "04-29", "05-07", "05-08", "05-09", "05-18"), (
        ("04-14", "周敏",   "case.contact_due",  "04-14"),
        ("04-14", "吴建国", "case.assigned",     ""),
        ("05-07", "周敏",   "case.feedback_due", "05-08"),
        ("05-08", "周敏",   "case.feedback_due", "05-08"),
        ("05-09", "周敏",   "case.feedback_due", "05-08"),
        ("05-18", "周敏",   "case.confirm_open", "05-28"),
    )),
    "S4": Story(scenario_4.EVENTS, 5, ("05-09", "05-10", "06-09"), (
        ("05-09", "孙丽华", "case.assigned", ""),
    )),
    "S5": Story(scenario_5.EVENTS, 9, ("06-09", "06-10", "06-12", "07-06", "07-10"), (
        ("06-09", "钱卫东", "case.contact_due", "06-09"),
        ("06-10", "钱卫东", "case.accept_due",  "06-11"),
        ("06-11", "郑涛",   "case.assigned",    ""),
        ("07-06", "周敏",   "case.due",         "07-13"),
    )),
}
# fmt: on


@pytest.mark.parametrize("name", STORIES)
def test_each_is_told_what_is_theirs_on_its_day(places, client, name):
    story = STORIES[name]
    with time_machine.travel(at("2026-01-05 09:00")):
        stage = Stage(make_world())
        district = District(client)
    everybody = [stage.qian, stage.sun, stage.he, stage.zhou, stage.wu, stage.zheng]
    told, reached = {}, 0

    for day in story.days:
        morning = at(f"2026-{day} 08:30")
        before = [one.no for one in story.events if one.moment < morning and one.no <= story.until]
        play(stage, story.events, after=reached, until=max(before, default=reached))
        reached = max(before, default=reached)
        with time_machine.travel(morning, tick=True):
            told |= _inboxes(district, everybody)  # what was told at once, before the sweep takes back what is over
            _sweep(morning)
            told |= _inboxes(district, everybody)

    assert sorted(_line(*one) for one in told.values() if one[1]["kind"]["code"] in TOLD) == sorted(story.told)
    assert [one["text"] for _, one in told.values() if stage.case.facts in one["text"]] == []


def _inboxes(district, accounts):
    """Notice → whose it is and what it says."""
    found = {}
    for account in accounts:
        district.client.force_login(account)
        inbox = district.get("notices", who={}, state="all")["results"]
        found |= {one["id"]: (account.name, one) for one in inbox}
    return found


def _sweep(now):
    day = timezone.localdate(now)
    sweeping.settle(day, now)
    sweeping.sweep(day, now)


def _line(name, notice):
    told_on = timezone.localdate(datetime.fromisoformat(notice["shows_at"]))
    last = date.fromisoformat(notice["due_on"]) if notice["due_on"] else None
    return f"{told_on:%m-%d}", name, notice["kind"]["code"], f"{last:%m-%d}" if last else ""
