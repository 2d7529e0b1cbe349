"""Committees with people in the districts of a world."""

from bench.world.rows import Rows
from cases.committees.models import MediationCommittee
from governance.committees.models import Body
from governance.people.models import Account, Posting

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
