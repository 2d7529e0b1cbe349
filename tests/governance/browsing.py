"""What a page said, and how many questions to the database it took."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags


def text(answer):
    return answer.content.decode()


def queries(browser, url):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def rows_of(browser, name, query=None):
    """The rows on a list's first page."""
    return browser.get(reverse(name), query or {}).context["listing"].rows


def cells(answer, label):
    """What the rows of a list say in a column, without their marks."""
    found = re.findall(rf'<td data-label="{label}"[^>]*>(.*?)</td>', text(answer), re.S)
    return [strip_tags(cell).strip() for cell in found]
