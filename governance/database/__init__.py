"""Django's PostgreSQL backend, with the SQL of a query's shape put together once a process (kept.py)."""
