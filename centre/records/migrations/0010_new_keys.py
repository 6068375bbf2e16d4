from typing import ClassVar

from django.db import migrations

# A key is changed: what is sealed is sealed anew, and nothing else of the row differs. A sealed value
# begins with the byte of its format; the logs hold none. The web has no right to change such a row at all.
_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('traedesten.keys', true) = 'rotate'
        AND TG_TABLE_NAME !~ '^records_(auditentry|readentry|seal)'
        AND NOT EXISTS (
        SELECT FROM jsonb_each_text(to_jsonb(OLD)) AS before
        JOIN jsonb_each_text(to_jsonb(NEW)) AS after USING (key)
        WHERE before.value IS DISTINCT FROM after.value
            AND NOT coalesce(
                starts_with(before.value, E'\\\\x01') AND starts_with(after.value, E'\\\\x01'), false
            )
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
_BEFORE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0009_seal")]
    operations: ClassVar = [migrations.RunSQL(_REFUSE, _BEFORE)]
