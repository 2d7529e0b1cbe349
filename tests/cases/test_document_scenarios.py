"""The five scenarios of domain/mediation-scenarios.md as they stand: every document that they offer can be produced."""

import pytest
import time_machine

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from cases.documents.actions import produce_document
from cases.documents.filling.offers import offers_of
from tests.cases.scenario_world import make_world
from tests.cases.test_document_forms import pdf_text


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path, "file_permissions_mode": 0o600}}
    settings.STORAGES = storages


@pytest.mark.parametrize("scenario", [scenario_1, scenario_2, scenario_3, scenario_4, scenario_5])
def test_each_scenario_has_its_documents(places, scenario):
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
    with made["F02"].pdf.open() as file:
        text = pdf_text(file.read())
    assert all(party.name in text for party in case.parties.standing())
