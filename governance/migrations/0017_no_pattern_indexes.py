"""Columns in byte order (collation C: codes of places, credit codes) answer LIKE 'prefix%' from their ordinary index.

Django gives each of them a second one for patterns all the same; every row written pays for it.
"""

from django.db import migrations

DROP = r"""
DO $$
DECLARE redundant regclass;
BEGIN
    FOR redundant IN
        SELECT index.indexrelid
        FROM pg_index index
        JOIN pg_class own ON own.oid = index.indexrelid AND own.relname LIKE 'governance\_%\_like'
        JOIN pg_attribute col ON col.attrelid = index.indrelid AND col.attnum = index.indkey[0]
        JOIN pg_collation ON pg_collation.oid = col.attcollation AND pg_collation.collname = 'C'
        WHERE index.indnatts = 1 AND own.relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('DROP INDEX %s', redundant);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0016_notices")]

    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
