"""What stays of the cases that ended: agreements with their duties and signatures, and volumes."""

from bench.world.rows import Rows
from cases.agreements.models import Agreement, Obligation
from cases.agreements.signing.models import Signature
from cases.archive.models import Volume
from cases.performance.models import PerformanceRecord

AGREED = "bench_life life JOIN bench_story t ON t.id = life.story WHERE ending = 'agreed'"
LATER = "bench_life WHERE ending = 'agreed' AND is_later"
SIGNED = """
bench_life life JOIN bench_story t ON t.id = life.story JOIN bench_desk desk ON desk.committee_id = life.committee_id
JOIN bench_called a ON a.id = life.applicant_name JOIN bench_called r ON r.id = life.respondent_name
CROSS JOIN LATERAL (
    SELECT 'committee', 'committee', NULL, life.director_id, desk.name, interval '0'
    UNION ALL SELECT 'party-' || life.applicant_party, 'party', life.applicant_party, NULL, a.name,
        interval '30 minutes' WHERE is_recent
    UNION ALL SELECT 'party-' || life.respondent_party, 'party', life.respondent_party, NULL, r.name,
        interval '25 minutes' WHERE is_recent
    UNION ALL SELECT 'host-' || life.host_id, 'host', NULL, life.host_id,
        desk.names[array_position(desk.accounts, life.host_id)], interval '20 minutes' WHERE is_recent
) s(slot, role, party, account, name, earlier)
WHERE ending = 'agreed' AND is_written
"""
ROWS_OF_ENDINGS = (
    Rows(
        Agreement,
        {
            "id": "agreement_id",
            "case_id": "life.id",
            "seq": "1",
            "number": "number",
            "form": "CASE WHEN is_written THEN 'written' ELSE 'oral' END",
            "state": "'effective'",
            "facts": "CASE WHEN is_recent THEN t.text ELSE t.brief_text END",
            "manner": "CASE WHEN is_later THEN '转账' ELSE '当场给付' END",
            "copies": "3",
            "text": "CASE WHEN is_recent THEN t.agreed ELSE t.brief_agreed END",
            "text_digest": "CASE WHEN is_recent THEN t.digest ELSE t.brief_digest END",
            "drafted_by_id": "host_id",
            "agreed_at": "ended_at",
            "effective_on": "result_on",
        },
        AGREED,
    ),
    Rows(
        Volume,
        {
            "case_id": "id",
            "name": "title",
            "number": "number",
            "state": "'archived'",
            "term": """CASE WHEN is_kept_for_good THEN 'permanent' WHEN is_written AND ending = 'agreed' THEN 'long'
                ELSE 'short' END""",
            "kept_until": """CASE WHEN NOT is_kept_for_good THEN make_date(extract(year FROM closed_at)::int
                + CASE WHEN is_written AND ending = 'agreed' THEN 30 ELSE 10 END, 12, 31) END""",
            "account_id": "host_id",
            "filed_at": "closed_at",
            "submitted_at": "archived_at",
            "submitted_by_id": "host_id",
            "archived_at": "archived_at",
        },
        "bench_life WHERE procedure = 'archived'",
    ),
    Rows(
        Obligation,
        {
            "id": "obligation_id",
            "agreement_id": "agreement_id",
            "seq": "1",
            "kind": "'pay'",
            "debtor_id": "respondent_party",
            "creditor_id": "applicant_party",
            "what": "t.requests[1]",
            "amount": "claim",
            "timing": "CASE WHEN is_later THEN 'by_date' ELSE 'on_the_spot' END",
            "due_on": "CASE WHEN is_later THEN result_on + 30 END",
            "begun_on": "CASE WHEN is_later THEN performed_on END",
            "performed_on": "performed_on",
            "noted_overdue_on": """CASE WHEN performed_on IS NULL AND result_on + 30 < began_at::date
                THEN result_on + 31 END""",
        },
        AGREED,
    ),
    Rows(
        Signature,
        {
            "agreement_id": "life.agreement_id",
            "slot": "s.slot",
            "role": "s.role",
            "party_id": "s.party",
            "account_id": "s.account",
            "name": "s.name",
            "method": "'paper'",
            "signed_at": "life.ended_at - s.earlier",
            "text_digest": "CASE WHEN is_recent THEN t.digest ELSE t.brief_digest END",
            "recorded_by_id": "life.host_id",
        },
        SIGNED,
    ),
    Rows(
        PerformanceRecord,
        {
            "case_id": "id",
            "obligation_id": "obligation_id",
            "amount": "claim",
            "performed_at": "performed_on + interval '10 hours'",
            "performed_on": "performed_on",
            "proof": "'receipt'",
            "account_id": "host_id",
        },
        f"{LATER} AND performed_on IS NOT NULL",
    ),
)
