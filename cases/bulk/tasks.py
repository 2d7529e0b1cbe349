"""The job that does a bulk act."""

from cases.bulk.doing import do_bulk
from cases.bulk.models import BulkAct
from governance.jobs.registry import job


@job("cases.bulk", resumable=True)
def bulk(running_job, progress):
    return do_bulk(BulkAct.objects.get(pk=running_job.payload["act"]), progress, by=running_job.starter)
