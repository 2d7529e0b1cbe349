"""Making an official form on a phone: one tap, and both files are there."""

from django.core.files.storage import default_storage

from tests.browser.conftest import PHONE, grave_faults, overflow
from tests.cases.factories import make_committee, make_mediated


def test_a_form_is_made_by_one_tap_on_a_phone(page, live_server, sign_in, lin, zhao, complaints):
    case = make_mediated(lin, zhao, make_committee())
    sign_in(lin)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/cases/{case.pk}/documents/")

    page.get_by_role("button", name="制作当事人权利义务告知书").click()
    page.get_by_text("已制作：人民调解当事人权利义务告知书").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()

    document = case.documents.get()
    assert download.value.suggested_filename == f"{case.number}人民调解当事人权利义务告知书.pdf"
    assert default_storage.exists(document.pdf.path)
    assert page.get_by_role("button", name="重新制作当事人权利义务告知书").is_visible()
    assert (overflow(page), grave_faults(page), complaints) == ([], [], [])
