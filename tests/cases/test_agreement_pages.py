"""Pages of agreements: who gets in, what is kept when something is wrong, what each says next."""

import base64
import struct
import zlib
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.agreements.models import Agreement, Obligation
from cases.agreements.signing.models import Signature
from cases.docket.models import Case
from tests.cases.agreements import PNG_HEAD, in_force, make_draft, make_ready, pay, side, sign, soon, tick_all

NASTY = {
    "null byte": "前\x00后",
    "emoji": "张🙂三",
    "ten thousand characters": "长" * 10_000,
    "impossible date": "2026-02-30",
    "far future": "9999-12-31T23:59",
    "far past": "0001-01-01",
    "negative number": "-1",
    "huge number": "9" * 40,
    "markup": "<b>x</b>'\"",
    "nothing": "",
}


def url(name, *keys):
    return reverse(f"cases:{name}", args=keys)


def canvas_png(width=40, height=20, *, ink=True):
    """A picture as a canvas makes it, in a data: URL."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    pixel = b"\x10\x20\x2c\xff" if ink else b"\0" * 4
    rows = b"".join(b"\0" + pixel * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    png = PNG_HEAD + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def payment(case, **typed):
    return {
        "kind": "pay",
        "debtor": side(case, "respondent").pk,
        "creditor": side(case, "applicant").pk,
        "amount": "9,800",
        "what": "赔偿款",
        "timing": "by_date",
        "due_on": soon().isoformat(),
        **typed,
    }


def test_a_draft_is_begun_from_what_is_known_and_gone_on_with(client, lin, mediated_case):
    client.force_login(lin)
    page = client.get(url("draft_agreement", mediated_case.pk))
    assert "主卧天花板和衣柜受损" in page.content.decode()

    to = client.post(url("draft_agreement", mediated_case.pk), {"facts": "漏水", "copies": "3"})
    again = client.get(url("draft_agreement", mediated_case.pk))

    agreement = Agreement.objects.get()
    assert (to.status_code, to["Location"]) == (302, agreement.get_absolute_url())
    assert again["Location"] == agreement.get_absolute_url()


def test_an_obligation_is_typed_as_people_type_amounts(client, lin, mediated_case):
    agreement = make_draft(mediated_case, lin)
    client.force_login(lin)

    answer = client.post(url("add_obligation", agreement.pk), payment(mediated_case, amount="￥９,800.5 元"))

    assert answer["Location"] == agreement.get_absolute_url()
    assert Obligation.objects.get().amount == Decimal("9800.50")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "0"}, "金额应大于 0"),
        ({"amount": "-5"}, "金额应大于 0"),
        ({"amount": "1000000000000"}, "金额过大"),
        ({"amount": "9" * 40}, "请用数字填写金额"),
        ({"amount": "一千"}, "请用数字填写金额"),
        ({"amount": "1.005"}, "最多写到分"),
        ({"due_on": "2020-01-01"}, "不能早于受理日期"),
        ({"due_on": ""}, "请填写履行期限"),
        ({"what": "打到 310199198205119037"}, "不要填写证件号码"),
        ({"what": "长" * 10_000}, "500"),
        ({"part_amount": ["100", "x"], "part_due": [soon(5).isoformat()] * 2}, "第 2 期"),
        (
            {"part_amount": ["100", "200"], "part_due": [soon(5).isoformat(), soon(35).isoformat()]},
            "各期合计 300.00 元",
        ),
        ({"part_amount": ["1"] * 400, "part_due": [soon(5).isoformat()] * 400}, "2 至 360 期"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_input_kept(client, lin, mediated_case, typed, said):
    agreement = make_draft(mediated_case, lin)
    client.force_login(lin)

    answer = client.post(url("add_obligation", agreement.pk), payment(mediated_case, **typed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert Obligation.objects.count() == 0
    assert "赔偿款" in page or "what" in typed


def test_the_helper_divides_and_gives_the_rest_to_the_last(client, lin, mediated_case):
    agreement = make_draft(mediated_case, lin)
    client.force_login(lin)
    asked = payment(
        mediated_case, amount="100", split="1", split_count="3", split_first="2027-01-31", split_every="month"
    )

    page = client.post(url("add_obligation", agreement.pk), asked).content.decode()

    assert 'value="33.33"' in page
    assert 'value="33.34"' in page
    assert 'value="2027-02-28"' in page
    assert Obligation.objects.count() == 0


@pytest.mark.parametrize("split", [{"split_count": "5000"}, {"split_count": ""}, {"split_first": "2199-12-31"}])
def test_the_helper_refuses_what_it_cannot_divide(client, lin, mediated_case, split):
    agreement = make_draft(mediated_case, lin)
    client.force_login(lin)
    asked = payment(mediated_case, split="1", split_count="3", split_first="2027-01-31", split_every="quarter")

    answer = client.post(url("add_obligation", agreement.pk), asked | split)

    assert answer.status_code == 422 or split == {"split_first": "2199-12-31"}
    assert Obligation.objects.count() == 0


def test_no_form_breaks_on_what_people_and_machines_type(client, lin, mediated_case):
    agreement = make_ready(mediated_case, lin)
    one = agreement.obligations.get()
    client.force_login(lin)
    client.raise_request_exception = False
    party = f"party-{side(mediated_case, 'applicant').pk}"
    doors = {
        url("revise_agreement", agreement.pk): ("facts", "disputed", "manner", "place", "stated_total", "copies"),
        url("add_obligation", agreement.pk): (
            *payment(mediated_case),
            "part_amount",
            "part_due",
            "split_count",
            "split",
        ),
        url("change_obligation", one.pk): ("amount", "what", "debtor", "due_on", "version"),
        url("check_agreement", agreement.pk): ("checked", "waiver"),
        url("sign_agreement", agreement.pk, party): ("signer", "method", "drawn", "witness", "signed_at", "digest"),
        url("agree_orally", agreement.pk): ("agreed_at", "late_reason"),
    }
    broken = []
    for where, names in doors.items():
        whole = payment(mediated_case) | {"facts": "漏水", "copies": "3", "signer": "self", "method": "hand"}
        for name in names:
            for value in NASTY.values():
                status = client.post(where, whole | {name: value}).status_code
                broken += [(where, name, value[:20], status)] if status >= 500 else []

    assert broken == []
    assert Signature.objects.count() == 0


def test_an_amount_is_said_in_capitals_while_it_is_typed(client, lin):
    client.force_login(lin)

    def said(amount):
        return client.get(url("capitals"), {"amount": amount}).content.decode()

    assert said("3300") == "人民币叁仟叁佰元整（￥3,300.00）"
    assert said("") == ""
    assert said("0") == "金额应大于 0。"
    assert said("<b>") == "请用数字填写金额，例如 1650.00（单位为元）。"


def test_a_drawn_signature_is_stored_once_however_often_it_is_sent(client, lin, mediated_case):
    agreement = make_ready(mediated_case, lin)
    client.force_login(lin)
    where = url("sign_agreement", agreement.pk, f"party-{side(mediated_case, 'applicant').pk}")
    typed = {"signer": "self", "method": "hand", "drawn": canvas_png(), "submission": "a" * 32}

    first, second = client.post(where, typed), client.post(where, typed)

    signature = Signature.objects.get()
    assert first["Location"] == second["Location"] == agreement.get_absolute_url()
    assert (signature.name, signature.file.content_type) == ("刘桂珍", "image/png")
    assert _bytes_of(client.get(signature.file.get_absolute_url())).startswith(PNG_HEAD)


@pytest.mark.parametrize(
    "drawn",
    ["", "x", "data:image/png;base64,!!", canvas_png()[:60], canvas_png(ink=False), "data:image/png;base64,aGk="],
)
def test_what_is_no_signature_is_refused_at_the_pad(client, lin, mediated_case, drawn):
    agreement = make_ready(mediated_case, lin)
    client.force_login(lin)
    where = url("sign_agreement", agreement.pk, f"party-{side(mediated_case, 'applicant').pk}")

    answer = client.post(where, {"signer": "self", "method": "hand", "drawn": drawn})

    assert answer.status_code == 422
    assert "签名" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_a_photo_of_a_signature_and_a_program_in_its_clothes(client, lin, mediated_case):
    agreement = make_ready(mediated_case, lin)
    client.force_login(lin)
    where = url("sign_agreement", agreement.pk, f"party-{side(mediated_case, 'applicant').pk}")

    trap = SimpleUploadedFile("签名.png", b"MZ\x90\x00" + b"\0" * 50)
    refused = client.post(where, {"signer": "self", "method": "scan", "image": trap})
    photo = SimpleUploadedFile("签名.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50)
    taken = client.post(where, {"signer": "self", "method": "scan", "image": photo})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "程序文件" in refused.content.decode()


def test_who_reads_one_text_does_not_sign_another(client, lin, mediated_case):
    agreement = make_ready(mediated_case, lin)
    client.force_login(lin)
    where = url("sign_agreement", agreement.pk, "committee")

    answer = client.post(where, {"signer": "self", "method": "paper", "digest": "0" * 64})

    assert answer.status_code == 412
    assert "请重新阅读" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_the_page_says_who_is_missing_and_shows_the_text_unchanged(client, lin, mediated_case):
    agreement = make_ready(mediated_case, lin)
    sign(agreement, lin, f"party-{side(mediated_case, 'applicant').pk}")
    client.force_login(lin)

    page = client.get(agreement.get_absolute_url()).content.decode()

    assert "与签署时一致" in page
    assert "请马俊签名" in page
    assert "作废签名，另起一稿" in page
    assert url("sign_agreement", agreement.pk, "committee") in page


def test_the_page_of_the_case_shows_the_agreement_to_readers_of_the_file_alone(client, lin, staff, mediated_case):
    agreement = in_force(mediated_case, lin)
    seen = []
    for who in (lin, staff):
        client.force_login(who)
        seen.append(client.get(mediated_case.get_absolute_url()).content.decode())

    assert agreement.get_absolute_url() in seen[0]
    assert "玖仟捌佰元整" in seen[0]
    assert "玖仟捌佰元整" not in seen[1]


def test_who_does_not_read_the_file_finds_no_agreement(client, sun, staff, justice, lin, mediated_case):
    agreement = make_draft(mediated_case, lin)
    found = {}
    for who in (sun, staff, justice):
        client.force_login(who)
        found[who.username] = [
            client.get(agreement.get_absolute_url()).status_code,
            client.get(url("sign_agreement", agreement.pk, "committee")).status_code,
            client.post(url("void_agreement", agreement.pk), {"reason": "x"}).status_code,
        ]

    assert found == {"sun": [404] * 3, "staff": [404] * 3, "justice": [200, 403, 403]}


def test_an_oral_agreement_is_recorded_on_three_pages(client, lin, mediated_case):
    client.force_login(lin)
    client.post(url("draft_oral_agreement", mediated_case.pk), {"facts": "押金"})
    agreement = Agreement.objects.get()
    client.post(url("add_obligation", agreement.pk), payment(mediated_case, timing="on_the_spot", due_on=""))
    tick_all(agreement, lin)
    refused = client.post(url("agree_orally", agreement.pk), {})
    client.post(url("agree_orally", agreement.pk), {"needless": "on"})

    case = Case.objects.get()
    assert refused.status_code == 422
    assert (case.procedure, case.performance, case.confirmation) == ("agreed", "done", "na")
    assert "先转为书面协议" in client.get(case.get_absolute_url()).content.decode()


def test_the_sheet_leaves_lines_for_those_who_sign_on_paper(client, lin, mediated_case):
    agreement = make_ready(mediated_case, lin)
    sign(agreement, lin, f"party-{side(mediated_case, 'applicant').pk}")
    client.force_login(lin)

    page = client.get(url("agreement_sheet", agreement.pk)).content.decode()

    assert "人民调解协议书" in page
    assert page.count("　　　年　　月　　日") == 4  # the respondent, host, recorder, seal


def test_the_work_home_names_what_is_still_to_be_signed_to_those_of_the_case(client, lin, zhao, mediated_case):
    make_ready(mediated_case, lin)
    client.force_login(lin)

    assert "起草和签署中的协议" in client.get("/").content.decode()


def test_an_obligation_is_taken_out_of_a_draft_and_stays_in_a_signed_text(client, lin, mediated_case):
    agreement = make_draft(mediated_case, lin)
    one = pay(agreement, lin)
    client.force_login(lin)
    client.post(url("remove_obligation", one.pk), {"version": "1"})
    assert Obligation.objects.count() == 1  # stale: the draft changed since

    client.post(url("remove_obligation", one.pk), {"version": "2"})

    assert Obligation.objects.count() == 0


def test_the_page_asks_as_often_with_one_obligation_as_with_three(client, lin, mediated_case):
    agreement = make_draft(mediated_case, lin)
    pay(agreement, lin)
    client.force_login(lin)
    asked = _queries(client, agreement)
    for _ in range(2):
        pay(agreement, lin)

    assert _queries(client, agreement) == asked


def _bytes_of(answer):
    return b"".join(answer.streaming_content)


def _queries(client, agreement):
    client.get(agreement.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(agreement.get_absolute_url())
    return len(asked)
