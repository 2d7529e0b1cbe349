"""The five scenarios of domain/mediation-scenarios.md as they stand: every document that they offer can be produced."""

import pytest
import time_machine

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from cases.documents.actions import produce_document
from cases.documents.filling.offers import offers_of
from tests.cases.scenario_world import make_world
from tests.cases.test_document_forms import pdf_text

pytestmark = pytest.mark.usefixtures("folder")


SAID = [
    (
        scenario_1,
        {"F09": ["人民币叁仟叁佰元整（￥3,300.00）", "人民币壹仟陆佰伍拾元整（￥1,650.00）", "何倩", "特别授权"]},
    ),
    (
        scenario_2,
        {"F09": ["人民币玖仟捌佰元整（￥9,800.00）", "2026年4月30日", "高洁"], "F18.extension": ["2026年3月20日"]},
    ),
    (scenario_3, {"F09": ["人民币陆佰元整（￥600.00）", "王秀英"], "F02": ["■接受委托移送", "新桐派出所"]}),
    (scenario_4, {"F10": ["人民币贰仟肆佰元整（￥2,400.00）", "2026年5月9日"]}),
    (scenario_5, {"F18.termination": ["黄静", "三、司法"], "F18.remedies": ["诉讼时效"], "F03": ["法定代理人罗敏"]}),
]


@pytest.mark.parametrize(("scenario", "said"), SAID, ids=["S1", "S2", "S3", "S4", "S5"])
def test_each_scenario_has_its_documents(places, scenario, said):
    with time_machine.travel(at("2026-01-05 09:00")):
        stage = Stage(make_world())
    play(stage, scenario.EVENTS)
    case = stage.case
    director = case.events.filter(step="T5").get().account

    with time_machine.travel(at("2026-07-31 09:00")):
        made = {
            offer.form: produce_document(case, offer.form, about=offer.about, by=director)
            for offer in offers_of(case, reads_file=True)
        }

    assert {"F02", "F03", "F05", "F18.acceptance", "F18.receipt"} <= set(made)
    for document in made.values():
        assert document.missing == []
    assert all(party.name in text_of(made["F02"]) for party in case.parties.standing())
    for form, words in said.items():
        assert [word for word in words if word not in text_of(made[form])] == []


def text_of(document):
    with document.pdf.open() as file:
        return pdf_text(file.read())
