"""The lives of the cases, a chunk at a time, as one table: where, when, who, what became of it.

Ten years, more towards the end. The chances are near those of the demo (cases/demo/lives.py); nearly all have ended.
Committees differ as places do: the busiest has more to do than the quietest hundred. They lie in all districts; the
demo's has six times its share of the busy ones: of ten million cases some 70,000 a year, as the largest districts have.
`ending` is how the mediation ended, `procedure` where the case stands since: what ended long ago is closed, then
archived. Half of the agreements of the last two years are to be performed later, all others were on the spot.

OFFSET 0 lets the database work out each of these once, instead of wherever it is named.
"""

FROM = {
    "bench_desk": """
        SELECT row_number() OVER (ORDER BY ('x' || left(md5(c.area_id), 8))::bit(32)::bigint
                * CASE WHEN c.area_id LIKE '310114%' THEN 1 ELSE 6 END) AS place,
            c.id AS committee_id, c.area_id, c.sign, hosts.accounts, hosts.names, director.account_id AS director_id,
            director.id AS posting_id, b.name,
            ARRAY(SELECT substr(c.sign || '人调字第', i, 2) FROM generate_series(1, length(c.sign) + 3) i) AS sign_words
        FROM cases_mediationcommittee c
        JOIN governance_body b ON b.id = c.body_id
        JOIN (
            SELECT p.area_id, array_agg(p.account_id ORDER BY p.id) AS accounts,
                array_agg(a.name ORDER BY p.id) AS names
            FROM governance_posting p JOIN governance_account a ON a.id = p.account_id
            WHERE p.role = 'mediator' GROUP BY 1) hosts ON hosts.area_id = c.area_id
        JOIN (
            SELECT DISTINCT ON (area_id) area_id, id, account_id FROM governance_posting
            WHERE role = 'mediation_director' ORDER BY area_id, id) director ON director.area_id = c.area_id
        """,
    "bench_share": """
        SELECT places, head, (places + 10) ^ 0.4::float8 - head AS tail, now() AS began_at
        FROM (SELECT max(place) AS places, 10 ^ 0.4::float8 AS head FROM bench_desk) desks
        """,
    "bench_story": "",
    "bench_called": "",
    "bench_address": "",
    "bench_deadline": "",
    "bench_district": "",
}

LIFE = (
    "SET LOCAL default_statistics_target = 5",  # how many there are is all that the joins depend on
    "DROP TABLE IF EXISTS bench_life_next",
    """
    CREATE TEMP TABLE drawn ON COMMIT DROP AS
    SELECT n, share.began_at,
        greatest(1, least(share.places, ceil((share.head + share.tail * random()) ^ 2.5 - 10)))::int AS place,
        share.began_at - interval '3 hours'
            - interval '3650 days' * ((%(size)s - n + random()) / %(size)s) ^ 1.3 AS received_at,
        random() AS fate, random() AS speed, random() AS course, 1 + floor(%(stories)s * random() ^ 2)::int AS story,
        (ARRAY['S1','S1','S1','S1','S1','S1','S1','S2','S33','S31'])[1 + floor(random() * 10)::int] AS source,
        (ARRAY[1,1,1,2,2,2,2,3,3,4])[1 + floor(random() * 10)::int] AS difficulty,
        100 + floor(random() * 2000)::int * 10 AS claim,
        2 * (n - 1) %% %(people)s AS applicant,
        (2 * n - 1 + 2 * (2 * (n - 1) / %(people)s) * 37) %% %(people)s AS respondent
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n CROSS JOIN bench_share share
    """,
    "ANALYZE drawn",
    """
    CREATE TEMP TABLE lived ON COMMIT DROP AS
    SELECT %(cases)s + d.n AS id, %(agreements)s + d.n AS agreement_id, %(obligations)s + d.n AS obligation_id,
        %(feed)s + d.n AS feed_seq,
        %(parties)s + 2 * d.n AS applicant_party, %(parties)s + 2 * d.n + 1 AS respondent_party,
        %(persons)s + d.applicant AS applicant_person, %(persons)s + d.respondent AS respondent_person,
        2 * d.n <= %(people)s AS are_new, d.n > %(texts_from)s AS has_text,
        times.is_recent, d.n, d.began_at, d.received_at, d.fate, d.course, d.story, d.source, d.difficulty, d.claim,
        desk.committee_id, desk.area_id, desk.sign, desk.director_id, desk.posting_id,
        desk.accounts[1 + d.n %% array_length(desk.accounts, 1)] AS host_id,
        t.dispute_subtype, t.dispute_type IN ('D03', 'D07', 'D08') AS is_kept_for_good,
        a.id AS applicant_name, r.id AS respondent_name, a.name || '与' || r.name || t.dispute || '纠纷' AS title,
        home.id AS address_no, home.address,
        became.ending, stage.procedure, times.accepted_at, accepted.accepted_on, times.ended_at,
        CASE WHEN became.ending IN ('rejected', 'withdrawn', 'failed', 'terminated', 'agreed')
            THEN times.ended_at::date END AS result_on,
        times.ended_at + interval '20 days' AS closed_at, times.ended_at + interval '40 days' AS archived_at,
        (d.fate * 100)::int %% 20 < 9 AS is_written,
        CASE WHEN became.ending IN ('registered', 'consent') THEN decide.due_on
            WHEN became.ending IN ('accepted', 'mediating') THEN conclude.due_on END AS due_on,
        CASE became.ending WHEN 'registered' THEN 1 WHEN 'consent' THEN 2 WHEN 'rejected' THEN 3 WHEN 'referred' THEN 3
            WHEN 'accepted' THEN 3 WHEN 'mediating' THEN 4 ELSE CASE stage.procedure
                WHEN 'closed' THEN 6 WHEN 'archived' THEN 7 ELSE 5 END END AS event_count,
        duty.is_later,
        CASE WHEN NOT duty.is_later THEN times.ended_at::date
            WHEN stage.procedure IN ('closed', 'archived')
                OR d.course < 0.47 AND times.ended_at + interval '20 days' < d.began_at
            THEN (times.ended_at + interval '20 days')::date END AS performed_on
    FROM drawn d
    JOIN bench_desk desk USING (place)
    JOIN bench_story t ON t.id = d.story
    JOIN bench_called a ON a.id = 1 + (d.applicant * 7919::bigint) %% %(names)s
    JOIN bench_called r ON r.id = 1 + (d.respondent * 7919::bigint) %% %(names)s
    JOIN bench_address home ON home.id = 1 + (d.n * 7) %% %(addresses)s
    CROSS JOIN LATERAL (SELECT date_part('epoch', d.began_at - d.received_at) / 86400 AS age OFFSET 0) old
    CROSS JOIN LATERAL (SELECT CASE
        WHEN old.age < 2 AND d.fate < 0.6 THEN (ARRAY['registered', 'consent'])[1 + d.n %% 2]
        WHEN old.age < 5 AND d.fate < 0.3 THEN 'accepted'
        WHEN old.age < 28 AND d.fate < 0.5 THEN 'mediating'
        WHEN old.age < 60 AND d.fate < 0.03 THEN 'mediating'
        WHEN old.age < 28 AND d.fate < 0.51 THEN 'suspended'
        WHEN d.speed < 0.06 THEN 'rejected' WHEN d.speed < 0.09 THEN 'referred' WHEN d.speed < 0.15 THEN 'withdrawn'
        WHEN d.speed < 0.19 THEN 'failed' WHEN d.speed < 0.20 THEN 'terminated' ELSE 'agreed' END
        AS ending OFFSET 0) became
    CROSS JOIN LATERAL (SELECT CASE
        WHEN became.ending NOT IN ('withdrawn', 'failed', 'terminated', 'agreed') OR old.age < 90 THEN became.ending
        WHEN old.age < 200 OR d.fate < 0.05 THEN 'closed' ELSE 'archived' END AS procedure OFFSET 0) stage
    CROSS JOIN LATERAL (SELECT
        CASE WHEN became.ending NOT IN ('registered', 'consent', 'rejected', 'referred')
            THEN least(d.began_at - interval '2 hours', d.received_at + interval '1 day' * (0.1 + 2 * d.speed)) END
            AS accepted_at OFFSET 0) begun
    CROSS JOIN LATERAL (SELECT begun.accepted_at, d.received_at > d.began_at - interval '730 days' AS is_recent,
        greatest(begun.accepted_at + interval '2 hours', least(d.began_at - interval '1 hour',
            d.received_at + interval '1 day' * (3 + 25 * d.speed))) AS ended_at OFFSET 0) times
    CROSS JOIN LATERAL (SELECT times.accepted_at::date AS accepted_on OFFSET 0) accepted
    CROSS JOIN LATERAL (SELECT times.is_recent AND d.course < 0.5 AS is_later OFFSET 0) duty
    LEFT JOIN bench_deadline decide ON decide.key = 'accept_decide' AND decide.starts_on = d.received_at::date
    LEFT JOIN bench_deadline conclude ON conclude.key = 'mediate' AND conclude.starts_on = times.accepted_at::date
    """,
    "ANALYZE lived",
    """
    CREATE TABLE bench_life_next AS
    SELECT l.*, g.year, g.n AS series_n, CASE WHEN g.n IS NULL THEN '' ELSE
        '（' || g.year || '）' || l.sign || '人调字第' || g.n || '号' END AS number
    FROM lived l LEFT JOIN (
        SELECT l.id, y.year,
            row_number() OVER (PARTITION BY l.committee_id, y.year ORDER BY l.id) + coalesce(s.last, 0) AS n
        FROM lived l CROSS JOIN LATERAL (SELECT extract(year FROM l.accepted_on)::int AS year) y
        LEFT JOIN cases_numberseries s
            ON s.committee_id = l.committee_id AND s.kind = 'mediation' AND s.year = y.year
        WHERE l.accepted_on IS NOT NULL
    ) g USING (id) ORDER BY l.id
    """,
    "DROP TABLE drawn, lived",
    "ANALYZE bench_life_next",
)
HAND_OVER = ("DROP TABLE IF EXISTS bench_life", "ALTER TABLE bench_life_next RENAME TO bench_life")
