"""Figures against their floor: the bare SQL that fetches the same answer, through psycopg, with JSON encoding.

One file a figure (`place_list.py`), each with `figures()`. Both ways run in turns on the same server, and medians are
compared: the machine's noise meets both. Absolute times say little; the ratio is what must hold.
"""
