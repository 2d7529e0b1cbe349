"""Danger, other organs and other committees in a real browser, at both widths: nothing sticks out or is hidden."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.intake.actions import Letter
from cases.interfaces.actions import send_feedback
from cases.ladder.actions import ask_transfer
from cases.ladder.joint import join_committee
from cases.mediation.endings.actions import fail_mediation
from cases.risk.actions import assess_risk, report_risk
from tests.browser.conftest import WIDTHS, grave_faults, overflow
from tests.cases.factories import ago, make_committee, make_mediated, same_parties
from tests.cases.test_interfaces import LETTER
from tests.factories import CANGCHANG

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {
    "organ": "police",
    "organ_name": "新成路派出所",
    "person": "社区民警",
    "channel": "phone",
    "text": "扬言伤害对方。",
}
SEEN = {
    "narrative": "酒后推搡，扬言收拾对方。",
    "measures": "分别走访，双方暂不见面。",
    "signs": ("kill_threat", "alcohol"),
}


@pytest.fixture
def pages(places, lin, zhao):
    """A red case of the police, reported, asked to be taken over and mediated jointly; one of a court that failed."""
    committee = make_committee()
    next_door = make_committee(CANGCHANG, "嘉仓", name="仓场社区人民调解委员会")
    red = make_mediated(lin, zhao, committee, claim_amount=Decimal(80_000))
    assess_risk(red, by=lin, assessed_at=ago(minutes=90), level=3, forecast="2", **SEEN)
    report_risk(red, by=lin, reported_at=ago(minutes=80), **TOLD)
    facts = {"reason": "当事人分住两个社区", "agreed_by": "仓场主任"}
    join_committee(red, by=zhao, committee=next_door, joined_at=ago(minutes=70), **facts)
    transfer = ask_transfer(red, by=zhao, receiver=next_door, reason="案情复杂", asked_at=ago(minutes=60))
    letter = Letter(organ="court", received_at=ago(hours=5), **LETTER)
    facts = {"source": "S31", "source_form": "", "letter": letter, "entries": same_parties(red)}
    ended = make_mediated(lin, zhao, committee, **facts)
    ended = fail_mediation(ended, by=lin, happened_at=ago(minutes=50), told_by="face", remedies=("court",))
    facts = {"sent_at": ago(minutes=40), "channel": "letter", "text": "各方未达成一致。"}
    sent = send_feedback(ended.referrals.get(), by=lin, kind="court_end", agreed_facts="漏水属实。", **facts)
    return [
        red.get_absolute_url(),
        ended.get_absolute_url(),
        transfer.get_absolute_url(),
        *(reverse(f"cases:{name}") for name in ("risks", "feedbacks", "transfers", "cases")),
        *(reverse(f"cases:{name}", args=[red.pk]) for name in ("assess_risk", "report_risk", "confirm_prevention")),
        reverse("cases:send_feedback", args=[sent.referral_id]),
        reverse("cases:feedback_receipt", args=[sent.pk]),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_can_be_read(page, live_server, sign_in, zhao, pages, complaints, width):
    sign_in(zhao)
    page.set_viewport_size(WIDTHS[width])
    found = {}
    for path in pages:
        page.goto(live_server.url + path)
        assert page.locator("h1").count() == 1
        found[path] = overflow(page) + grave_faults(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert complaints == []
