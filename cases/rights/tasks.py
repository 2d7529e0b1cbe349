"""The job that makes a person's own data into one file."""

from cases.rights import actions
from governance.jobs.registry import job
from governance.persons.models import Person


@job(actions.JOB)
def export_own(running_job, progress):
    person = Person.objects.get(pk=running_job.payload["person"])
    file = actions.export_own(person, by=running_job.starter, progress=progress)
    return {"file": file.pk, "figures": [["条数", progress.done]]}
