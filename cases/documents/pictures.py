"""Whether a picture can be shown in a document."""

import io

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

from cases.documents.pdf import shows

MOST = 20 * 1024 * 1024  # bytes
MOST_SIDE = 12_000  # pixels
UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, KeyError)


def is_picture(content: bytes) -> bool:
    """PNG or JPEG, whole, of a size that a document can hold; neither Word nor the printing would stumble over it."""
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or len(content) > MOST:
        return False
    try:
        header = Image.from_file(io.BytesIO(content))
        if not (0 < header.px_width <= MOST_SIDE and 0 < header.px_height <= MOST_SIDE):
            return False
    except UNREADABLE:
        return False
    return shows(content)
