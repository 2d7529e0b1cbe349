"""Files of documents: what was printed, and the scan of what was signed. Who sees the document reads them.

Full numbers of identity papers stand in them: each reading goes into the trail.
"""

from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import DOCX, JPEG, PDF, PNG

PRINTED = declare(
    Purpose(
        "document",
        "文书",
        limit=60 * MB,
        types=frozenset({PDF, DOCX}),
        verb="case.read",
        subject="cases.ProducedDocument",
        sensitive=True,
    )
)
SIGNED = declare(
    Purpose(
        "document.signed",
        "文书签署件",
        limit=30 * MB,
        types=frozenset({PDF, PNG, JPEG}),
        verb="case.read",
        subject="cases.ProducedDocument",
        sensitive=True,
    )
)
