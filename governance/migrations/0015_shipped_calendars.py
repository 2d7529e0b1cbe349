from django.db import migrations

from governance.calendars.loading import load_shipped


def load(apps, schema_editor):
    models = [apps.get_model("governance", name) for name in ("CalendarYear", "CalendarDay", "CalendarEdition")]
    load_shipped(*(model.objects for model in models))


class Migration(migrations.Migration):
    dependencies = [("governance", "0014_calendars")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
