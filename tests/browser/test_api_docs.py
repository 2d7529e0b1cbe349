"""The API's page in a real browser: it draws the document under the strict content policy."""

import pytest

from tests import factories
from tests.factories import JIADING, make_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_api_page_draws_every_resource_without_breaking_the_content_policy(
    sign_in, live_server, complaints, settings, width
):
    settings.DEMO = True
    factories.make_places()
    page = sign_in(make_account("officer", "district_officer", JIADING))
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{live_server.url}/api/v1/docs/")
    page.wait_for_selector(".opblock-summary-path")
    page.click("#operations-区域-areas_list .opblock-summary-control")
    page.click("#operations-区域-areas_list .try-out__btn")
    page.click("#operations-区域-areas_list .execute")
    page.wait_for_selector("#operations-区域-areas_list .live-responses-table .response-col_status")

    assert page.locator(".opblock-summary-path").count() >= 10
    answer = page.locator("#operations-区域-areas_list .live-responses-table .response .response-col_status").first
    assert "200" in answer.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
