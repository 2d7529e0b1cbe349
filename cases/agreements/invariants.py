"""Sums are sums, and an agreement took effect on the day of its last required signature, under its own text."""

from cases.agreements.models import IN_EFFECT, Agreement
from cases.agreements.signing.models import SignerRole
from cases.agreements.wording import digest_of
from cases.docket.codes import Result
from cases.docket.invariants import of_case
from governance.invariants.registry import CHUNK, invariant

PARTS = """
SELECT o.id, c.id, c.area_id FROM cases_obligation o
JOIN cases_agreement a ON a.id = o.agreement_id JOIN cases_case c ON c.id = a.case_id
JOIN (SELECT obligation_id, sum(amount) AS summed, max(due_on) AS last, count(*) AS given, max(seq) AS counted
      FROM cases_instalment GROUP BY obligation_id) parts ON parts.obligation_id = o.id
WHERE a.state NOT IN ('draft', 'void')
  AND (parts.summed IS DISTINCT FROM o.amount OR parts.last IS DISTINCT FROM o.due_on OR parts.given <> parts.counted)
ORDER BY o.id
"""
TOTALS = """
SELECT a.id, c.id, c.area_id, a.stated_total IS NOT NULL AND a.stated_total <> paid.summed
FROM cases_agreement a JOIN cases_case c ON c.id = a.case_id
CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS summed FROM cases_obligation WHERE agreement_id = a.id) paid
WHERE a.state IN ('effective', 'replaced')
  AND (a.stated_total <> paid.summed
       OR a.state = 'effective' AND c.result = %(success)s AND c.agreed_amount IS DISTINCT FROM nullif(paid.summed, 0))
ORDER BY a.id
"""


@invariant("cases.sums", "协议金额", "各期合计等于该项金额，末期等于其期限；各项合计等于约定总额和案件的协议金额")
def sums(look):
    look.counts("SELECT count(*) FROM cases_obligation")
    for obligation, case, area in look.select(PARTS):
        yield of_case(case, area, f"义务 {obligation} 的分期与其金额或者期限不符")
    for agreement, case, area, is_stated in look.select(TOTALS, {"success": Result.SUCCESS}):
        what = "约定总额" if is_stated else "案件的协议金额"
        yield of_case(case, area, f"协议 {agreement} 各项合计与{what}不符")


REQUIRED = (SignerRole.PARTY, SignerRole.PARTY_SEAL, SignerRole.HOST, SignerRole.COMMITTEE)
EFFECT = """
SELECT a.id, c.id, c.area_id FROM cases_agreement a JOIN cases_case c ON c.id = a.case_id
LEFT JOIN LATERAL (SELECT max(s.signed_at) AS last FROM cases_signature s
                   WHERE s.agreement_id = a.id AND s.voided_at IS NULL AND s.role = ANY(%(required)s)) signed ON true
WHERE a.state IN ('effective', 'replaced') AND (
    a.effective_on <> (a.agreed_at AT TIME ZONE 'Asia/Shanghai')::date
    OR a.form = 'written' AND signed.last IS DISTINCT FROM a.agreed_at)
ORDER BY a.id
"""
UNDER_ANOTHER = """
SELECT s.id, c.id, c.area_id FROM cases_signature s
JOIN cases_agreement a ON a.id = s.agreement_id JOIN cases_case c ON c.id = a.case_id
WHERE s.voided_at IS NULL AND s.text_digest <> a.text_digest ORDER BY s.id
"""


@invariant(
    "cases.signatures", "签名与生效日期", "书面协议自最后一个必要签名、印章之日生效；各签名所签都是协议现在的文本"
)
def signatures(look):
    for agreement, case, area in look.select(EFFECT, {"required": list(REQUIRED)}):
        yield of_case(case, area, f"协议 {agreement} 的生效日期与最后一个必要签名不符")
    for signature, case, area in look.select(UNDER_ANOTHER):
        yield of_case(case, area, f"签名 {signature} 所签文本不是协议现在的文本")
    rows = Agreement.objects.filter(state__in=IN_EFFECT).order_by("pk")
    kept = rows.values_list("pk", "case_id", "case__area_id", "text", "text_digest")
    for agreement, case, area, text, digest in look.over(kept.iterator(chunk_size=CHUNK)):
        if digest_of(text) != digest:
            yield of_case(case, area, f"协议 {agreement} 的文本与其摘要不符")
