"""The files of a bound volume: who reads the book reads its file, and each reading goes into the trail."""

from datetime import timedelta

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
SUB_VOLUME = declare(
    Purpose(
        "sub_volume",
        "案卷分册、副卷",
        limit=500 * MB,
        types=frozenset({PDF}),
        verb="case.read",
        subject="cases.SubVolume",
        sensitive=True,
    )
)
ORAL_REGISTER = declare(
    Purpose(
        "oral_register",
        "口头协议登记册",
        limit=500 * MB,
        types=frozenset({PDF}),
        private=True,
        sensitive=True,
        keep_for=timedelta(days=7),
    )
)
