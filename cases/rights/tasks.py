"""The job that makes a person's own data into one file."""

from cases.rights import actions
from governance.jobs.registry import job
from governance.organisations.models import Organisation
from governance.persons.models import Person


@job(actions.JOB)
def export_own(running_job, progress):
    asked = running_job.payload
    known = Person.objects.filter(pk=asked.get("person")) or Organisation.objects.filter(pk=asked.get("organisation"))
    file = actions.export_own(known.get(), by=running_job.starter, progress=progress)
    return {"file": file.pk, "figures": [["条数", progress.done]]}
