"""Words of a mediation by which a case is found, by those who read its file. Separate meetings are never among them."""

from cases.search.actions import file_texts

file_texts(
    "SELECT name FROM cases_evidence WHERE case_id = %(case)s ORDER BY seq",
    """
    SELECT array_to_string(asked, '、') || ' ' || text FROM cases_investigation
    WHERE case_id = %(case)s ORDER BY starts_at
    """,
    "SELECT text FROM cases_mediationsession WHERE case_id = %(case)s AND text <> '' ORDER BY seq",
)
