"""Files of old registers: what is brought, and the sheet of wrong rows. Both name people and their numbers."""

from datetime import timedelta

from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import XLSX

KEPT = timedelta(days=30)
REGISTER = declare(
    Purpose(
        "register",
        "旧登记簿",
        limit=60 * MB,
        types=frozenset({XLSX}),
        verb="register.import",
        sensitive=True,
        keep_for=KEPT,
    )
)
ERRORS = declare(
    Purpose(
        "register_errors",
        "登记簿更正表",
        limit=200 * MB,
        types=frozenset({XLSX}),
        verb="register.import",
        sensitive=True,
        keep_for=KEPT,
    )
)
