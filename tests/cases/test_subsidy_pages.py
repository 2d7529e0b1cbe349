"""Pages of subsidies: claim, reviews, batch, payment list, what waits, who sees what; the form F23."""

import io
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from cases.parties.actions import Entry
from cases.subsidies.models import SubsidyBatch, SubsidyClaim
from cases.subsidies.paying import claw_back
from governance.metrics.api import rows_url
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from tests.cases.factories import make_mediated
from tests.cases.subsidised import REASON, claim, claimable, granted, paid, passed
from tests.factories import JIADING, bearer, make_client


@pytest.fixture
def case(lin, zhao, mediated_case):
    return claimable(mediated_case, lin, zhao)


def test_figures_of_subsidies_lead_to_the_claims_that_were_paid(client, lin, zhao, justice, officer, case):
    claim(case, lin)
    paid(SubsidyClaim.objects.get(), zhao, justice, officer)
    year = parse(str(timezone.localdate().year))
    client.force_login(officer)
    for code, by in (("subsidies.paid", "grade"), ("subsidies.amount", "grade")):
        (answer,) = read([Question(code, JIADING, year, by)], today=timezone.localdate())
        for part in ("", *(f"{by}={key}" for key in answer.parts)):
            listed = client.get(rows_url(answer.question, part)).context
            figure = answer.parts[part.removeprefix(f"{by}=")] if part else answer.whole
            assert len(listed["listing"].rows) == 1 or not figure.value
            assert (listed["total"] if code == "subsidies.amount" else len(listed["listing"].rows)) == figure.value
    assert answer.whole.value > 0


def page(client, who, url):
    client.force_login(who)
    answer = client.get(url)
    return answer.status_code, answer.content.decode() if answer.get("Content-Type", "").startswith("text") else ""


def pdf(answer):
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages).replace("\n", "")


def test_a_mediator_claims_by_the_form_and_the_shares_are_held_to_a_hundred(client, lin, zhao, case):
    client.force_login(lin)
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    form = client.get(f"/cases/{case.pk}/subsidy/").content.decode()
    typed = {"grade": "simple", "reason": REASON, f"share_{lin.pk}": "90"}
    wrong = client.post(f"/cases/{case.pk}/subsidy/", typed)
    right = client.post(f"/cases/{case.pk}/subsidy/", {**typed, f"share_{lin.pk}": "100"}, follow=True)

    assert f"/cases/{case.pk}/subsidy/" in shown
    assert "按规则为“简易”" in form
    assert "赵国栋没有备案" in form
    assert (wrong.status_code, "份额合计应为 100%，现在是 90%" in wrong.content.decode()) == (422, True)
    assert "待调委会审核" in right.content.decode()


@pytest.mark.parametrize("typed", ["𠮷😀", "一" * 10_000, "1e9", "-1"])
def test_bad_input_is_a_sentence_at_the_field(client, lin, case, typed):
    client.force_login(lin)
    answer = client.post(f"/cases/{case.pk}/subsidy/", {"grade": typed, "reason": typed, f"share_{lin.pk}": typed})

    assert answer.status_code == 422
    assert not SubsidyClaim.objects.exists()


def test_the_case_says_what_still_bars_the_subsidy(client, lin, zhao, case):
    claim(case, lin)
    client.force_login(lin)
    answer = client.get(f"/cases/{case.pk}/subsidy/", follow=True).content.decode()

    assert "同一纠纷只补贴一次" in answer
    assert "待调委会审核" in answer


def test_each_reviewer_has_it_on_the_work_home_and_reviews_it_by_the_form(client, lin, zhao, justice, officer, case):
    one = claim(case, lin)
    for who, title in ((zhao, "待审核的补贴申报"), (justice, "待复核的补贴申报")):
        assert title in page(client, who, "/")[1]
        status, shown = page(client, who, f"/cases/subsidies/{one.pk}/review/")
        assert (status, "条件齐备" in shown) == (200, True)
        answer = client.post(f"/cases/subsidies/{one.pk}/review/", {"decision": "passed", "opinion": "属实"})
        assert answer.status_code == 302
    assert "待列入批次的补贴申报" in page(client, officer, "/")[1]
    again = client.get(f"/cases/subsidies/{one.pk}/review/").content.decode()
    assert 'value="passed"' not in again


def test_a_returned_claim_waits_for_the_mediator_and_is_corrected_by_the_form(client, lin, zhao, case):
    one = claim(case, lin)
    client.force_login(zhao)
    silent = client.post(f"/cases/subsidies/{one.pk}/review/", {"decision": "returned"})
    client.post(f"/cases/subsidies/{one.pk}/review/", {"decision": "returned", "opinion": "请写明工作量"})
    home = page(client, lin, "/")[1]
    form = page(client, lin, f"/cases/subsidies/{one.pk}/correct/")[1]
    typed = {"grade": "simple", "reason": "上门六次", f"share_{lin.pk}": "100"}
    done = client.post(f"/cases/subsidies/{one.pk}/correct/", typed, follow=True).content.decode()

    assert silent.status_code == 422
    assert "待补正的补贴申报" in home
    assert "请写明工作量" in form
    assert "第 2 轮" in done


def test_the_district_draws_up_approves_and_pays_a_batch_by_the_pages(client, lin, zhao, justice, officer, case):
    passed(claim(case, lin), zhao, justice)
    client.force_login(officer)
    today = timezone.localdate()
    form = client.get("/cases/subsidies/batches/draw-up/").content.decode()
    drawn = client.post(
        "/cases/subsidies/batches/draw-up/", {"area": JIADING, "period": today.isoformat()}, follow=True
    )
    batch = SubsidyBatch.objects.get()
    url = f"/cases/subsidies/batches/{batch.pk}/"
    approved = client.post(f"{url}approve/", {"opinion": "同意"}, follow=True).content.decode()
    done = client.post(f"{url}pay/", {"paid_on": today.isoformat(), "voucher_no": "财支 88"}, follow=True)

    assert "嘉定区" in form
    assert case.title in drawn.content.decode()
    assert "人民币壹佰元整" in approved
    assert "财支 88" in done.content.decode()


def test_the_payment_list_is_a_sheet_with_totals_and_capitals(client, lin, zhao, justice, officer, case):
    batch = granted(claim(case, lin), zhao, justice, officer)
    client.force_login(officer)
    text = pdf(client.get(f"/cases/subsidies/batches/{batch.pk}/list.pdf"))
    book = load_workbook(io.BytesIO(client.get(f"/cases/subsidies/batches/{batch.pk}/list.xlsx").content))
    rows = list(book.active.values)

    assert "人民调解以案定补发放清单" in text
    assert "实发合计：人民币壹佰元整（￥100.00）" in text
    assert rows[0][0].startswith("嘉定区人民调解以案定补发放清单")
    assert rows[2][1:4] == ("姓名", "所在区域", "件数")
    assert rows[3][1:3] == ("林晓", "迎园社区居委会")
    assert [Decimal(str(value)) for value in rows[4][4:8]] == [100, 0, 0, 100]
    assert rows[5][0] == "实发合计：人民币壹佰元整（￥100.00）"


def test_the_form_of_a_claim_says_who_gets_what_and_who_agreed(client, lin, zhao, justice, officer, case):
    one = passed(claim(case, lin), zhao, justice)
    client.force_login(lin)
    text = pdf(client.get(f"/cases/subsidies/{one.pk}/form.pdf"))
    word = client.get(f"/cases/subsidies/{one.pk}/form.docx")

    for said in ("人民调解以案定补申报审批表", case.number, "人民币壹佰元整", "林晓", "赵国栋", "吴建国", REASON):
        assert said in text
    assert word.content[:2] == b"PK"


def test_what_is_to_be_taken_back_waits_for_the_district_and_is_settled_by_the_pages(
    client, lin, zhao, justice, officer, case
):
    paid(claim(case, lin), zhao, justice, officer)
    one = SubsidyClaim.objects.get()
    type(case).objects.filter(pk=case.pk).update(archive="returned")
    assert "应追回的补贴" in page(client, officer, "/")[1]
    share = one.shares.get()
    form = client.get(f"/cases/subsidies/{one.pk}/claw-back/").content.decode()
    typed = {"reason": "volume_failed", "note": "缺签名", f"share_{share.pk}": "100.00"}
    taken = client.post(f"/cases/subsidies/{one.pk}/claw-back/", typed, follow=True).content.decode()
    owed = share.clawbacks.get()
    typed = {"amount": "40", "repaid_on": timezone.localdate().isoformat(), "receipt_no": "收 7"}
    back = client.post(f"/cases/clawbacks/{owed.pk}/repay/", typed, follow=True).content.decode()

    assert "最多 100.00 元" in form
    assert "已追回" in taken
    assert ("收据 收 7" in back, "尚欠 60.00 元" in back) == (True, True)


def test_sections_of_a_page_take_the_parties_that_it_read_and_ask_for_several_rules_at_once(client, zhao, case):
    client.force_login(zhao)
    with CaptureQueriesContext(connection) as sent:
        client.get(case.get_absolute_url())

    tables = Counter(re.search(r' FROM "(\w+)"', each["sql"])[1] for each in sent.captured_queries)
    assert {name: tables[name] for name in ("governance_rulevalue", "cases_party")} == {
        "governance_rulevalue": 4,
        "cases_party": 5,
    }


def test_lists_ask_as_much_for_three_as_for_one(client, lin, zhao, justice, officer, case, django_assert_num_queries):
    paid(claim(case, lin), zhao, justice, officer)
    urls = ("/cases/subsidies/", "/cases/subsidies/batches/")
    client.force_login(officer)
    asked = {}
    for url in urls:
        client.get(url)
        with django_assert_num_queries(99, exact=False) as counted:
            assert case.number in client.get(url).content.decode() or url == urls[1]
        asked[url] = len(counted)
    entries = tuple(Entry(party.side, person=party.person) for party in case.parties.all())
    for _ in range(2):
        more = claimable(make_mediated(lin, zhao, case.committee, entries=entries), lin, zhao)
        claim(more, lin)

    for url in urls:
        with django_assert_num_queries(asked[url]):
            client.get(url)


def test_the_own_page_sums_what_a_mediator_got(client, lin, sun, zhao, justice, officer, case):
    paid(claim(case, lin), zhao, justice, officer)
    one = SubsidyClaim.objects.get()
    claw_back(one, by=officer, reason="mistaken", note="多算", amounts={one.shares.get().pk: Decimal(30)})

    status, shown = page(client, lin, "/cases/subsidies/mine/")
    assert (status, "100.00 元" in shown, "30.00 元" in shown) == (200, True, True)
    assert case.title not in page(client, sun, "/cases/subsidies/mine/")[1]
    assert page(client, lin, "/cases/subsidies/")[0] == 404


def test_next_door_sees_nothing_and_an_auditor_only_reads(client, lin, zhao, justice, officer, sun, auditor, case):
    batch = granted(claim(case, lin), zhao, justice, officer)
    one = SubsidyClaim.objects.get()
    urls = [f"/cases/subsidies/{one.pk}/", f"/cases/subsidies/{one.pk}/form.pdf"]
    batches = [f"/cases/subsidies/batches/{batch.pk}/", f"/cases/subsidies/batches/{batch.pk}/list.xlsx"]

    assert [page(client, sun, url)[0] for url in (*urls, *batches)] == [404] * 4
    assert [page(client, auditor, url)[0] for url in (*urls, *batches)] == [200] * 4
    assert page(client, auditor, f"/cases/subsidies/{one.pk}/claw-back/")[0] == 302
    assert page(client, auditor, f"/cases/subsidies/batches/{batch.pk}/pay/")[0] == 403


def test_the_api_lists_claims_and_batches_of_the_place(client, lin, zhao, justice, officer, xu, case):
    batch = granted(claim(case, lin), zhao, justice, officer)
    reader = bearer(make_client("district", JIADING, by=officer, verbs=("subsidy.view",)))
    claims = client.get("/api/v1/subsidies/", headers=reader).json()["results"]
    found = client.get(f"/api/v1/subsidy-batches/{batch.pk}/", headers=reader).json()

    assert [(one["number"], one["amount"], one["state"]["code"]) for one in claims] == [
        (case.number, "100.00", "approved")
    ]
    assert claims[0]["shares"] == [{"mediator": "林晓", "percent": 100, "amount": "100.00"}]
    assert (found["net_amount"], found["period"]) == ("100.00", batch.period)
    assert [one["net_amount"] for one in found["payments"]] == ["100.00"]
