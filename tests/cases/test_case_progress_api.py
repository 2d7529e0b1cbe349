"""What a dashboard reads beneath a case: sessions, agreements, documents, letters; dates and sums, not a word of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.documents.models import ProducedDocument
from cases.intake.models import Referral
from cases.mediation.sessions.models import MediationSession
from governance.access.roles import ROLES
from tests.cases.agreements import make_ready, side
from tests.cases.test_case_api import dashboard, get
from tests.factories import CANGCHANG

READS = ("api:case_sessions", "api:case_agreements", "api:case_documents", "api:case_letters")


def make_agreement(case, by, seq, state="replaced"):
    agreed = {"agreed_at": timezone.now(), "effective_on": date(2026, 3, 18), "text": "甲向乙道歉", "text_digest": "0"}
    row = Agreement.objects.create(
        case=case,
        seq=seq,
        number=f"第{seq}份",
        form="written",
        facts="渗水",
        copies=3,
        drafted_by=by,
        state=state,
        **agreed,
    )
    parties = {"debtor": side(case, "respondent"), "creditor": side(case, "applicant"), "timing": "by_date"}
    owed = row.obligations.create(
        seq=1, kind="pay", amount=Decimal("3300.00"), what="赔偿款", due_on=date(2026, 5, 11), **parties
    )
    for no, day in ((1, date(2026, 4, 10)), (2, date(2026, 5, 11))):
        owed.instalments.create(seq=no, amount=Decimal("1650.00"), due_on=day)
    return row


def make_session(case, by, seq):
    now = timezone.now()
    period = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    return MediationSession.objects.create(
        case=case, seq=seq, state="held", place="调解室", result="continue", text="不愿道歉", host=by, **period
    )


def make_document(case, by, seq):
    facts = {"template": 1, "digest": "0" * 64, "facts_digest": "0" * 64, "snapshot": "{}"}
    return ProducedDocument.objects.create(
        case=case, form="F08", about=f"mediationsession-{seq}", title="调解记录", account=by, **facts
    )


def make_letter(case, by, seq):
    told = {"organ": "police", "organ_name": "派出所", "letter_no": f"{seq}号", "reason": "推搡"}
    return Referral.objects.create(case=case, direction="in", contact_name="王警官", **told)


MAKERS = dict(zip(READS, (make_session, make_agreement, make_document, make_letter), strict=True))


def test_a_client_is_told_when_sessions_were_and_what_came_of_them(client, officer, mediated_case, lin):
    row = make_session(mediated_case, lin, 1)

    (told,) = get(client, dashboard(officer), "api:case_sessions", [mediated_case.pk]).json()["results"]

    assert (told["seq"], told["state"]["code"], told["result"]["label"]) == (1, "held", "有待继续")
    assert told["starts_at"] == timezone.localtime(row.starts_at).isoformat()


def test_a_client_is_told_who_owes_how_much_until_when(client, officer, mediated_case, lin):
    make_agreement(mediated_case, lin, 1, state="effective")

    (told,) = get(client, dashboard(officer), "api:case_agreements", [mediated_case.pk]).json()["results"]

    (owed,) = told["obligations"]
    assert (told["effective_on"], told["form"]["code"], told["state"]["label"]) == ("2026-03-18", "written", "已生效")
    assert (owed["debtor"]["name"], owed["creditor"]["name"], owed["amount"]) == ("马俊", "刘桂珍", "3300.00")
    assert [(part["amount"], part["due_on"], part["performed_on"]) for part in owed["instalments"]] == [
        ("1650.00", "2026-04-10", None),
        ("1650.00", "2026-05-11", None),
    ]


def test_what_is_still_being_signed_is_told_to_no_client(client, officer, mediated_case, lin):
    make_ready(mediated_case, lin)

    assert get(client, dashboard(officer), "api:case_agreements", [mediated_case.pk]).json()["results"] == []


@pytest.mark.parametrize("name", READS)
def test_no_word_of_the_file_goes_out(client, officer, mediated_case, lin, name):
    MAKERS[name](mediated_case, lin, 1)

    sent = get(client, dashboard(officer), name, [mediated_case.pk]).content.decode()

    assert [word for word in ("渗水", "赔偿款", "道歉", "推搡", "王警官") if word in sent] == []
    assert "case.read" not in ROLES["api_client"].verbs  # these go by case.view: a client cannot hold the other


@pytest.mark.parametrize("name", READS)
def test_outside_its_scope_a_client_finds_none(client, officer, mediated_case, lin, name):
    MAKERS[name](mediated_case, lin, 1)

    assert get(client, dashboard(officer, CANGCHANG), name, [mediated_case.pk]).status_code == 404


@pytest.mark.parametrize("name", READS)
def test_three_rows_take_as_many_queries_as_one(client, officer, mediated_case, lin, name, django_assert_num_queries):
    who, make = dashboard(officer), MAKERS[name]
    make(mediated_case, lin, 1)
    get(client, who, name, [mediated_case.pk])
    queries = 5 if name == "api:case_agreements" else 3
    with django_assert_num_queries(queries):
        get(client, who, name, [mediated_case.pk])
    for seq in (2, 3):
        make(mediated_case, lin, seq)
    with django_assert_num_queries(queries):
        assert len(get(client, who, name, [mediated_case.pk]).json()["results"]) == 3


@pytest.mark.parametrize(
    ("name", "hit", "miss"),
    [
        ("api:case_sessions", {"result": "continue"}, {"result": "success"}),
        ("api:case_agreements", {"form": "written", "state": "replaced"}, {"form": "oral"}),
        ("api:case_documents", {"form": "F08"}, {"form": "F09"}),
        ("api:case_letters", {"direction": "in", "organ": "police"}, {"organ": "court"}),
    ],
)
def test_each_list_has_its_filters(client, officer, mediated_case, lin, name, hit, miss):
    MAKERS[name](mediated_case, lin, 1)
    who = dashboard(officer)

    assert len(get(client, who, name, [mediated_case.pk], **hit).json()["results"]) == 1
    assert get(client, who, name, [mediated_case.pk], **miss).json()["results"] == []
    assert get(client, who, name, [mediated_case.pk], colour="red").status_code == 400
    assert reverse(name, args=[1]).startswith("/api/v1/cases/1/")
