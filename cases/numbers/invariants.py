"""Numbers run from 1 without a gap in each series, and each case bears the number that was given to it.

Those of an old register are as complete as its paper is: what the portal gives goes on after the last of them.
"""

from cases.docket.invariants import of_case
from governance.invariants.registry import Finding, invariant

SERIES = """
SELECT s.id, s.kind, s.year, s.last, m.area_id, count(n.id), coalesce(min(n.n), 0), coalesce(max(n.n), 0), paper.last
FROM cases_numberseries s
JOIN cases_mediationcommittee m ON m.id = s.committee_id
CROSS JOIN LATERAL (
    SELECT coalesce(max(i.n), 0) AS last FROM cases_issuednumber i JOIN cases_registerrow r ON r.case_id = i.case_id
    WHERE i.series_id = s.id) paper
LEFT JOIN cases_issuednumber n ON n.series_id = s.id AND n.n > paper.last
GROUP BY s.id, m.area_id, paper.last
HAVING count(n.id) <> s.last - paper.last OR coalesce(max(n.n), paper.last) <> s.last
    OR (s.last > paper.last AND min(n.n) <> paper.last + 1)
ORDER BY s.id
"""
MISSING = """
SELECT wanted FROM generate_series(%(paper)s + 1, (SELECT last FROM cases_numberseries WHERE id = %(series)s)) wanted
WHERE NOT EXISTS (SELECT FROM cases_issuednumber WHERE series_id = %(series)s AND n = wanted) ORDER BY wanted LIMIT 1
"""
BORNE = """
SELECT c.id, c.area_id FROM cases_case c
WHERE c.number <> '' AND NOT EXISTS (
    SELECT FROM cases_issuednumber n JOIN cases_numberseries s ON s.id = n.series_id
    WHERE n.case_id = c.id AND s.kind = 'mediation' AND n.text = c.number
      AND (n.voided_at IS NULL) = (c.voided_at IS NULL)
)
ORDER BY c.id
"""


HOLDS = "每个编号序列从 1 起（导入旧登记簿的，自其末号之后）连续，不缺号；案件所用案号就是编给它的案号"


@invariant("cases.numbers", "案号和文号", HOLDS)
def numbers(look):
    look.counts("SELECT count(*) FROM cases_issuednumber")
    for series, kind, year, last, area, given, least, most, paper in look.select(SERIES):
        gap = next((row[0] for row in look.select(MISSING, {"series": series, "paper": paper})), None)
        said = f"缺 {gap} 号" if gap else f"应止于 {last} 号，实有 {given} 个，自 {least} 至 {most} 号"
        yield Finding(f"编号序列 {series}（{year} 年 {kind}）：{said}", area)
    for case, area in look.select(BORNE):
        yield of_case(case, area, "案号不是编号序列编给它的号")
