"""What a page said, and how many questions to the database it took."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def text(answer):
    return answer.content.decode()


def queries(browser, url):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def rows_of(browser, name, query=None):
    """The rows on a list's first page."""
    return browser.get(reverse(name), query or {}).context["listing"].rows
