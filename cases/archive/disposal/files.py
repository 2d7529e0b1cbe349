"""The certificate of a destruction: who sees the list reads it."""

from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import PDF

CERTIFICATE = declare(
    Purpose(
        "destruction", "案卷销毁证明", limit=20 * MB, types=frozenset({PDF}), verb="archive.destroy",
        subject="cases.Destruction",
    )
)  # fmt: skip
