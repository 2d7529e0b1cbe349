"""What each table gets from `life`: expressions by column, and what stands after FROM."""

from bench.world.endings import ROWS_OF_ENDINGS
from bench.world.rows import Rows
from cases.docket.due.models import TimeLimit
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.intake.models import Contact
from cases.mediation.models import Assignment
from cases.mediation.sessions.models import MediationSession
from cases.mediation.timing.models import Suspension
from cases.numbers.models import IssuedNumber, NumberSeries
from cases.parties.models import Party
from cases.search.models import CaseText
from governance.feed.models import FeedEntry
from governance.persons.models import Person

SIDES = """
bench_life l CROSS JOIN LATERAL (
    SELECT l.applicant_person, l.applicant_party, l.applicant_name, 'applicant'
    UNION ALL SELECT l.respondent_person, l.respondent_party, l.respondent_name, 'respondent'
) s(person, party, called, side) JOIN bench_called c ON c.id = s.called
"""
PEOPLE = f"{SIDES} WHERE l.are_new"
TOLD = "bench_life life JOIN bench_story t ON t.id = life.story"
# As cases/search/words takes a text apart: what stands beside each other in number, title, address, type and names.
WORDED = f"""
{TOLD} JOIN bench_called a ON a.id = life.applicant_name JOIN bench_called r ON r.id = life.respondent_name
JOIN bench_address home ON home.id = life.address_no JOIN bench_desk desk ON desk.committee_id = life.committee_id
CROSS JOIN LATERAL (SELECT
    lower(translate(life.number, '（）', '()')) || ' ' || life.title || ' ' || life.address || ' '
        || life.dispute_subtype || ' ' || a.name || ' ' || r.name AS head,
    array_to_tsvector(a.words || r.words || home.words || t.title_words || t.subtype_words
        || ARRAY[right(a.name, 1) || '与', '与' || left(r.name, 1), right(r.name, 1) || left(t.dispute || '纠纷', 1)]
        || CASE WHEN life.series_n IS NULL THEN ARRAY[]::text[] ELSE desk.sign_words
            || ARRAY[left(life.year::text, 2), substr(life.year::text, 2, 2), right(life.year::text, 2),
                     right(life.year::text, 1)]
            || ARRAY(SELECT substr('第' || life.series_n || '号', i, 2)
                     FROM generate_series(1, length(life.series_n::text) + 2) i) END) AS words) h
WHERE life.has_text
"""
# step, verb and what the case was and became, of how it ended
ENDS = """
CASE ending WHEN 'rejected' THEN 'T6' WHEN 'referred' THEN 'T7' WHEN 'withdrawn' THEN 'T18' WHEN 'failed' THEN 'T16'
    WHEN 'terminated' THEN 'T17' WHEN 'suspended' THEN 'T13' ELSE CASE WHEN is_written THEN 'T14' ELSE 'T15' END END
"""
COURSE = f"""
bench_life life CROSS JOIN LATERAL (
    SELECT 1, 'T3', 'registered', '', 'registered', received_at, '依申请调解：登记' WHERE event_count >= 1
    UNION ALL SELECT 2, 'T4', 'consent_asked', 'registered', 'consent', received_at + interval '1 hour',
        '被申请人：同意调解' WHERE event_count >= 2
    UNION ALL SELECT 3, CASE WHEN accepted_at IS NULL THEN {ENDS} ELSE 'T5' END,
        CASE WHEN accepted_at IS NULL THEN ending ELSE 'accepted' END, 'consent',
        CASE WHEN accepted_at IS NULL THEN ending ELSE 'accepted' END,
        coalesce(accepted_at, ended_at),
        CASE WHEN accepted_at IS NULL THEN '不予受理或者移送' ELSE '受理，编号' || number END WHERE event_count >= 3
    UNION ALL SELECT 4, 'T8', 'mediators_assigned', 'accepted', 'mediating', accepted_at + interval '1 hour',
        '调委会指派：主持调解员' WHERE event_count >= 4
    UNION ALL SELECT 5, {ENDS}, CASE WHEN ending = 'agreed' AND NOT is_written THEN 'agreed_orally' ELSE ending END,
        'mediating', ending, ended_at, '办理结果' WHERE event_count >= 5
    UNION ALL SELECT 6, 'T20', 'closed', ending, 'closed', closed_at, '结案' WHERE event_count >= 6
    UNION ALL SELECT 7, 'T21', 'archived', 'closed', 'archived', archived_at, '归档' WHERE event_count >= 7
) e(seq, step, verb, before, after, happened_at, text)
"""


def _limit(key, source, **ends) -> Rows:
    told = {"case_id": "life.id", "key": f"'{key}'"} | ends
    told |= {name: f"d.{name}" for name in ("starts_on", "due_on", "unrolled_on", "is_provisional", "derivation")}
    return Rows(TimeLimit, told, f"bench_life life JOIN bench_deadline d ON d.key = '{key}' AND {source}", key)


ROWS = (
    Rows(
        Case,
        {
            **{name: name for name in ("committee_id", "area_id", "number", "title", "procedure", "source")},
            **{name: f"t.{name}" for name in ("dispute_type", "dispute_subtype", "requests")},
            "id": "life.id",
            "difficulty": "difficulty",
            "facts": "CASE WHEN is_recent THEN t.text ELSE t.brief_text END",
            **{name: name for name in ("received_at", "accepted_at", "accepted_on", "result_on", "due_on")},
            "place_area_id": "area_id",
            "place_text": "address",
            "claim_amount": "claim",
            "registered_at": "received_at",
            "source_form": "CASE source WHEN 'S1' THEN 'oral' ELSE '' END",
            "result": """CASE ending WHEN 'rejected' THEN '61' WHEN 'withdrawn' THEN '41' WHEN 'failed' THEN '20'
                WHEN 'terminated' THEN '31' WHEN 'agreed' THEN '10' ELSE '' END""",
            "closed_on": "CASE WHEN procedure IN ('closed', 'archived') THEN closed_at::date END",
            "due_key": """CASE WHEN due_on IS NULL THEN '' WHEN accepted_at IS NULL THEN 'accept_decide'
                ELSE 'mediate' END""",
            "archive": "CASE procedure WHEN 'archived' THEN 'archived' WHEN 'closed' THEN 'collecting' ELSE 'none' END",
            "performance": """CASE WHEN ending <> 'agreed' THEN 'na' WHEN performed_on IS NOT NULL THEN 'done'
                WHEN result_on + 30 < began_at::date THEN 'overdue' ELSE 'not_due' END""",
            "performed_on": "CASE WHEN ending = 'agreed' THEN performed_on END",
            "confirmation": """CASE WHEN ending = 'agreed' AND is_written THEN CASE
                WHEN result_on > began_at - interval '30 days' THEN 'eligible' ELSE 'expired' END ELSE 'na' END""",
            "people_count": "2",
            "agreed_amount": "CASE WHEN ending = 'agreed' THEN claim END",
            "host_id": "CASE WHEN accepted_at IS NOT NULL AND procedure <> 'accepted' THEN host_id END",
            "event_count": "event_count",
            "version": "event_count + 1",
        },
        TOLD,
    ),
    Rows(
        CaseEvent,
        {
            **{name: f"e.{name}" for name in ("seq", "step", "verb", "before", "after", "happened_at")},
            "text": "CASE WHEN life.is_recent THEN e.text ELSE '' END",
            "case_id": "life.id",
            "recorded_at": "e.happened_at + interval '2 minutes'",
            "account_id": "CASE WHEN e.seq IN (3, 4, 6) THEN director_id ELSE host_id END",
            "posting_id": "CASE WHEN e.seq IN (3, 4, 6) THEN posting_id END",
        },
        COURSE,
    ),
    Rows(
        CaseText,
        {
            "case_id": "life.id",
            "area_id": "life.area_id",
            "head": "h.head",
            "file": "h.head || ' ' || CASE WHEN life.is_recent THEN t.told ELSE t.brief_told END",
            "head_words": "h.words",
            "file_words": "h.words || CASE WHEN life.is_recent THEN t.words ELSE t.brief_words END",
        },
        WORDED,
    ),
    Rows(
        Party,
        {
            "id": "s.party",
            "case_id": "l.id",
            "side": "s.side",
            "seq": "1",
            "kind": "'natural_person'",
            "person_id": "s.person",
            "name": "c.name",
            "pinyin": "c.pinyin",
            "initials": "c.initials",
        },
        SIDES,
    ),
    *ROWS_OF_ENDINGS,
    Rows(
        FeedEntry,
        {
            "kind": "'case'",
            "subject": "id",
            "area_id": "area_id",
            "seq": "feed_seq",
            "since": "feed_seq",
            "is_gone": "false",
            "at": "began_at",
        },
        "bench_life",
    ),
    Rows(
        IssuedNumber,
        {
            "series_id": "s.id",
            "n": "series_n",
            "text": "number",
            "case_id": "life.id",
            "issued_at": "accepted_at",
        },
        """bench_life life JOIN cases_numberseries s ON s.committee_id = life.committee_id AND s.kind = 'mediation'
            AND s.year = life.year""",
    ),
    Rows(
        MediationSession,
        {
            "case_id": "id",
            "seq": "1",
            "state": "'held'",
            "starts_at": "accepted_at + interval '65 minutes'",
            "ends_at": "accepted_at + interval '110 minutes'",
            "place": "'调委会调解室'",
            "methods": "ARRAY['face']",
            "result": """CASE ending WHEN 'agreed' THEN 'success' WHEN 'failed' THEN 'failed' ELSE 'continue' END""",
            "host_id": "host_id",
        },
        "bench_life WHERE accepted_at IS NOT NULL AND ending NOT IN ('accepted', 'withdrawn')",
    ),
    Rows(
        Assignment,
        {
            "case_id": "id",
            "account_id": "host_id",
            "role": "'host'",
            "starts_at": "accepted_at + interval '1 hour'",
        },
        "bench_life WHERE accepted_at IS NOT NULL AND ending <> 'accepted'",
    ),
    Rows(
        Person,
        {
            "id": "s.person",
            "name": "c.name",
            "pinyin": "c.pinyin",
            "initials": "c.initials",
            "area_id": "l.area_id",
            "registered_at": "l.received_at",
            "address": "l.address",
        },
        PEOPLE,
    ),
    _limit(
        "mediate",
        "d.starts_on = life.accepted_on WHERE life.is_recent",
        met_on="life.result_on",
        stopped_on="CASE ending WHEN 'suspended' THEN life.ended_at::date END",
    ),
    _limit(
        "accept_decide",
        "d.starts_on = life.received_at::date WHERE life.received_at > began_at - interval '90 days'",
        met_on="""coalesce(life.accepted_on, life.result_on,
            CASE ending WHEN 'referred' THEN life.ended_at::date END)""",
    ),
    Rows(
        Contact,
        {
            "case_id": "id",
            "party_id": "respondent_party",
            "happened_at": "received_at + interval '1 hour'",
            "channel": "'phone'",
            "answer": "CASE ending WHEN 'rejected' THEN 'refused' ELSE 'agreed' END",
            "account_id": "host_id",
        },
        "bench_life WHERE event_count > 1 AND is_recent",
    ),
    Rows(
        Suspension,
        {"case_id": "id", "reason": "'appraisal'", "stopped_at": "ended_at"},
        "bench_life WHERE ending = 'suspended'",
    ),
)
SERIES = f"""
INSERT INTO {NumberSeries._meta.db_table} AS known (committee_id, kind, year, last)
SELECT committee_id, 'mediation', year, max(series_n) FROM bench_life_next WHERE year IS NOT NULL
GROUP BY committee_id, year
ON CONFLICT (committee_id, kind, year) DO UPDATE SET last = excluded.last
"""
MODELS = tuple(dict.fromkeys(each.model for each in ROWS))
