"""Whether a picture can be shown in a document."""

import io

MOST = 20 * 1024 * 1024  # bytes
MOST_SIDE = 12_000  # pixels


def is_picture(content: bytes) -> bool:
    """PNG or JPEG, whole, of a size that a document can hold; neither Word nor the printing would stumble over it."""
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or len(content) > MOST:
        return False
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    from cases.documents.pdf import shows  # like docx, needed by few processes

    try:
        header = Image.from_file(io.BytesIO(content))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, KeyError):
        return False
    sizes = header.px_width, header.px_height
    return all(0 < size <= MOST_SIDE for size in sizes) and shows(content)
