"""What a page said, and how many questions to the database it took."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def text(answer):
    return answer.content.decode()


def queries(browser, url):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)
