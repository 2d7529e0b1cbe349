"""Indexes for patterns on columns that need none: tables made since the last time they were taken away."""

from django.db import migrations

from governance.at_once import without_pattern_indexes


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_organs_and_registers")]

    operations = [without_pattern_indexes("cases")]
