"""The backend that settings name: Django's own, but for its compiler."""

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations


class Operations(DatabaseOperations):
    compiler_module = "governance.database.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations
