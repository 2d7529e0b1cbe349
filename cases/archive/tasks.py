"""The job that binds a volume."""

from django.utils import timezone

from cases.archive import actions
from cases.docket.models import Case
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
