"""A person's rights in what is kept of them: a copy of their own data, and its erasure when nothing needs it.

个人信息保护法 第四十五条至第四十七条. Correction is the act of the register of persons (`change_person`).
"""

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from cases.rights.gathering import HEAD, own_lines, why_kept
from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState
from governance.files.actions import store_file
from governance.files.models import StoredFile
from governance.identifiers.typed import free_text
from governance.jobs.actions import start_job
from governance.jobs.models import Job
from governance.jobs.spreadsheets import write_xlsx
from governance.persons.actions import erase_registration
from governance.persons.models import Person

JOB = "rights.export"
ERASES = "archive.destroy"


@transaction.atomic
def start_own_export(person: Person, *, by, identity: str) -> Job:
    """Make a person's own data into one file, at their request; `identity` says how they were identified."""
    _require_registers(person, by)
    identity = free_text(identity, field="identity", longest=200, required=True)
    record("person.data_asked", person, by=by, area=person.area_id, identity=identity)
    title = f"导出本人数据 {person.name}"
    return start_job(JOB, by=by, area=person.area_id, title=title, payload={"person": person.pk})


@transaction.atomic
def export_own(person: Person, *, by, progress) -> StoredFile:
    """The file: part of the job, in the scope that its starter holds when it runs."""
    _require_registers(person, by)
    lines = list(own_lines(person, by))
    progress.expect(len(lines))
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder, f"本人数据-{person.pk}.xlsx")
        write_xlsx(str(path), HEAD, lines)
        with open(path, "rb") as content:
            upload = File(content, name=path.name)
            upload.size = os.path.getsize(path)
            file = store_file(upload, by=by, area=person.area_id, purpose="export", verb="person.register")
    progress.advance(len(lines))
    record("person.data_exported", person, by=by, area=person.area_id, lines=len(lines), digest=file.digest)
    return file


@transaction.atomic
def erase_person(person: Person, *, by, reason: str, version: int | None = None) -> Person:
    """Erase what is registered of a person whom no case names any more (个人信息保护法 第四十七条).

    Raises NotPermitted, WrongState saying what still keeps them.
    """
    person = Person.objects.locked(person.pk)
    if not by.holds(ERASES, person.area_id):
        raise NotPermitted("须由区司法局删除个人信息。")
    reason = free_text(reason, field="reason", longest=300, required=True)
    if kept := why_kept(person):
        raise WrongState(kept)
    return erase_registration(person, by=by, reason=reason, version=version)


def _require_registers(person, by):
    if not by.holds("person.register", person.area_id):
        raise NotPermitted("您没有办理此人本人数据的权限。")
