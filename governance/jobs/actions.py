"""Starting and stopping jobs."""

from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState
from governance.jobs import running
from governance.jobs.models import Job, JobState
from governance.jobs.registry import find


@transaction.atomic
def start_job(kind: str, *, by, area: str, title: str, payload: dict | None = None) -> Job:
    """Write the job, and queue it when the transaction commits. `area` is the code of the place it works on.

    `by` is an account, an API client, or None for the portal itself. The broker may be down: the row stands,
    and the sweep queues it later. Raises LookupError for a kind that is not declared.
    """
    find(kind)
    holder = "client" if by is not None and by._meta.model_name == "apiclient" else "account"
    job = Job.objects.create(kind=kind, title=title[:200], area_id=area, payload=payload or {}, **{holder: by})
    record("job.started", job, by=by, kind=kind, title=title)
    transaction.on_commit(partial(running.send, job.pk))
    return job


@transaction.atomic
def cancel_job(job: Job, *, by) -> Job:
    """A waiting job ends at once; a running one stops at its next sign of life, undone as far as it is atomic."""
    job = Job.objects.select_for_update(of=("self",)).select_related("account", "client").get(pk=job.pk)
    if job.starter != by:
        raise NotPermitted("只有发起人可以取消任务。")
    if job.is_finished:
        raise WrongState("任务已经结束，不能取消。")
    job.cancel_requested = True
    if job.state == JobState.QUEUED:
        job.state, job.message = JobState.CANCELLED, "已按要求取消。"
        job.finished_at = Now()
    job.save(update_fields=["cancel_requested", "state", "message", "finished_at"])
    record("job.cancelled" if job.state == JobState.CANCELLED else "job.cancel_requested", job, by=by, kind=job.kind)
    job.refresh_from_db()
    return job
