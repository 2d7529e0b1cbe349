"""The track of confirmation says what the court was asked about the agreement in force, and what it answered."""

from cases.docket.invariants import FROM_REGISTER, of_case
from governance.invariants.registry import invariant

UNLIKE = f"""
SELECT c.id, c.area_id FROM cases_case c
LEFT JOIN LATERAL (
    SELECT f.outcome, f.accepted_on, EXISTS (
        SELECT FROM cases_confirmationobjection o WHERE o.application_id = f.id AND o.result = 'upheld'
    ) AS is_overturned
    FROM cases_confirmationapplication f
    JOIN cases_agreement a ON a.id = f.agreement_id AND a.state = 'effective'
    WHERE f.case_id = c.id ORDER BY f.id DESC LIMIT 1
) asked ON true
WHERE c.archive <> 'destroyed' AND NOT {FROM_REGISTER} AND c.confirmation <> ALL(CASE
    WHEN asked.outcome IS NULL THEN ARRAY['na', 'eligible', 'expired']
    WHEN asked.outcome = '' AND asked.accepted_on IS NULL THEN ARRAY['applied']
    WHEN asked.outcome = '' THEN ARRAY['court_accepted']
    WHEN asked.is_overturned THEN ARRAY['dismissed']
    WHEN asked.outcome IN ('confirmed', 'dismissed') THEN ARRAY[asked.outcome]
    ELSE ARRAY[asked.outcome, 'expired', 'na'] END)
ORDER BY c.id
"""  # noqa: S608 - written above


@invariant("cases.confirmation", "司法确认状态", "司法确认状态与现行协议的最近一次申请及法院的答复相符")
def confirmation(look):
    look.counts("SELECT count(*) FROM cases_case")
    for case, area in look.select(UNLIKE):
        yield of_case(case, area, "司法确认状态与申请和法院的答复不符")
