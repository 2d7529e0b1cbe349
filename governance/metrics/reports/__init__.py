"""Reports (自定义报表): a question about figures under a name, own or shared, sent out by the week or month.

A question is an address: what may be asked, `forms.py` reads; what it comes to, `grid.py` works out, for the page, the
spreadsheet and the mail alike. Whoever opens a report sees the figures of their own scope at that moment.
"""
