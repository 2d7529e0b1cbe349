"""Faults planted as only the owner of the tables can plant them, past every trigger; and what a check says of them."""

import re

from django.db import connection, transaction

from governance.invariants.looking import look_at
from governance.invariants.registry import find_invariant


def plant(statement, **values):
    """Run one UPDATE or DELETE with the table's triggers off. The trail has `by_force`."""
    (table,) = re.findall(r"^(?:UPDATE|DELETE FROM) (\w+)", statement)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending events cannot be altered
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        assert cursor.rowcount, "nothing was planted"
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def found(code):
    """What the check says, fault by fault."""
    return [finding.what for finding in look_at(find_invariant(code)).findings]
