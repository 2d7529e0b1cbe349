from django.db import migrations


class Migration(migrations.Migration):
    """Cases that came with an old register before they said so themselves."""

    dependencies = [("cases", "0035_case_is_imported")]

    operations = [
        migrations.RunSQL(
            "UPDATE cases_case AS c SET is_imported = true FROM cases_registerrow AS r WHERE r.case_id = c.id",
            migrations.RunSQL.noop,
        )
    ]
