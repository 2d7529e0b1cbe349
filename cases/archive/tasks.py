"""The job that binds a volume."""

from django.core.files.base import ContentFile
from django.utils import timezone

from cases.archive import actions, register
from cases.archive.files import ORAL_REGISTER
from cases.docket.models import Case
from governance.errors import NotPermitted
from governance.files.actions import store_file
from governance.jobs.registry import job


@job(actions.JOB)
def bind(running_job, progress):
    """One case, one volume; its result leads to the volume."""
    asked = running_job.payload
    case = Case.objects.get(pk=asked["case"])
    volume = actions.bind_volume(
        case, by=running_job.starter, filed_at=timezone.now(), statement=asked["statement"], progress=progress
    )
    figures = [
        ["文书和材料", f"{len(volume.catalogue)} 件"],
        ["页数", volume.pages],
        ["未能装订", len(volume.problems)],
    ]
    return {"figures": figures, "file": volume.pdf_id, "url": volume.case.get_absolute_url() + "#archive"}


@job(register.JOB)
def print_register(running_job, progress):
    """One register of a committee as a file of its starter's, who may still read the files of the place."""
    asked, by = running_job.payload, running_job.starter
    if not by.holds("case.read", asked["area"]):
        raise NotPermitted("您目前没有查阅这里案卷的任职。")
    content = register.printed_register(asked["area"], asked["register"], progress=progress)
    upload = ContentFile(content, name=f"{asked['register']}.pdf")
    places = (asked["area"],)
    file = store_file(upload, by=by, area=asked["area"], purpose=ORAL_REGISTER.code, verb="case.read", places=places)
    return {"file": file.pk, "figures": [["件数", progress.total - 1]]}
