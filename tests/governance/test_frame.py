"""The frame: layout, navigation, place switcher, work home, search."""

import pytest
from django.urls import reverse

from tests.factories import CANGCHANG, YINGYUAN, make_posting


@pytest.fixture
def as_lin(client, lin):
    client.force_login(lin)
    return client


def test_the_work_home_says_that_nothing_waits(as_lin):
    page = as_lin.get("/").content.decode()

    assert "林晓，您好" in page
    assert "没有等您办理的事项" in page


def test_the_place_switcher_offers_own_postings_only_and_is_remembered(as_lin, lin):
    make_posting(lin, "mediator", CANGCHANG)

    refused = as_lin.post(reverse("pages:switch_place"), {"place": "310104000000"})
    as_lin.post(reverse("pages:switch_place"), {"place": CANGCHANG, "next": "/search/"})

    assert refused.status_code == 302
    assert as_lin.get("/").wsgi_request.place.code == CANGCHANG


def test_a_place_whose_posting_ended_is_no_longer_chosen(as_lin, lin):
    posting = make_posting(lin, "mediator", CANGCHANG)
    as_lin.post(reverse("pages:switch_place"), {"place": CANGCHANG})

    posting.delete()

    assert as_lin.get("/").wsgi_request.place.code == YINGYUAN


def test_the_switcher_never_leads_to_another_site(as_lin):
    answer = as_lin.post(reverse("pages:switch_place"), {"place": YINGYUAN, "next": "https://elsewhere.example/"})

    assert answer.url == "/"
