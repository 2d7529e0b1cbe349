"""The database of `make run`, made ready in one Django process: migrations, places, demo data, the sign-in table."""

import io
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from stack.say import step


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    with step("装载门户程序"):
        django.setup()
    with step("更新数据库结构"):
        call_command("migrate", interactive=False, verbosity=0)


def write_sign_ins(path: Path) -> None:
    table = io.StringIO()
    call_command("demo", table=True, stdout=table)
    path.write_text(table.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    prepare()
    sys.exit(0)
