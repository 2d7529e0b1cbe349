"""Indexes for the filters of the case list; those away that others already are, which every row written pays for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# columns in byte order (codes of places) need no second index for LIKE 'prefix%': governance 0017
DROP = r"""
DO $$
DECLARE redundant regclass;
BEGIN
    FOR redundant IN
        SELECT index.indexrelid
        FROM pg_index index
        JOIN pg_class own ON own.oid = index.indexrelid AND own.relname LIKE 'cases\_%\_like'
        JOIN pg_attribute col ON col.attrelid = index.indrelid AND col.attnum = index.indkey[0]
        JOIN pg_collation ON pg_collation.oid = col.attcollation AND pg_collation.collname = 'C'
        WHERE index.indnatts = 1 AND own.relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('DROP INDEX %s', redundant);
    END LOOP;
END $$
"""


def name_all_parties(apps, schema_editor):
    """The words of a case now hold the names of all its parties, not of those in its title alone."""
    from cases.search.actions import index_case

    many = apps.get_model("cases", "Case").objects.alias(parties_count=models.Count("parties"))
    for case in many.filter(parties_count__gt=3).iterator():
        index_case(case)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_performance_confirmation_visits"),
        ("governance", "0017_no_pattern_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="cases_case_area_id_e049b6_idx",
        ),
        migrations.AlterField(
            model_name="case",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.area",
                verbose_name="区域",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="host",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="主持调解员",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.person",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["area", "-received_at", "-id"],
                include=(
                    "voided_at",
                    "procedure",
                    "due_on",
                    "dispute_type",
                    "source",
                    "difficulty",
                    "result",
                    "performance",
                    "confirmation",
                    "archive",
                    "accepted_on",
                    "result_on",
                ),
                name="case_in_scope",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-received_at", "-id"], name="case_newest"),
        ),
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.RunPython(name_all_parties, migrations.RunPython.noop),
    ]
