"""The shares of a claim make the whole of it, and a dispute has one standing claim, however many cases it came to."""

from cases.docket.invariants import of_case
from cases.subsidies.models import STANDING
from governance.invariants.registry import invariant

SHARES = """
SELECT s.id, c.id, c.area_id FROM cases_subsidyclaim s JOIN cases_case c ON c.id = s.case_id
CROSS JOIN LATERAL (SELECT coalesce(sum(percent), 0) AS percent, coalesce(sum(amount), 0) AS amount
                    FROM cases_subsidyshare WHERE claim_id = s.id) shared
WHERE shared.percent <> 100 OR shared.amount <> s.base_amount ORDER BY s.id
"""
# every case that a claim stands for, with the first case of its dispute: up the links to the earlier ones
DISPUTES = """
WITH RECURSIVE up (claim, case_id, earlier_id) AS (
    SELECT s.id, c.id, c.earlier_id FROM cases_subsidyclaim s JOIN cases_case c ON c.id = s.case_id
    WHERE s.state = ANY(%(standing)s)
    UNION SELECT up.claim, c.id, c.earlier_id FROM up JOIN cases_case c ON c.id = up.earlier_id
), counted AS (SELECT claim, case_id, count(*) OVER (PARTITION BY case_id) AS claims FROM up WHERE earlier_id IS NULL)
SELECT counted.claim, c.id, c.area_id FROM counted
JOIN cases_subsidyclaim s ON s.id = counted.claim JOIN cases_case c ON c.id = s.case_id
WHERE counted.claims > 1 ORDER BY counted.claim
"""


@invariant("cases.subsidies", "补贴申报", "各人份额合计 100%、金额合计等于补贴金额；同一纠纷只有一份有效申报")
def subsidies(look):
    look.counts("SELECT count(*) FROM cases_subsidyclaim")
    for claim, case, area in look.select(SHARES):
        yield of_case(case, area, f"补贴申报 {claim} 的份额合计不是 100% 或者金额合计不是补贴金额")
    for claim, case, area in look.select(DISPUTES, {"standing": list(STANDING)}):
        yield of_case(case, area, f"补贴申报 {claim} 与同一纠纷的另一份有效申报重复")
