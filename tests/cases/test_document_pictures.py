"""Pictures in documents: whole ones are shown, broken ones never stop the printing."""

import pytest

from cases.documents.pictures import is_picture
from tests.cases.paper import SIGNATURE, picture


def test_a_whole_picture_can_be_shown():
    assert is_picture(SIGNATURE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        SIGNATURE[:60],
        SIGNATURE[: len(SIGNATURE) // 2],
        b"\xff\xd8\xff" + b"\0" * 100,
        picture(13_000, 1),
    ],
    ids=["nothing", "no picture", "only its head", "cut early", "cut short", "no JPEG", "too wide"],
)
def test_what_cannot_be_read_to_its_end_is_no_picture(content):
    assert not is_picture(content)
