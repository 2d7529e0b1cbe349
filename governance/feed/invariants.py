"""Each followed row stands in the feed for each place it is seen from, or waits for its number."""

from governance.feed.registry import all_kinds
from governance.invariants.registry import Finding, invariant

MISSING = """
SELECT subject, area_id, e.subject IS NULL FROM ({places}) AS s
FULL JOIN (SELECT subject, area_id FROM governance_feedentry WHERE kind = %(kind)s AND NOT is_gone) AS e
    USING (subject, area_id)
WHERE (s.subject IS NULL OR e.subject IS NULL)
  AND NOT EXISTS (SELECT FROM governance_feedtouch t WHERE (t.kind, t.subject) = (%(kind)s, subject))
ORDER BY subject
"""


@invariant("feed.complete", "变更接口", "每条记录都按其所在区域列入变更，已不在的不列入")
def complete(look):
    look.counts("SELECT count(*) FROM governance_feedentry")
    for kind in all_kinds().values():
        for subject, area, is_missing in look.select(MISSING.format(places=kind.places), {"kind": kind.code}):
            said = "没有列入变更" if is_missing else "已不在该区域而仍列入变更"
            yield Finding(f"{kind.label} {subject}：{said}", area)
