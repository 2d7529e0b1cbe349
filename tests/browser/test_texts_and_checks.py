"""Texts, the nightly check and the registers in a real browser: nothing sticks out, a preview follows the typing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.mediation.mediators.actions import file_mediator
from governance.invariants.models import VerificationFinding, VerificationResult, VerificationRun
from governance.texts.models import TextVersion
from tests.browser.conftest import WIDTHS, grave_faults, overflow
from tests.cases.factories import make_accepted, make_committee
from tests.factories import JIADING, YINGYUAN

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "letter.urge"


@pytest.fixture
def pages(lin, zhao, officer):
    committee = make_committee()
    make_accepted(lin, zhao, committee)
    file_mediator(lin, by=zhao, area=YINGYUAN, employment="full", origin="engaged")
    run = VerificationRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), fault_count=1)
    figures = {"took": timedelta(seconds=1), "looked_at": 1_234_567}
    result = VerificationResult.objects.create(run=run, code="cases.tracks", fault_count=1, **figures)
    VerificationResult.objects.create(run=run, code="files.bytes", fault_count=0, **figures)
    VerificationFinding.objects.create(
        result=result, area_id=YINGYUAN, what="案件 12：履行状态与生效协议不符", url="/cases/12/"
    )
    words = "{案由}，下列义务由您履行：\n{未履行的义务}\n调解协议具有法律约束力，当事人应当按照约定履行。"
    day = timezone.localdate() + timedelta(days=1)
    version = TextVersion.objects.create(
        key=KEY, area_id=JIADING, starts_on=day, words=words, reason="本地说法", set_by=officer
    )
    return [
        "/checks/",
        run.get_absolute_url(),
        "/texts/",
        f"/texts/{KEY}/",
        f"/texts/{KEY}/at/{JIADING}/",
        f"/texts/versions/{version.pk}/",
        f"/cases/committees/{committee.pk}/",
        f"/cases/mediators/{lin.pk}/",
        "/cases/committees/",
        "/cases/mediators/",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_fit_and_can_be_used_by_everyone(pages, sign_in, live_server, administrator, complaints, width):
    page = sign_in(administrator)
    page.set_viewport_size(WIDTHS[width])
    found = {}
    for path in pages:
        page.goto(live_server.url + path)
        found[path] = grave_faults(page) + overflow(page)

    assert found == {path: [] for path in pages}
    assert complaints == []


def test_the_preview_follows_what_is_typed(pages, sign_in, live_server, officer):
    page = sign_in(officer)
    page.goto(f"{live_server.url}/texts/{KEY}/at/{JIADING}/")
    page.locator("#id_words").fill("{案由}，请于{履行日期前履行。")

    page.locator("#preview").get_by_text("处的花括号没有闭合").wait_for()
    page.locator("#id_words").fill("<b>{案由}</b>，请履行。")
    page.locator("#preview").get_by_text("<b>申请人王秀英与被申请人赵磊").wait_for()
