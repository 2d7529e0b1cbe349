"""An agreement in a real browser on a phone: drafted, checked, signed by finger; and the network that goes."""

import struct
import zlib
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from cases.agreements.models import Agreement
from cases.agreements.signing.models import Signature
from cases.docket.models import Case
from tests.browser.conftest import PHONE, grave_faults, overflow
from tests.browser.pad import has_pad, write_name
from tests.cases.agreements import make_ready, side, soon
from tests.cases.factories import make_committee, make_mediated


@pytest.fixture
def case(lin, zhao):
    return make_mediated(lin, zhao, make_committee())


@pytest.fixture
def phone(page, live_server, sign_in, lin, complaints):
    """The phone of the host mediator."""
    sign_in(lin)
    page.set_viewport_size(PHONE)
    yield page
    assert [
        said for said in complaints if "status of 422" not in said and "ERR_INTERNET_DISCONNECTED" not in said
    ] == []


def test_an_agreement_is_drafted_checked_and_signed_on_a_phone(phone, live_server, case):
    phone.goto(live_server.url + case.get_absolute_url())
    phone.get_by_role("link", name="书面协议").click()
    phone.get_by_role("button", name="下一步：协议内容").click()
    phone.get_by_role("link", name="添加付款").click()
    phone.get_by_label("金额（元）").first.fill("3,300")
    phone.get_by_text("人民币叁仟叁佰元整（￥3,300.00）").wait_for()
    phone.get_by_label("款项名称").fill("物业费")
    phone.get_by_text("一次付清的不用填").click()
    phone.get_by_label("分几期").fill("2")
    phone.get_by_label("第一期的期限").fill(soon(20).isoformat())
    phone.get_by_role("button", name="平均分期").click()
    expect(phone.locator("[name=part_amount]").nth(1)).to_have_value("1650.00")
    assert overflow(phone) == []
    phone.get_by_role("button", name="保存").click()

    phone.get_by_text("分2期履行").first.wait_for()
    phone.get_by_role("link", name="合法性审查").click()
    phone.get_by_role("button", name="核对完毕").wait_for()
    for box in phone.get_by_role("checkbox").all():
        box.check()
    phone.get_by_role("button", name="核对完毕").click()
    phone.locator(".slot .btn-primary").first.wait_for()
    while phone.locator(".slot .btn-primary").count():
        phone.locator(".slot .btn-primary").click()
        if has_pad(phone):
            write_name(phone)
            assert overflow(phone) == []
        phone.locator(".submit-row .btn-primary").click()
        phone.get_by_role("heading", name="书面协议").wait_for()
        assert grave_faults(phone) == []
        assert overflow(phone) == []

    agreement = Agreement.objects.get()
    assert agreement.state == "effective"
    assert agreement.obligations.get().amount == Decimal("3300.00")
    assert Case.objects.get().procedure == "agreed"
    assert phone.evaluate("() => Object.keys(localStorage).length") == 0


def test_the_picture_of_a_signature_holds_its_ink_and_little_else(phone, live_server, case, lin):
    agreement = make_ready(case, lin)
    phone.goto(_pad_of(live_server, agreement, case))
    write_name(phone, ((40, 60, 240, 60),))
    phone.get_by_role("button", name="确认签署").click()
    phone.get_by_role("heading", name="书面协议").wait_for()

    file = Signature.objects.get().file
    with file.open() as picture:
        width, height, ink = _inked(picture.read())
    assert file.content_type == "image/png"
    assert 400 < width < 480
    assert height < 60
    assert 0.05 < ink < 0.7


def test_an_empty_pad_is_refused_and_a_stroke_can_be_taken_back(phone, live_server, case, lin):
    agreement = make_ready(case, lin)
    phone.goto(_pad_of(live_server, agreement, case))
    write_name(phone, ((40, 60, 240, 60),))
    phone.get_by_role("button", name="撤一笔").click()
    phone.get_by_role("button", name="确认签署").click()

    phone.get_by_text("请在签名栏内签名").first.wait_for()
    assert Signature.objects.count() == 0


def test_strokes_survive_a_network_that_goes(phone, live_server, case, lin):
    agreement = make_ready(case, lin)
    phone.goto(_pad_of(live_server, agreement, case))
    write_name(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="确认签署").click()
    phone.get_by_text("签名已保存在本机").wait_for()
    phone.context.set_offline(False)
    phone.reload()
    phone.get_by_text("已恢复上次没有提交的签名").wait_for()
    phone.get_by_role("button", name="确认签署").click()
    phone.get_by_role("heading", name="书面协议").wait_for()

    assert Signature.objects.get().name == "刘桂珍"


def _pad_of(live_server, agreement, case):
    return f"{live_server.url}{agreement.get_absolute_url()}sign/party-{side(case, 'applicant').pk}/"


def _inked(content):
    """Width, height, and the share of pixels that are not transparent; only the rows' first filters are undone."""
    width, height = struct.unpack(">II", content[16:24])
    place, data = 8, b""
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        if content[place + 4 : place + 8] == b"IDAT":
            data += content[place + 8 : place + 8 + length]
        place += 12 + length
    return width, height, _share(zlib.decompress(data), width, height)


def _share(raw, width, height):
    row, before, filled = 4 * width, bytearray(4 * width), 0
    for line in range(height):
        kind, values = raw[line * (row + 1)], bytearray(raw[line * (row + 1) + 1 : (line + 1) * (row + 1)])
        for index in range(row):
            left = values[index - 4] if index >= 4 else 0
            corner = before[index - 4] if index >= 4 else 0
            values[index] = (values[index] + _predicted(kind, left, before[index], corner)) % 256
        filled += sum(1 for alpha in values[3::4] if alpha)
        before = values
    return filled / (width * height)


def _predicted(kind, left, up, corner):
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))
