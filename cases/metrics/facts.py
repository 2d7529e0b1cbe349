"""How facts are made from the wing's tables: one SELECT a source, of the subjects in `{chosen}`.

The chosen stand first: of so many joins the database keeps the order, and would work out every case before it chose.

A destroyed case keeps its number, committee, dates and figures (cases/archive/disposal): what it counts as is its fact,
which stays as it was.
"""

from cases.docket.time_limits import CONCLUDING, VISIT
from cases.docket.time_limits import VISITS as OF_VISIT
from governance.metrics.declaring import Watched

ZONE = "AT TIME ZONE 'Asia/Shanghai'"
OF_LIMITS = ", ".join(f"'{key}'" for key in CONCLUDING)
OF_VISITS = ", ".join(f"'{key}'" for key in OF_VISIT)
IS_OF_A_VISIT = f"l.key LIKE '{VISIT}%%'"  # as the index time_limit_of_visits says, by which they are found
NO_LONGER_DUE = "'na', 'refused', 'sued', 'enforced', 'replaced'"

NUMBERED = f"""
    SELECT c.id AS subject, c.area_id, b.kind, c.source, c.dispute_type, c.difficulty,
           coalesce(a.form, r.form, '') AS form, c.result, c.host_id AS host, c.people_count AS people,
           coalesce((c.agreed_amount * 100)::bigint, 0) AS amount,
           (c.received_at {ZONE})::date AS registered_on,
           decide.met_on IS NOT NULL AND decide.met_on <= decide.due_on AS is_decided_in_time,
           c.accepted_on, c.result_on,
           c.result_on - c.accepted_on - stood.days AS days,
           c.result_on <= conclude.due_on AS is_on_time,
           c.performed_on,
           duty.all_due_on,
           CASE WHEN c.performed_on IS NOT NULL AND duty.all_due_on IS NOT NULL
                THEN greatest(duty.all_due_on, c.performed_on) END AS settled_due_on,
           CASE WHEN c.performance NOT IN ({NO_LONGER_DUE}) THEN duty.late_from END AS late_from,
           CASE WHEN c.performance NOT IN ({NO_LONGER_DUE}) THEN duty.late_to END AS late_to,
           court.applied_on, court.ruled_on, court.is_confirmed,
           c.risk_level AS risk,
           c.procedure NOT IN ('rejected', 'referred', 'transferred', 'closed', 'archived') AS is_followed,
           c.procedure = 'clue' AS is_clue
    FROM ({{chosen}}) chosen (id)
    JOIN cases_case c ON c.id = chosen.id
    JOIN cases_mediationcommittee m ON m.id = c.committee_id
    JOIN governance_body b ON b.id = m.body_id
    LEFT JOIN cases_registerrow r ON r.case_id = c.id
    LEFT JOIN cases_agreement a ON a.case_id = c.id AND a.state = 'effective'
    LEFT JOIN LATERAL (
        SELECT greatest(max(d.due_on), a.effective_on) AS all_due_on,
               min(d.due_on + 1) FILTER (WHERE d.is_late) AS late_from,
               CASE WHEN bool_and(d.performed_on IS NOT NULL) FILTER (WHERE d.is_late)
                    THEN max(d.performed_on) FILTER (WHERE d.is_late) END AS late_to
        FROM (
            SELECT due_on, performed_on, due_on < coalesce(performed_on, 'infinity') AS is_late
            FROM (
                SELECT coalesce(i.due_on, o.due_on) AS due_on, coalesce(i.performed_on, o.performed_on) AS performed_on
                FROM cases_obligation o LEFT JOIN cases_instalment i ON i.obligation_id = o.id
                WHERE o.agreement_id = a.id AND o.timing <> 'at_effect'
            ) each
        ) d
    ) duty ON a.id IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT l.due_on FROM cases_timelimit l
        WHERE l.case_id = c.id AND l.key IN ({OF_LIMITS}) AND l.dropped_on IS NULL ORDER BY l.id DESC LIMIT 1
    ) conclude ON true
    LEFT JOIN LATERAL (
        SELECT l.due_on, l.met_on FROM cases_timelimit l
        WHERE l.case_id = c.id AND l.key = 'accept_decide' AND l.dropped_on IS NULL ORDER BY l.id DESC LIMIT 1
    ) decide ON true
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(greatest(0, least(coalesce((s.resumed_at {ZONE})::date, c.result_on), c.result_on)
                                        - (s.stopped_at {ZONE})::date)), 0)::int AS days
        FROM cases_suspension s WHERE s.case_id = c.id
    ) stood ON true
    LEFT JOIN LATERAL (
        SELECT min(j.applied_on) AS applied_on, bool_or(j.outcome = 'confirmed') AS is_confirmed,
               coalesce(max(j.decided_on) FILTER (WHERE j.outcome = 'confirmed'),
                        max(j.decided_on) FILTER (WHERE j.outcome IN ('dismissed', 'not_accepted'))) AS ruled_on
        FROM cases_confirmationapplication j WHERE j.case_id = c.id
    ) court ON true
    WHERE true
"""
PREVENTIONS = f"""
    SELECT p.id AS subject, c.area_id, c.id AS case_id, p.kind, p.people, (p.confirmed_at {ZONE})::date AS confirmed_on
    FROM cases_prevention p JOIN cases_case c ON c.id = p.case_id WHERE c.id IN ({{chosen}})
"""
VISITS = f"""
    SELECT l.id AS subject, c.area_id, c.id AS case_id, l.due_on, coalesce(l.met_on <= l.due_on, false) AS is_in_time
    FROM cases_timelimit l JOIN cases_case c ON c.id = l.case_id
    WHERE c.id IN ({{chosen}}) AND l.key IN ({OF_VISITS}) AND {IS_OF_A_VISIT} AND l.dropped_on IS NULL
"""
ANSWERS = """
    SELECT v.id AS subject, c.area_id, c.id AS case_id, v.visited_on, v.satisfaction
    FROM cases_returnvisit v JOIN cases_case c ON c.id = v.case_id
    WHERE c.id IN ({chosen}) AND v.reached = 'yes'
"""
CHECKS = f"""
    SELECT k.id AS subject, c.area_id, c.id AS case_id, (k.checked_at {ZONE})::date AS checked_on, k.has_passed
    FROM cases_volumecheck k JOIN cases_volume v ON v.id = k.volume_id JOIN cases_case c ON c.id = v.case_id
    WHERE c.id IN ({{chosen}})
"""
SUBSIDIES = """
    SELECT s.id AS subject, c.area_id, c.id AS case_id, s.grade, (s.base_amount * 100)::bigint AS amount, b.paid_on
    FROM cases_subsidyclaim s JOIN cases_subsidybatch b ON b.id = s.batch_id JOIN cases_case c ON c.id = s.case_id
    WHERE c.id IN ({chosen}) AND b.paid_on IS NOT NULL AND s.state IN ('paid', 'clawed_back')
"""
GROUPS = """
    SELECT p.id AS subject, c.area_id, c.id AS case_id, to_jsonb(p.special_groups) AS groups, c.accepted_on
    FROM cases_party p JOIN cases_case c ON c.id = p.case_id
    WHERE c.id IN ({chosen}) AND p.left_on IS NULL AND p.special_groups <> '{{}}' AND c.accepted_on IS NOT NULL
"""
MEDIATORS = """
    SELECT p.account_id AS subject, (array_agg(p.area_id ORDER BY p.starts_on DESC, p.id DESC))[1] AS area_id,
           coalesce(f.employment, '') AS employment, f.grade, coalesce(n.sex, '') AS sex,
           coalesce(n.ethnicity, '') AS ethnicity, to_jsonb(coalesce(f.identities, ARRAY[]::varchar[])) AS identities,
           min(p.starts_on) AS began_on,
           CASE WHEN bool_and(p.ends_on IS NOT NULL) THEN max(p.ends_on) END AS ended_on,
           coalesce(f.education, '') AS education, coalesce(f.political, '') AS political,
           coalesce(f.is_bought, false) AS is_bought
    FROM governance_posting p
    LEFT JOIN cases_mediatorprofile f ON f.account_id = p.account_id
    LEFT JOIN governance_person n ON n.id = f.person_id
    WHERE p.account_id IN ({chosen}) AND p.role IN ('mediator', 'mediation_director')
    GROUP BY p.account_id, f.id, n.id
"""


def of_cases(fresh: str, model, key: str) -> str:
    """Facts of cases: none of void ones; of destroyed ones those that are stored."""
    columns = ", ".join(f"s.{field.column}" for field in model._meta.concrete_fields)
    return f"""
        {fresh} AND c.voided_at IS NULL AND c.archive <> 'destroyed'
        UNION ALL
        SELECT {columns} FROM {model._meta.db_table} s JOIN cases_case c ON c.id = s.{key}
        WHERE s.{key} IN ({{chosen}}) AND c.archive = 'destroyed'
    """


OF_CASE = "changed.case_id"
OF_AGREEMENT = "JOIN cases_agreement a ON a.id = changed.agreement_id"
OF_OBLIGATION = (
    "JOIN cases_obligation o ON o.id = changed.obligation_id JOIN cases_agreement a ON a.id = o.agreement_id"
)
OF_COMMITTEE = "JOIN cases_case c ON c.committee_id = changed.id"
OF_CASE_ROW = (
    *("area_id", "committee_id", "source", "dispute_type", "difficulty", "result", "host_id", "people_count"),
    *("agreed_amount", "received_at", "accepted_on", "result_on", "performed_on", "performance", "risk_level"),
    *("procedure", "voided_at", "archive"),
)
CASES_WATCHED = (
    Watched("cases.Case", "changed.id", columns=OF_CASE_ROW),
    Watched("cases.TimeLimit", OF_CASE, columns=("case_id", "key", "due_on", "met_on", "dropped_on")),
    Watched("cases.Suspension", OF_CASE, columns=("case_id", "stopped_at", "resumed_at")),
    Watched("cases.Agreement", OF_CASE, columns=("case_id", "state", "form", "effective_on")),
    Watched(
        "cases.Obligation",
        "a.case_id",
        OF_AGREEMENT,
        columns=("agreement_id", "timing", "due_on", "performed_on"),
    ),
    Watched("cases.Instalment", "a.case_id", OF_OBLIGATION, columns=("obligation_id", "due_on", "performed_on")),
    Watched("cases.ConfirmationApplication", OF_CASE, columns=("case_id", "applied_on", "decided_on", "outcome")),
    Watched("cases.RegisterRow", OF_CASE, columns=("case_id", "form")),
    Watched("cases.MediationCommittee", "c.id", OF_COMMITTEE, columns=("body_id",), verbs=("update",)),
    Watched("cases.Prevention", OF_CASE),
    Watched("cases.ReturnVisit", OF_CASE),
    Watched("cases.VolumeCheck", "v.case_id", "JOIN cases_volume v ON v.id = changed.volume_id"),
    Watched("cases.SubsidyClaim", OF_CASE, columns=("case_id", "grade", "base_amount", "state", "batch_id")),
    Watched(
        "cases.SubsidyBatch",
        "s.case_id",
        "JOIN cases_subsidyclaim s ON s.batch_id = changed.id",
        columns=("paid_on",),
        verbs=("update",),
    ),
    Watched("cases.Party", OF_CASE, columns=("case_id", "special_groups", "left_on")),
)
POSTINGS = Watched(
    "governance.Posting", "changed.account_id", columns=("account_id", "role", "area_id", "starts_on", "ends_on")
)
PEOPLE = Watched(
    "governance.Person",
    "f.account_id",
    "JOIN cases_mediatorprofile f ON f.person_id = changed.id",
    columns=("sex", "ethnicity"),
    verbs=("update",),
)
MEDIATORS_WATCHED = (
    POSTINGS,
    PEOPLE,
    Watched(
        "cases.MediatorProfile",
        "changed.account_id",
        columns=(
            *("account_id", "person_id", "employment", "grade", "identities"),
            *("education", "political", "is_bought"),
        ),
    ),
)
COMMITTEES = """
    SELECT m.id AS subject, m.area_id, m.trade, b.established_on AS began_on, b.dissolved_on AS ended_on
    FROM cases_mediationcommittee m JOIN governance_body b ON b.id = m.body_id WHERE m.id IN ({chosen})
"""
BODY = Watched(
    "governance.Body",
    "m.id",
    "JOIN cases_mediationcommittee m ON m.body_id = changed.id",
    columns=("established_on", "dissolved_on"),
    verbs=("update",),
)
COMMITTEES_WATCHED = (
    BODY,
    Watched("cases.MediationCommittee", "changed.id", columns=("body_id", "area_id", "trade")),
)
SCREENINGS = f"""
    SELECT k.id AS subject, k.area_id, (k.checked_at {ZONE})::date AS checked_on
    FROM cases_check k WHERE k.id IN ({{chosen}})
"""
SCREENINGS_WATCHED = (Watched("cases.Check", "changed.id", columns=("area_id", "checked_at")),)
