"""Pictures of signatures, finger-prints and seals, and scans of signed pages: who sees the agreement sees them."""

from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import JPEG, PDF, PNG

SIGNATURE = declare(
    Purpose(
        "signature",
        "协议签名",
        limit=20 * MB,
        types=frozenset({PNG, JPEG, PDF}),
        verb="case.read",
        subject="cases.Agreement",
    )
)
