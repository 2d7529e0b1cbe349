"""The database of `make run`, made ready in one Django process: migrations, places, demo data, the sign-in table."""

import hashlib
import io
import os
import sys

from stack.disk import ROOT, DataDir, write_private
from stack.say import step

STAMP = "prepared.sha256"
SIGN_INS, FILLED = "sign-ins.txt", "demo-filled"
DECIDING = ["governance/migrations/*.py", "governance/**/demo.py", "governance/management/commands/*.py"]
DECIDING += ["cases/migrations/*.py", "cases/demo/*.py"]
DECIDING += ["data/*.xz", "stack/prepare.py", "requirements.txt"]


def is_prepared(data: DataDir) -> bool:
    """Whether nothing that decides the first data has changed since they were made."""
    stamp = data.path / STAMP
    return stamp.exists() and stamp.read_text() == digest()


def digest() -> str:
    found = hashlib.sha256()
    for path in sorted(path for pattern in DECIDING for path in ROOT.glob(pattern)):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()


def prepare(data: DataDir) -> None:
    import django
    from django.apps import apps
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    done = digest()
    with step("装载门户程序"):
        django.setup()
    with step("更新数据库结构"):
        call_command("migrate", interactive=False, verbosity=0)
    if not apps.get_model("governance", "Area").objects.filter(level__gt=0).exists():  # later lists: compared on a page
        with step("载入全国区划（约一分钟）"):
            call_command("load_places")
    table = io.StringIO()
    with step("建立演示数据"):
        call_command("demo", stdout=io.StringIO())
        call_command("demo", table=True, stdout=table)
    write_private(data.path / SIGN_INS, table.getvalue())
    write_private(data.path / STAMP, done)


def fill(data: DataDir) -> None:
    """Demo cases beyond the first, beside the running portal; begins where an earlier run was stopped."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    call_command("demo", rest=True, stdout=io.StringIO())
    write_private(data.path / FILLED, "")


if __name__ == "__main__":
    (fill if sys.argv[1:] == ["rest"] else prepare)(DataDir.for_running())
    sys.exit(0)
