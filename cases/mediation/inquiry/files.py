"""Files of the inquiry: papers, photos and scans that whoever reads the file of the case may fetch."""

from governance.files.actions import store_file
from governance.files.models import StoredFile
from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import DOCX, JPEG, PDF, PNG

TYPES = frozenset({PDF, PNG, JPEG, DOCX})

EVIDENCE = declare(
    Purpose("case_evidence", "证据材料", limit=20 * MB, types=TYPES, subject="cases.Evidence", sensitive=True)
)
RECORD = declare(
    Purpose(
        "case_record", "调解记录扫描件", limit=20 * MB, types=TYPES, subject="cases.MediationSession", sensitive=True
    )
)


def store_record(upload, session, *, by) -> StoredFile:
    """The scan of a signed record. Raises Invalid (field "upload")."""
    return _store(upload, session, by=by, purpose=RECORD)


def store_evidence(upload, evidence, *, by) -> StoredFile:
    """One file that shows an item of evidence. Raises Invalid (field "upload")."""
    return _store(upload, evidence, by=by, purpose=EVIDENCE)


def _store(upload, subject, *, by, purpose):
    area = subject.case.area_id
    return store_file(upload, by=by, area=area, purpose=purpose.code, subject=subject, field="upload")
