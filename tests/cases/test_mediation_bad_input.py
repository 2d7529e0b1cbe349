"""Bad input, typed into every form of the mediation by those who may open it: never a 500, nothing lost."""

import logging
from datetime import timedelta

import pytest

from cases.mediation.inquiry.actions import add_evidence
from cases.mediation.sessions.actions import Presence, hold_session, sign_record
from cases.mediation.timing.actions import propose_extension
from tests.cases.factories import ago
from tests.crawl.forms import post_forms
from tests.crawl.walk import text_of
from tests.governance.test_bad_input import NASTY


@pytest.fixture
def doors(lin, zhao, mediated_case):
    """Each page with a form, and who opens it."""
    logging.disable(logging.CRITICAL)
    case, host = mediated_case, mediated_case.assignments.get(role="host")
    present = Presence(parties=tuple(case.parties.all()))
    facts = {"starts_at": ago(minutes=60), "ends_at": ago(minutes=30), "place": "调解室", "result": "continue"}
    held = hold_session(case, by=lin, presence=present, text="已经说过。", **facts)
    signed = sign_record(
        hold_session(case, by=lin, presence=present, text="已经签名。", **facts),
        by=lin,
        signed_at=ago(minutes=1),
        signed_by="刘桂珍",
    )
    item = add_evidence(case, by=lin, name="照片", kind="photo", provider="甲", taken_on=ago(days=1).date())
    case.refresh_from_db()
    extension = propose_extension(
        case, by=lin, to_on=case.due_on + timedelta(days=5), reason="鉴定", proposed_at=ago(minutes=1)
    )
    yield [
        (zhao, f"/cases/{case.pk}/mediators/add/"),
        (lin, f"/cases/assignments/{host.pk}/answer/"),
        (lin, f"/cases/assignments/{host.pk}/ask-replacement/"),
        (zhao, f"/cases/assignments/{host.pk}/replace/"),
        (lin, f"/cases/{case.pk}/sessions/plan/"),
        (lin, f"/cases/{case.pk}/sessions/hold/"),
        (lin, f"/cases/{case.pk}/invite/"),
        (lin, f"/cases/sessions/{held.pk}/record/"),
        (lin, f"/cases/sessions/{held.pk}/sign/"),
        (lin, f"/cases/sessions/{signed.pk}/correct/"),
        (lin, f"/cases/{case.pk}/separate-notes/write/"),
        (lin, f"/cases/{case.pk}/investigate/"),
        (lin, f"/cases/{case.pk}/evidence/add/"),
        (lin, f"/cases/evidence/{item.pk}/withdraw/"),
        (lin, f"/cases/extensions/{extension.pk}/answer/"),
        (lin, f"/cases/extensions/{extension.pk}/drop/"),
        (zhao, f"/cases/{case.pk}/suspend/"),
        (lin, f"/cases/{case.pk}/told/"),
        (lin, f"/cases/{case.pk}/death/"),
        (lin, f"/cases/{case.pk}/heirs/join/"),
        (lin, f"/cases/{case.pk}/fail/"),
        (lin, f"/cases/{case.pk}/terminate/"),
        (zhao, f"/cases/mediators/{lin.pk}/file/"),
        (zhao, f"/cases/mediators/{lin.pk}/ties/declare/"),
        (zhao, f"/cases/mediators/{lin.pk}/hand-over/"),
    ]
    logging.disable(logging.NOTSET)


def forms_of(client, doors):
    for who, path in doors:
        client.force_login(who)
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield from ((path, form) for form in post_forms(text_of(answer)) if form.typed)


def test_no_form_of_the_mediation_answers_bad_input_with_a_500(client, doors):
    client.raise_request_exception = False
    bad = {}
    for path, form in forms_of(client, doors):
        for name, value in NASTY.items():
            sent = {**form.values, **dict.fromkeys(form.typed, value)}
            sent.pop("submission", None)
            status = client.post(form.action or path, sent).status_code
            if status >= 500:
                bad[path, name] = status

    assert bad == {}


def test_what_was_typed_is_still_there_when_a_form_of_the_mediation_is_refused(client, doors):
    lost = []
    for path, form in forms_of(client, doors):
        answer = client.post(form.action or path, {**form.values, **dict.fromkeys(form.typed, "错填内容待改正")})
        if answer.status_code in (200, 409, 412, 422) and "错填内容待改正" not in text_of(answer):
            lost.append(path)

    assert lost == []
