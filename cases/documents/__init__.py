"""Official forms (文书): one description and one snapshot of data for each, shown as PDF and as .docx.

`snapshot.py`, `form_details.py` and `follow_up_details.py` say what a form may know, `descriptions/` describes each in
blocks (`layout.py`), `pdf.py` and `docx.py` show any description. Nothing that prints reads the database: what was
printed can be printed again, byte for byte.
人民调解法 第二十七条; forms after the Ministry of Justice formats of 2010 (domain/mediation.md 3.1).
"""
