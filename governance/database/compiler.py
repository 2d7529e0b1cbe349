"""Where Django looks for the compilers of this backend: its own, and those that keep what they put together."""

from django.db.backends.postgresql import compiler as djangos
from django.db.backends.postgresql.compiler import SQLAggregateCompiler, SQLDeleteCompiler
from django.db.backends.postgresql.compiler import SQLCompiler as DjangosCompiler

from governance.database import kept

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLCompiler(DjangosCompiler):
    known: kept.Kept | None = None

    def as_sql(self, with_limits=True, with_col_aliases=False):
        if with_col_aliases or not with_limits:
            return super().as_sql(with_limits, with_col_aliases)
        return kept.statement(self, super().as_sql)

    def get_converters(self, expressions):
        return self.known.converters if self.known else super().get_converters(expressions)


class SQLInsertCompiler(djangos.SQLInsertCompiler):
    def as_sql(self):
        return kept.insertion(self.query, super().as_sql())


class SQLUpdateCompiler(djangos.SQLUpdateCompiler):
    def as_sql(self):
        return kept.change(self, super().as_sql)
