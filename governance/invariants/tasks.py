"""The nightly run, and the job that carries out the checks one after the other."""

from celery import shared_task
from django.utils import timezone

from governance.invariants import actions
from governance.invariants.looking import look_at
from governance.invariants.models import VerificationRun
from governance.invariants.registry import all_invariants
from governance.jobs.registry import job


@job(actions.VERIFY, resumable=True)
def verify(job, progress):
    """Every check in turn; each over a snapshot of its own, what it found kept before the next begins."""
    run = VerificationRun.objects.get(pk=job.payload["run"])
    invariants, done = all_invariants(), list(job.position or [])
    progress.expect(len(invariants))
    for each in invariants:
        if each.code in done:
            continue
        outcome = look_at(each)
        done.append(each.code)
        with progress.step(position=done):
            actions.keep(run, outcome)
            progress.done += 1
    run = actions.finish_run(run)
    figures = [["核对项", f"{len(done)} 项"], ["发现问题", f"{run.fault_count:,} 处"]]
    return {"figures": figures, "url": run.get_absolute_url()}


@shared_task
def nightly():
    """Every half hour: begin the run of the day once it is due, and forget old ones."""
    now = timezone.now()
    actions.start_nightly(now)
    actions.forget_old(now)
