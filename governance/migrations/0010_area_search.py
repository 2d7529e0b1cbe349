"""Functions by which names are searched: one spelling, and its neighbouring characters."""

from django.db import migrations

KEY = """
CREATE FUNCTION area_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(lower(normalize(name, NFKC) COLLATE "C"), ' ()、·.,-_''"', '');
COMMENT ON FUNCTION area_key IS 'A place name as searched: full-width letters plain, lower case, no punctuation.';
"""
BIGRAMS = """
CREATE FUNCTION area_bigrams(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    key text := public.area_key(name);
    found text[] := '{}';
BEGIN
    IF length(key) < 2 THEN
        RETURN ARRAY[key];
    END IF;
    FOR place IN 1 .. length(key) - 1 LOOP
        found := found || substr(key, place, 2);
    END LOOP;
    RETURN found;
END
$$;
COMMENT ON FUNCTION area_bigrams IS 'Every two neighbouring characters of a place name, for the index of names.';
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_partitions_changes_bodies")]
    operations = [
        migrations.RunSQL(KEY, "DROP FUNCTION area_key(text)"),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION area_bigrams(text)"),
    ]
