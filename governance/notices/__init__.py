"""Notices (提醒): what is due and to whom. A row first, a message second (design 5); domain/mediation.md 2.10.

A wing declares its rungs in `reminders.py` (`rungs.py` says how). `sweeping.py` finds what is due, `raising.py` writes
one notice per (subject, rung, recipient), `outside/` tells those who want to hear of it elsewhere.
"""
