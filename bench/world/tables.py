"""What each table gets from `life`: expressions by column, and what stands after FROM."""

from dataclasses import dataclass

from django.db import models

from cases.agreements.models import Agreement, Obligation
from cases.committees.models import MediationCommittee
from cases.docket.models import Case, CaseEvent, TimeLimit
from cases.intake.models import Contact
from cases.mediation.models import Assignment
from cases.mediation.sessions.models import MediationSession
from cases.numbers.models import IssuedNumber, NumberSeries
from cases.parties.models import Party
from cases.search.models import CaseText
from governance.calendars.allowances import months, working_days
from governance.committees.models import Body
from governance.people.models import Account, Posting
from governance.persons.models import Person


@dataclass(frozen=True)
class Rows:
    """A column that is not told gets what its model says."""

    model: type[models.Model]
    told: dict[str, str]
    source: str
    name: str = ""

    def insert(self, cursor) -> None:
        columns: list[str] = []
        values: list[str] = []
        defaults: list = []
        for field in self.model._meta.concrete_fields:
            if field.column in self.told:
                columns.append(str(field.column))
                values.append(self.told[field.column])
            elif not (field.primary_key or field.null or field.has_db_default()):
                columns.append(str(field.column))
                values.append("%s")
                defaults.append(field.get_db_prep_save(field.get_default(), cursor.db))
        into = f"INSERT INTO {self.model._meta.db_table} ({', '.join(columns)})"
        cursor.execute(f"{into} SELECT {', '.join(values)} FROM {self.source}", defaults)


HOME = "310114000000"  # where the demo's seats are


def districts(cursor, number: int) -> None:
    """`bench_district`: the demo's and as many others of the country as it takes."""
    cursor.execute(
        """CREATE TABLE bench_district AS
           SELECT code, left(code, 6) || '999999' AS last FROM governance_area
           WHERE level = 3 AND coalesce(valid_to, 'infinity') > now()
           ORDER BY code <> %s, code NOT LIKE '31%%', md5(code) LIMIT %s""",
        [HOME, number],
    )


IN_DISTRICTS = """
bench_district d JOIN governance_area a ON a.code BETWEEN d.code AND d.last AND a.level IN (4, 5)
    AND coalesce(a.valid_to, 'infinity') > now()
"""

SEATS = (
    Rows(
        Body,
        {
            "kind": "CASE a.level WHEN 4 THEN 'mediation_street' ELSE 'mediation_residents' END",
            "name": "left(a.name, 90) || '人民调解委员会'",
            "area_id": "a.code",
            "established_on": "date '2015-07-01'",
        },
        f"""{IN_DISTRICTS} WHERE NOT EXISTS (
            SELECT FROM governance_body b WHERE b.area_id = a.code AND b.kind LIKE 'mediation%%')""",
    ),
    Rows(
        MediationCommittee,
        {
            "body_id": "b.id",
            "area_id": "b.area_id",
            "sign": """CASE WHEN b.area_id LIKE '310114%%' THEN '嘉'
                ELSE chr(19968 + left(b.area_id, 6)::int / 1000) || chr(19968 + left(b.area_id, 6)::int %% 1000) END
                || substr(b.area_id, 7)""",
            "court": "'嘉定区人民法院'",
            "term_starts_on": "date '2024-09-01'",
            "term_ends_on": "date '2027-09-01'",
        },
        """governance_body b WHERE b.kind LIKE 'mediation%%'
            AND NOT EXISTS (SELECT FROM cases_mediationcommittee c WHERE c.body_id = b.id)""",
    ),
    Rows(
        Account,
        {
            "username": "'bench' || c.area_id || no",
            "password": "'!'",
            "name": "'调解' || substr(c.area_id, 5) || no",
            "created_at": "now()",
            "opened_in_id": "c.area_id",
        },
        """cases_mediationcommittee c CROSS JOIN generate_series(1, 3) no WHERE NOT EXISTS (
            SELECT FROM governance_posting p WHERE p.area_id = c.area_id AND p.role = 'mediation_director')""",
    ),
    Rows(
        Posting,
        {
            "account_id": "a.id",
            "role": "CASE right(a.username, 1) WHEN '1' THEN 'mediation_director' ELSE 'mediator' END",
            "area_id": "a.opened_in_id",
            "starts_on": "date '2016-01-01'",
            "granted_at": "now()",
        },
        "governance_account a WHERE a.username LIKE 'bench%%'",
    ),
)

SIDES = """
bench_life l CROSS JOIN LATERAL (VALUES
    (l.applicant_person, l.applicant_party, l.applicant_name, 'applicant'),
    (l.respondent_person, l.respondent_party, l.respondent_name, 'respondent')
) s(person, party, called, side) JOIN bench_called c ON c.id = s.called
"""
PEOPLE = f"{SIDES} WHERE l.are_new"
HEAD = "lower(translate(number, '（）', '()')) || ' ' || title || ' ' || address || ' ' || life.dispute_subtype"
RUNS = "ARRAY[year::text, sign || '人调字第' || series_n || '号', title, address, life.dispute_subtype]"
TOLD = "bench_life life JOIN bench_story t ON t.id = life.story"
WORDED = f"""
{TOLD} CROSS JOIN LATERAL (SELECT ARRAY(
    SELECT DISTINCT substr(run, i, 2) FROM unnest({RUNS}) run, generate_series(1, length(run)) i) AS words) h
WHERE life.has_text
"""
AGREED = (
    f"{TOLD} WHERE procedure IN ('agreed', 'closed')"  # those of archived cases would be two gigabytes of a million
)
ENDS = """
CASE procedure WHEN 'rejected' THEN 'T6' WHEN 'referred' THEN 'T7' WHEN 'withdrawn' THEN 'T18' WHEN 'failed' THEN 'T16'
    WHEN 'terminated' THEN 'T17' WHEN 'suspended' THEN 'T13' ELSE CASE WHEN is_written THEN 'T14' ELSE 'T15' END END
"""
ENDED = """
CASE procedure WHEN 'rejected' THEN 'rejected' WHEN 'referred' THEN 'referred' WHEN 'withdrawn' THEN 'withdrawn'
    WHEN 'failed' THEN 'failed' WHEN 'terminated' THEN 'terminated' WHEN 'suspended' THEN 'suspended' ELSE 'agreed' END
"""
COURSE = f"""
bench_life life CROSS JOIN LATERAL (VALUES
    (1, 'T3', 'registered', '', 'registered', received_at, '依申请调解：登记'),
    (2, 'T4', 'consent_asked', 'registered', 'consent', received_at + interval '1 hour', '被申请人：同意调解'),
    (3, CASE WHEN accepted_at IS NULL THEN {ENDS} ELSE 'T5' END,
        CASE WHEN accepted_at IS NULL THEN {ENDED} ELSE 'accepted' END, 'consent',
        CASE WHEN accepted_at IS NULL THEN {ENDED} ELSE 'accepted' END,
        coalesce(accepted_at, ended_at),
        CASE WHEN accepted_at IS NULL THEN '不予受理或者移送' ELSE '受理，编号' || number END),
    (4, 'T8', 'mediators_assigned', 'accepted', 'mediating', accepted_at + interval '1 hour', '调委会指派：主持调解员'),
    (5, {ENDS}, {ENDED}, 'mediating', {ENDED}, greatest(ended_at, accepted_at + interval '1 hour'), '办理结果')
) e(seq, step, verb, before, after, happened_at, text) WHERE e.seq <= life.event_count
"""


def derivation(start: str, due: str, allowance, since: str) -> str:
    """A `Derivation` as it is stored."""
    return f"""jsonb_build_object('due_on', {due}, 'is_provisional', false, 'calendar_edition', 1,
        'asked', jsonb_build_object('start', {start}, 'allowance', '{allowance}', 'rolls', false, 'since', '{since}',
            'stops', '[]'::jsonb, 'agreed_on', NULL, 'replaces', NULL),
        'steps', jsonb_build_array(jsonb_build_array('start', {start}, {start} || '{since}，当日不计入，自次日起算。'),
            jsonb_build_array('count', {due}, '期限 {allowance}，至 ' || {due} || ' 届满。')))"""


def _limit(key, start, due, allowance, since, source, **ends) -> Rows:
    told = {"case_id": "id", "key": f"'{key}'", "starts_on": start, "due_on": due, "unrolled_on": due}
    return Rows(TimeLimit, told | {"derivation": derivation(start, due, allowance, since)} | ends, source, key)


ROWS = (
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
    Rows(
        Case,
        {
            **{name: name for name in ("committee_id", "area_id", "number", "title", "procedure", "source")},
            **{name: f"t.{name}" for name in ("dispute_type", "dispute_subtype", "requests")},
            "id": "life.id",
            "difficulty": "difficulty",
            "facts": "CASE WHEN is_recent THEN t.text ELSE left(t.text, 20) || '。' END",
            **{name: name for name in ("received_at", "accepted_at", "accepted_on", "result_on", "due_on")},
            "place_area_id": "area_id",
            "place_text": "address",
            "claim_amount": "claim",
            "registered_at": "received_at",
            "source_form": "CASE source WHEN 'S1' THEN 'oral' ELSE '' END",
            "result": """CASE WHEN result_on IS NULL THEN '' ELSE CASE procedure WHEN 'rejected' THEN '61'
                WHEN 'withdrawn' THEN '41' WHEN 'failed' THEN '20' WHEN 'terminated' THEN '31' ELSE '10' END END""",
            "closed_on": "CASE WHEN procedure IN ('closed', 'archived') THEN result_on END",
            "due_key": """CASE WHEN due_on IS NULL THEN '' WHEN accepted_at IS NULL THEN 'accept_decide'
                ELSE 'mediate' END""",
            "archive": "CASE procedure WHEN 'archived' THEN 'archived' WHEN 'closed' THEN 'collecting' ELSE 'none' END",
            "performance": """CASE WHEN procedure IN ('agreed', 'closed', 'archived') THEN CASE
                WHEN fate < 0.1 AND procedure = 'agreed' THEN 'overdue' WHEN procedure = 'agreed' AND is_written
                THEN 'not_due' ELSE 'done' END ELSE 'na' END""",
            "confirmation": """CASE WHEN procedure IN ('agreed', 'closed', 'archived') AND is_written THEN CASE
                WHEN result_on > began_at - interval '30 days' THEN 'eligible' ELSE 'expired' END ELSE 'na' END""",
            "people_count": "2",
            "agreed_amount": "CASE WHEN procedure IN ('agreed', 'closed', 'archived') THEN claim * 0.8 END",
            "host_id": "CASE WHEN accepted_at IS NOT NULL AND procedure <> 'accepted' THEN host_id END",
            "event_count": "event_count",
            "version": "event_count + 1",
        },
        f"{TOLD} ORDER BY life.id",
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
    Rows(
        CaseEvent,
        {
            **{name: f"e.{name}" for name in ("seq", "step", "verb", "before", "after", "happened_at")},
            "text": "CASE WHEN life.is_recent THEN e.text ELSE '' END",
            "case_id": "life.id",
            "recorded_at": "e.happened_at + interval '2 minutes'",
            "account_id": "CASE WHEN e.seq IN (3, 4) THEN director_id ELSE host_id END",
            "posting_id": "CASE WHEN e.seq IN (3, 4) THEN posting_id END",
        },
        COURSE,
    ),
    Rows(
        CaseText,
        {
            "case_id": "life.id",
            "area_id": "area_id",
            "head": HEAD,
            "file": f"{HEAD} || ' ' || t.text || ' ' || array_to_string(t.requests, ' ')",
            "head_words": "array_to_tsvector(h.words)",
            "file_words": "array_to_tsvector(h.words || t.words)",
        },
        f"{WORDED} ORDER BY life.id",
    ),
    Rows(
        Contact,
        {
            "case_id": "id",
            "party_id": "respondent_party",
            "happened_at": "received_at + interval '1 hour'",
            "channel": "'phone'",
            "answer": "CASE procedure WHEN 'rejected' THEN 'refused' ELSE 'agreed' END",
            "account_id": "host_id",
        },
        "bench_life WHERE event_count > 1 AND is_recent",
    ),
    Rows(
        Assignment,
        {
            "case_id": "id",
            "account_id": "host_id",
            "role": "'host'",
            "starts_at": "accepted_at + interval '1 hour'",
        },
        "bench_life WHERE accepted_at IS NOT NULL AND procedure <> 'accepted'",
    ),
    Rows(
        MediationSession,
        {
            "case_id": "id",
            "seq": "1",
            "state": "'held'",
            "starts_at": "accepted_at + interval '2 hours'",
            "ends_at": "accepted_at + interval '3 hours'",
            "place": "'调委会调解室'",
            "methods": "ARRAY['face']",
            "result": """CASE WHEN procedure IN ('agreed', 'closed', 'archived') THEN 'success'
                WHEN procedure = 'failed' THEN 'failed' ELSE 'continue' END""",
            "host_id": "host_id",
        },
        "bench_life WHERE accepted_at IS NOT NULL AND procedure NOT IN ('accepted', 'withdrawn')",
    ),
    _limit(
        "accept_decide",
        "received_at::date",
        "(received_at::date + 4)",
        working_days(3),
        "收到申请",
        "bench_life WHERE received_at > began_at - interval '90 days'",
        met_on="coalesce(accepted_on, result_on, CASE procedure WHEN 'referred' THEN ended_at::date END)",
    ),
    _limit(
        "mediate",
        "accepted_on",
        "(accepted_on + 31)",
        months(1),
        "受理",
        "bench_life WHERE accepted_on IS NOT NULL AND is_recent",
        met_on="result_on",
        stopped_on="CASE procedure WHEN 'suspended' THEN ended_at::date END",
    ),
    Rows(
        Agreement,
        {
            "id": "agreement_id",
            "case_id": "life.id",
            "seq": "1",
            "number": "number",
            "form": "CASE WHEN is_written THEN 'written' ELSE 'oral' END",
            "state": "'effective'",
            "facts": "t.text",
            "manner": "'当面履行'",
            "copies": "3",
            "text": "title || '：' || t.requests[1] || '，' || claim || '元。'",
            "text_digest": "md5(number) || md5(title)",
            "drafted_by_id": "host_id",
            "agreed_at": "greatest(ended_at, accepted_at)",
            "effective_on": "result_on",
        },
        f"{AGREED} ORDER BY life.id",
    ),
    Rows(
        Obligation,
        {
            "agreement_id": "agreement_id",
            "seq": "1",
            "kind": "'pay'",
            "debtor_id": "respondent_party",
            "creditor_id": "applicant_party",
            "what": "t.requests[1]",
            "amount": "claim",
            "timing": "'by_date'",
            "due_on": "result_on + 30",
            "performed_on": "CASE WHEN procedure <> 'agreed' THEN result_on + 20 END",
        },
        f"{AGREED} ORDER BY life.id",
    ),
    Rows(
        IssuedNumber,
        {"series_id": "s.id", "n": "series_n", "text": "number", "case_id": "life.id", "issued_at": "accepted_at"},
        """bench_life life JOIN cases_numberseries s ON s.committee_id = life.committee_id AND s.kind = 'mediation'
            AND s.year = life.year ORDER BY life.id""",
    ),
)
SERIES = f"""
INSERT INTO {NumberSeries._meta.db_table} AS known (committee_id, kind, year, last)
SELECT committee_id, 'mediation', year, max(series_n) FROM bench_life_next WHERE year IS NOT NULL
GROUP BY committee_id, year
ON CONFLICT (committee_id, kind, year) DO UPDATE SET last = excluded.last
"""
MODELS = tuple(dict.fromkeys(each.model for each in ROWS))
