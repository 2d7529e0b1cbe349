"""The file of a bound volume: who reads the file of the case reads it, and each reading goes into the trail."""

from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import PDF

VOLUME = declare(
    Purpose(
        "volume",
        "案卷",
        limit=500 * MB,
        types=frozenset({PDF}),
        verb="case.read",
        subject="cases.Volume",
        sensitive=True,
    )
)
