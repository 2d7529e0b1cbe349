"""Jobs around lists of places."""

from governance.areas.loads import actions
from governance.areas.loads.models import AreaLoad
from governance.jobs.registry import job


@job("areas.compare")
def compare(job, progress):
    load = AreaLoad.objects.select_related("file").get(pk=job.payload["load"])
    with load.file.open() as file:
        content = file.read()
    load = actions.compare_places(load, content, by=job.starter, report=_reporter(progress))
    for line, why in load.problems:
        progress.problem(line, load.file_name, why)
    return {"url": load.get_absolute_url(), "figures": _figures(load)}


@job("areas.apply")
def apply(job, progress):
    load = AreaLoad.objects.get(pk=job.payload["load"])
    load = actions.apply_places(load, by=job.starter, report=_reporter(progress))
    return {"url": load.get_absolute_url(), "figures": _figures(load)}


def _reporter(progress):
    def report(what, done, total):
        progress.expect(total)
        progress.done = done
        progress.check()

    return report


def _figures(load):
    if load.state == AreaLoad.State.FAILED:
        return [["文件问题", len(load.problems)]]
    return [["文件中的区域", load.counts["rows"]], ["差异", load.difference_count]]
