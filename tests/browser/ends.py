"""How stories end on a phone: visits, risk assessed, closed by a report, bound, checked, in the archive."""

import pytest
import time_machine

from cases.archive.actions import JOB
from cases.demo.acts import complete_papers
from cases.demo.story import Stage, at
from cases.docket.models import Case
from governance.jobs.models import Job
from governance.jobs.running import run
from tests.browser.story import Phone
from tests.cases.scenario_world import justice_office, make_world


@pytest.fixture
def stage(places, live_server, tmp_path, settings):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = storages
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


@pytest.fixture
def phone(page, live_server, sign_in, complaints):
    yield Phone(page, live_server, sign_in)
    assert complaints == []


def fresh(stage):
    stage.case.refresh_from_db()
    return stage.case


def visit(phone, name, satisfaction):
    """From the page of the case."""
    phone.tap("登记回访")
    phone.page.get_by_role("radio", name=name).check()
    phone.page.get_by_role("radio", name=satisfaction, exact=True).check()
    phone.page.get_by_role("radio", name="已履行", exact=True).check()
    phone.look(f"visit-{name}")
    phone.submit()
    phone.said(f"回访{name}")


def close(phone, director, day, path, *, brief="经过见调解记录，协议已履行完毕。"):
    """The host reports, the director approves."""
    page = phone.page
    phone.tap("写结案报告")
    phone.fill(brief=brief, opinion="事实清楚，程序合法，建议结案。")
    phone.look(f"close-{day}")
    phone.submit()
    with phone.at(f"{day} 11:00", director, path):
        phone.tap("批准结案")
        phone.look(f"approve-{day}")
        phone.submit()
        page.get_by_text("已结案").first.wait_for()


def bind(phone, clerk, day, path, *, reads=True):
    """The clerk has the volume bound, by a job; who does not read the file of the case does not see it afterwards."""
    page = phone.page
    with phone.at(f"{day} 09:00", clerk, path):
        complete_papers(Case.objects.get(pk=path.split("/")[-2]), by=clerk)
        phone.tap("装订案卷")
        phone.look(f"bind-{day}")
        phone.submit()
        page.get_by_role("heading", name="装订案卷").wait_for()
        phone.look(f"bind-job-{day}")
        run(Job.objects.filter(kind=JOB).latest("pk").pk)
        page.goto(f"{phone.url}{path}")
        phone.said("已结案")
        assert (phone.page.get_by_text("案卷 PDF").count() > 0) == reads
        phone.look(f"bound-{day}")


def into_the_archive(phone, director, day, path):
    """The director submits the volume, the justice office checks it: nothing to take points off for."""
    with phone.at(f"{day} 15:00", director, path):
        phone.tap("报送")
        phone.submit()
        phone.said("已报送")
    with phone.at(f"{day} 15:30", justice_office(), path) as page:
        phone.tap("评查")
        phone.look(f"check-{day}")
        phone.press("完成评查")
        page.locator("[data-confirm-yes]").click()
        page.get_by_text("已归档").first.wait_for()
        phone.look(f"archived-{day}", closely=True)


def assess(phone, level, signs, narrative, *, forecast="", reason=""):
    """From the page of the case."""
    page = phone.page
    page.locator("#risk").get_by_role("link", name="评估").click()
    for sign in signs:
        page.get_by_role("checkbox", name=sign).first.check()
    page.get_by_role("radio", name=level).check()
    if narrative:
        phone.fill(narrative=narrative, measures="分别走访，双方暂不见面，请派出所安排夜间巡逻。")
        phone.choose("forecast", forecast)
    if reason:
        phone.fill(reason=reason)
    phone.look(f"assess-{level}")
    phone.submit()
    page.locator("#risk").get_by_text("评估").first.wait_for()
