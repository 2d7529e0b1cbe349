"""The trail is whole: the verifier of `manage.py verify_trail`, every night."""

from governance.audit.verifying import verify
from governance.invariants.registry import Finding, invariant


@invariant("audit.chain", "操作留痕", "封印链从头到尾相连，没有改动、删除或者倒签的留痕")
def chain(look):
    report = verify()
    look.count = report.links
    if report.fault:
        yield Finding(report.fault)
