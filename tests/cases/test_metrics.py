"""Readings are exact at every moment: before, between and after folds."""

from datetime import date

from governance.metrics.folding import fold_all
from governance.metrics.models import MetricTouch
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from tests.cases import factories
from tests.factories import CANGCHANG, JIADING, SHANGHAI, XINCHENGLU, YINGYUAN

TODAY = date(2026, 11, 22)


def accepted(place=JIADING, period="2026", by=""):
    (answer,) = read([Question("cases.accepted", place, parse(period), by)], today=TODAY)
    return answer


def test_a_case_counts_at_once_and_still_after_it_was_folded(lin, zhao, committee):
    case = factories.make_accepted(lin, zhao, committee)
    year = str(case.accepted_on.year)
    for place in (YINGYUAN, XINCHENGLU, JIADING, SHANGHAI):
        assert accepted(place, year).whole.value == 1

    assert fold_all() > 0

    assert not MetricTouch.objects.filter(source="cases").exists()
    for place in (YINGYUAN, XINCHENGLU, JIADING, SHANGHAI):
        assert accepted(place, year).whole.value == 1
        assert accepted(place, year, "type").parts["D02"].value == 1
        assert accepted(place, str(case.accepted_on)).whole.value == 1
    assert accepted(CANGCHANG, year).whole.value == 0
