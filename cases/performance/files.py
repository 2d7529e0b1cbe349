"""Proof of performance: slips, receipts, photos, statements; who reads the file of the case reads them."""

from governance.errors import Invalid
from governance.files.actions import store_file
from governance.files.models import StoredFile
from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import JPEG, PDF, PNG

MOST_FILES = 10  # of one record
PROOF = declare(
    Purpose(
        "performance_proof",
        "履行凭证",
        limit=20 * MB,
        types=frozenset({PDF, PNG, JPEG}),
        subject="cases.PerformanceRecord",
        sensitive=True,
    )
)


def store_proof(uploads, record, *, by) -> list[StoredFile]:
    """Raises Invalid (field "uploads") for a file that is not taken."""
    if len(uploads) > MOST_FILES:
        raise Invalid(f"一次最多 {MOST_FILES} 个文件。", field="uploads")
    return [_store(upload, record, by=by) for upload in uploads]


def _store(upload, record, *, by):
    try:
        return store_file(upload, by=by, area=record.area_id, purpose=PROOF.code, subject=record)
    except Invalid as refusal:
        raise Invalid(f"“{upload.name[:60]}”：{refusal.message}", field="uploads") from refusal
