"""Official tables (统计报表): figures of a place and period, filed, reviewed, released, and never changed after that.

A wing declares its tables (declaring.py); nothing here knows one.
"""
