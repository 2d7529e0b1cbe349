"""Words of an accident by which a case is found, by those who read its file."""

from cases.search.actions import file_texts

file_texts("SELECT certificate_no || ' ' || insurer FROM cases_accident WHERE case_id = %(case)s")
