"""Operations of migrations: many tables of a new database at once, and indexes that are there twice."""

from collections.abc import Sequence

from django.db.migrations.operations import CreateModel, RunSQL
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger


class MakeAtOnce(Operation):
    """Do these operations on models that do not exist yet: every table is created as it is after all of them.

    One after the other, each new table makes Django render every model that is connected with it anew; with some two
    hundred models that takes minutes, this takes seconds.
    """

    reversible = False
    reduces_to_sql = False

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)  # rendered once, when next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Tables come with their fields, indexes and constraints; their triggers after them."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                model = to_state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.create_model(model)
        for operation in self.operations:
            if isinstance(operation, AddTrigger):
                operation.database_forwards(app_label, schema_editor, to_state, to_state)

    def describe(self):
        return f"Make {sum(isinstance(one, CreateModel) for one in self.operations)} tables at once"


def without_pattern_indexes(wing: str) -> RunSQL:
    """Columns in byte order (collation C: codes of places, credit codes) answer LIKE 'prefix%' from their ordinary
    index. Django gives each of them a second one for patterns all the same; every row written pays for it.
    """
    return RunSQL(PATTERN_INDEXES.replace("WING", wing), RunSQL.noop)


PATTERN_INDEXES = r"""
DO $$
DECLARE redundant regclass;
BEGIN
    FOR redundant IN
        SELECT index.indexrelid
        FROM pg_index index
        JOIN pg_class own ON own.oid = index.indexrelid AND own.relname LIKE 'WING\_%\_like'
        JOIN pg_attribute col ON col.attrelid = index.indrelid AND col.attnum = index.indkey[0]
        JOIN pg_collation ON pg_collation.oid = col.attcollation AND pg_collation.collname = 'C'
        WHERE index.indnatts = 1 AND own.relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('DROP INDEX %s', redundant);
    END LOOP;
END $$
"""
