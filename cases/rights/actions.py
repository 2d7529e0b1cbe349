"""A person's rights in what is kept of them: a copy of their own data, and its erasure when nothing needs it.

个人信息保护法 第四十五条至第四十七条. Correction is the act of the register of persons (`change_person`).
"""

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from cases.archive.disposal.reaching import own_copies
from cases.rights.gathering import HEAD, lines_of_organisation, own_lines, why_kept
from governance.audit.actions import erase_texts
from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState
from governance.files.actions import expire_file, store_file
from governance.files.models import StoredFile
from governance.identifiers.typed import free_text
from governance.jobs.actions import start_job
from governance.jobs.models import Job
from governance.jobs.spreadsheets import write_xlsx
from governance.organisations.models import Organisation
from governance.persons.actions import erase_registration
from governance.persons.models import Person

JOB = "rights.export"
ERASES = "archive.destroy"


@transaction.atomic
def start_own_export(holder: Person | Organisation, *, by, identity: str) -> Job:
    """Make a party's own data into one file, at their request; `identity` says how they were identified.

    The job names nobody: it outlives the data.
    """
    kind = require_registers(holder, by)
    identity = free_text(identity, field="identity", longest=200, required=True)
    record(f"{kind}.data_asked", holder, by=by, area=holder.area_id, identity=identity)
    title = "导出本人数据" if kind == "person" else "导出本单位数据"
    return start_job(JOB, by=by, area=holder.area_id, title=title, payload={kind: holder.pk})


@transaction.atomic
def export_own(holder: Person | Organisation, *, by, progress) -> StoredFile:
    """The file: part of the job, in the scope that its starter holds when it runs."""
    kind = require_registers(holder, by)
    lines = list(own_lines(holder, by) if isinstance(holder, Person) else lines_of_organisation(holder, by))
    progress.expect(len(lines))
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder, f"{'本人' if kind == 'person' else '本单位'}数据-{holder.pk}.xlsx")
        write_xlsx(str(path), HEAD, lines)
        with open(path, "rb") as content:
            upload = File(content, name=path.name)
            upload.size = os.path.getsize(path)
            file = store_file(upload, by=by, area=holder.area_id, purpose="export", verb=f"{kind}.register")
    progress.advance(len(lines))
    record(f"{kind}.data_exported", holder, by=by, area=holder.area_id, lines=len(lines), digest=file.digest)
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
    _forget_copies(person, by=by, reason=reason)
    return erase_registration(person, by=by, reason=reason, version=version)


def require_registers(holder: Person | Organisation, by) -> str:
    """What the holder is in the names of verbs. Raises NotPermitted unless `by` registers such at their place."""
    kind = "person" if isinstance(holder, Person) else "organisation"
    if not by.holds(f"{kind}.register", holder.area_id):
        raise NotPermitted("您没有办理此人本人数据的权限。" if kind == "person" else "您没有办理本单位数据的权限。")
    return kind


def _forget_copies(person: Person, *, by, reason: str) -> None:
    """The copies of the own data that were made, and what their jobs say in the trail."""
    jobs = list(own_copies({person.pk}))
    for file in StoredFile.objects.kept().filter(pk__in=[one.result["file"] for one in jobs if one.result.get("file")]):
        expire_file(file, by=by)
    Job.objects.filter(pk__in=[one.pk for one in jobs]).update(title="导出本人数据", payload={}, result={})
    erase_texts({"job": [str(one.pk) for one in jobs]}, by=by, reason=reason)
