"""What is kept is what a count of the rows would say."""

from governance.invariants.registry import Finding, invariant
from governance.metrics.declaring import SOURCES
from governance.metrics.verifying import differences


@invariant("metrics.rollups", "统计汇总", "每项汇总都等于按原始记录重新计数的结果")
def rollups(look):
    for source in SOURCES.values():
        look.counts(f"SELECT count(*) FROM {source.table}")
        for what in differences(source):
            yield Finding(what)
