from uuid import uuid4

import pytest

from cases.docket.models import Case
from cases.mediation.endings.actions import fail_mediation
from governance import rules
from tests.cases import archived, factories, paper
from tests.cases.test_closing import approve, propose
from tests.factories import CANGCHANG


@pytest.fixture
def committee(places):
    """迎园社区人民调解委员会, where lin mediates and zhao directs."""
    return factories.make_committee()


@pytest.fixture
def next_door(places):
    """The committee of 仓场社区, where sun mediates."""
    return factories.make_committee(CANGCHANG, "嘉仓", name="仓场社区人民调解委员会")


@pytest.fixture
def registered_case(lin, committee):
    return factories.make_case(lin, committee)


@pytest.fixture
def accepted_case(lin, zhao, committee):
    return factories.make_accepted(lin, zhao, committee)


@pytest.fixture
def mediated_case(lin, zhao, committee):
    return factories.make_mediated(lin, zhao, committee)


@pytest.fixture
def closed_case(lin, zhao, mediated_case):
    """Failed, closed, with a picture and a broken scan in its evidence; nobody made a document yet."""
    archived.evidence(mediated_case, lin, paper.picture(400, 300), "渗水照片")
    archived.evidence(mediated_case, lin, b"%PDF-1.4 broken", "损坏的扫描件")
    ended_at = factories.ago(minutes=30)
    case = fail_mediation(mediated_case, by=lin, happened_at=ended_at, told_by="face", remedies=("court",))
    return approve(propose(case, lin), zhao)


@pytest.fixture
def archived_case(lin, zhao, justice, closed_case):
    archived.check(archived.submitted(closed_case, lin, zhao), justice)
    return Case.objects.get(pk=closed_case.pk)


@pytest.fixture
def thin_books(monkeypatch):
    """Six pages fill a book."""
    true = rules.value
    monkeypatch.setattr(rules, "value", lambda key, *more: 6 if key == "archive.book.pages" else true(key, *more))


@pytest.fixture
def typed(committee):
    """A filing as the form sends it: 刘桂珍 against 马俊, both new."""
    return {
        "draft_key": str(uuid4()),
        "p0-side": "applicant",
        "p0-kind": "natural_person",
        "p0-number": factories.APPLICANT_ID,
        "p0-name": "刘桂珍",
        "p0-members": "1",
        "p1-side": "respondent",
        "p1-kind": "natural_person",
        "p1-number": factories.RESPONDENT_ID,
        "p1-name": "马俊",
        "p1-phone": "19900000202",
        "p1-members": "1",
        "facts": "楼上卫生间漏水，主卧天花板和衣柜受损。",
        "requests": "停止漏水\n\n赔偿损失",
        "claim_amount": "18600",
        "source": "S1",
        "source_form": "oral",
        "difficulty": "2",
        "committee": str(committee.pk),
    }
