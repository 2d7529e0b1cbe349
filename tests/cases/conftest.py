import pytest

from governance import rules
from tests.cases import factories
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
def thin_books(monkeypatch):
    """Six pages fill a book."""
    true = rules.value
    monkeypatch.setattr(rules, "value", lambda key, *more: 6 if key == "archive.book.pages" else true(key, *more))
