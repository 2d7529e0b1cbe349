"""Papers of the court: notice of acceptance, ruling; who reads the file of the case reads them."""

from governance.errors import Invalid
from governance.files.actions import store_file
from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import JPEG, PDF, PNG

COURT_PAPER = declare(
    Purpose(
        "court_paper",
        "法院文书",
        limit=20 * MB,
        types=frozenset({PDF, PNG, JPEG}),
        subject="cases.ConfirmationApplication",
        sensitive=True,
    )
)


def store_court_paper(uploads, application, *, by) -> None:
    """Raises Invalid (field "uploads") for a file that is not taken."""
    for upload in uploads[:10]:
        try:
            store_file(upload, by=by, area=application.area_id, purpose=COURT_PAPER.code, subject=application)
        except Invalid as refusal:
            raise Invalid(f"“{upload.name[:60]}”：{refusal.message}", field="uploads") from refusal
