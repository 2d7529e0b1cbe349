"""Where mediators are paid to: sealed, masked on pages and lists, in full only for the finance office, and recorded."""

import io

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from cases.mediation.mediators.models import MediatorProfile
from cases.subsidies.cards.actions import register_card
from cases.subsidies.cards.models import BankCard
from cases.subsidies.cards.numbers import parse_card
from cases.subsidies.models import SubsidyPayment
from cases.subsidies.paying import pay_batch
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted
from governance.notices.models import Notice
from tests.cases.subsidised import claim, claimable, filed, granted
from tests.factories import YINGYUAN, confirm_identity, make_account

NUMBER, OTHER = "6222021234567890128", "6228480402564890018"
BANK = "中国工商银行上海嘉定支行"


@pytest.fixture
def case(lin, zhao, mediated_case):
    return claimable(mediated_case, lin, zhao)


@pytest.fixture
def profile(lin, case):
    return MediatorProfile.objects.get(account=lin)


def register(profile, by, number=NUMBER, bank=BANK):
    return register_card(profile, by=by, bank=bank, number=number)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("6222 0212 3456 7890 128", NUMBER),
        ("６２２２０２１２３４５６７８９０１２８", NUMBER),
        ("100123456789", "100123456789"),
    ],
)
def test_an_account_number_is_kept_as_digits(typed, kept):
    assert parse_card(typed) == kept


@pytest.mark.parametrize("typed", ["", "12345", "62220212345678901280", "6222021234567890129", "六二二二", "\x00" * 16])
def test_a_number_that_cannot_be_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        parse_card(typed)
    assert refused.value.field == "number"


def test_the_number_is_nowhere_in_clear(lin, profile):
    card = register(profile, lin)

    with connection.cursor() as cursor:
        cursor.execute("SELECT b::text FROM cases_bankcard b UNION ALL SELECT t::text FROM governance_trailentry t")
        kept = "\n".join(row for (row,) in cursor.fetchall())
    assert NUMBER not in kept
    assert (card.masked, card.holder, str(card)) == ("**** **** 0128", "林晓", f"{BANK} **** **** 0128")
    assert TrailEntry.objects.get(verb="subsidy.card_registered").account == lin


def test_another_account_ends_the_one_before_and_the_mediator_hears_of_it(lin, zhao, profile):
    first = register(profile, lin)
    second = register(profile, zhao, OTHER)
    first.refresh_from_db()

    assert first.ended_at is not None
    assert BankCard.objects.current().get() == second
    told = Notice.objects.get(rung="subsidy.card_registered")
    assert told.recipient == lin


def test_who_approves_the_payment_registers_no_account(sun, officer, profile):
    for other in (sun, officer):
        with pytest.raises(NotPermitted):
            register(profile, other)


def test_one_account_is_of_one_mediator(lin, zhao, profile):
    register(profile, lin)
    qian = make_account("qian", "mediator", YINGYUAN, name="钱卫东")
    with pytest.raises(Invalid, match="另一名调解员"):
        register(filed(qian, zhao), qian)
    with pytest.raises(Invalid, match="不用重复登记"):
        register(profile, lin)


def test_a_list_goes_to_the_account_of_its_day_and_stays_there_once_paid(lin, zhao, justice, officer, case, profile):
    batch = granted(claim(case, lin), zhao, justice, officer)
    assert SubsidyPayment.objects.get().card is None

    first = register(profile, lin)
    assert SubsidyPayment.objects.get().card == first
    pay_batch(batch, by=officer, paid_on=timezone.localdate(), voucher_no="财支 88")
    register(profile, lin, OTHER)
    assert SubsidyPayment.objects.get().card == first


def test_the_list_has_masks_and_whole_numbers_only_by_the_recorded_act(
    client, lin, zhao, justice, officer, case, profile
):
    register(profile, lin)
    batch = granted(claim(case, lin), zhao, justice, officer)
    url = f"/cases/subsidies/batches/{batch.pk}/"
    client.force_login(officer)
    masked = _cells(client.get(f"{url}list.xlsx").content)
    page = client.get(url).content.decode()
    asked = client.post(f"{url}full-list/", {"explanation": "送财务科代发"})
    confirm_identity(client, officer)
    silent = client.post(f"{url}full-list/", {"explanation": " "})
    full = client.post(f"{url}full-list/", {"explanation": "送财务科代发"})

    assert masked[3][8:11] == ("林晓", BANK, "**** **** 0128")
    assert ("**** **** 0128" in page, NUMBER in page) == (True, False)
    assert "再次确认" in asked.content.decode()
    assert silent.status_code == 422
    assert _cells(full.content)[3][10] == NUMBER
    entry = TrailEntry.objects.get(verb="subsidy.list_opened")
    assert (entry.account, entry.detail.body["reason"], entry.detail.body["payees"]) == (officer, "送财务科代发", 1)


def test_who_only_checks_sees_no_whole_number(client, lin, zhao, justice, officer, sun, case, profile):
    register(profile, lin)
    batch = granted(claim(case, lin), zhao, justice, officer)
    answers = []
    for other in (justice, zhao, sun):
        client.force_login(other)
        answers.append(client.get(f"/cases/subsidies/batches/{batch.pk}/full-list/").status_code)

    assert answers == [404, 404, 404]


def test_a_mediator_registers_the_own_account_by_the_form(client, lin, profile):
    client.force_login(lin)
    wrong = client.post("/cases/subsidies/mine/card/", {"bank": BANK, "number": "6222021234567890129"})
    done = client.post("/cases/subsidies/mine/card/", {"bank": BANK, "number": NUMBER}, follow=True)

    assert (wrong.status_code, "校验位不对" in wrong.content.decode()) == (422, True)
    assert "**** **** 0128" in done.content.decode()


def test_who_is_not_filed_is_told_so(client, lin, committee):
    client.force_login(lin)
    assert "还没有登记为人民调解员" in client.get("/cases/subsidies/mine/card/").content.decode()


def _cells(content):
    return list(load_workbook(io.BytesIO(content)).active.values)
