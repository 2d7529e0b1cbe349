"""The job that destroys the volumes of an approved list, one after another."""

from cases.archive.disposal import actions
from cases.archive.disposal.models import Destruction
from governance.jobs.registry import job


@job(actions.JOB, resumable=True)
def destroy(running_job, progress):
    """Each volume in its own transaction: what is gone stays gone, and the next run goes on behind it."""
    destruction = Destruction.objects.get(pk=running_job.payload["destruction"])
    items = list(destruction.items.select_related("volume__case", "destruction").order_by("id"))
    progress.expect(len(items))
    after = (running_job.position or {}).get("item", 0)
    for place, item in enumerate(items, 1):
        if item.pk <= after:
            continue
        with progress.step(position={"item": item.pk}):
            outcome = actions.destroy_item(item, by=running_job.starter)
            if not item.destroyed_at:
                progress.problem(place, item.volume.number, outcome)
            progress.done += 1
    destruction = actions.certify(destruction, by=running_job.starter)
    destroyed = sum(one.destroyed_at is not None for one in items)
    figures = [["清册上的案卷", len(items)], ["已销毁", destroyed], ["未销毁", len(items) - destroyed]]
    return {"figures": figures, "file": destruction.certificate_id, "url": destruction.get_absolute_url()}
