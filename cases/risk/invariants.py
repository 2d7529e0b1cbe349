"""A case is as dangerous as its current assessment says, and before any it is not."""

from cases.docket.invariants import of_case
from governance.invariants.registry import invariant

UNLIKE = """
SELECT c.id, c.area_id FROM cases_case c
LEFT JOIN cases_riskassessment r ON r.case_id = c.id AND r.is_current
WHERE c.archive <> 'destroyed' AND c.risk_level <> coalesce(r.level, 0) ORDER BY c.id
"""


@invariant("cases.risk", "案件风险等级", "案件的风险等级就是现行风险评估的等级；没有评估的为无风险")
def risk(look):
    look.counts("SELECT count(*) FROM cases_case")
    for case, area in look.select(UNLIKE):
        yield of_case(case, area, "风险等级与现行评估不符")
