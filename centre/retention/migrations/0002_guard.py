"""The one opening of the guard: for the rows of a line that two people have listed and approved.

The web may call what is here, and comes no other way at rows that are only ever added to. The logs
and the protocols themselves stay closed; of the log of readings a whole month goes, by its line.
"""

from typing import ClassVar

from django.db import migrations

from centre.guard import WEB_ROLE, append_only

_IS_OPEN = """
CREATE FUNCTION disposal_is_open(line text) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM retention_line AS one JOIN retention_protocol AS list ON list.id = one.protocol_id
        WHERE one.id::text = line AND one.outcome = '' AND list.status = 'approved'
            AND list.approved_by_id <> list.drafted_by_id
    )
$$;
"""
# As records.0010 left it, with the opening before it.
_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('traedesten.disposal', true), '') <> ''
        AND public.disposal_is_open(current_setting('traedesten.disposal', true))
    THEN
        IF TG_OP = 'DELETE'
            AND (TG_TABLE_NAME !~ '^records_' OR TG_TABLE_NAME = 'records_readentry_other')
        THEN
            RETURN OLD;
        ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'records_lookup'
            AND to_jsonb(OLD) - 'text' = to_jsonb(NEW) - 'text'
        THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND current_setting('traedesten.keys', true) = 'rotate'
        AND TG_TABLE_NAME !~ '^records_(auditentry|readentry|seal|droppedmonth)'
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
# Rows that a line may open: waited for, so that nobody changes them meanwhile, and then removed.
_OF_ROWS = """
CREATE FUNCTION {name}(line uuid, relation text, key text, keys text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint; kind text;
BEGIN
    IF NOT disposal_is_open(line::text)
        OR relation ~ '^(staff|account|standard|django|auth)_'
        OR (relation ~ '^records_'
            AND relation NOT IN ('records_tie', 'records_insider', 'records_lookuprequest'))
        OR relation ~ '^retention_(protocol|line|tally|survey)$'
        OR relation = 'citizens_citizen'
    THEN
        RAISE EXCEPTION 'no approved line opens %', relation USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT format_type(atttypid, atttypmod) INTO STRICT kind FROM pg_attribute
        WHERE attrelid = ('public.' || quote_ident(relation))::regclass AND attname = key;
    PERFORM set_config('traedesten.disposal', line::text, true);
    EXECUTE format('{statement}', relation, key, kind) USING keys;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('traedesten.disposal', '', true);
    RETURN gone;
END $$;
"""
_HOLD_STILL = _OF_ROWS.format(
    name="hold_still",
    statement="SELECT FROM %1$I WHERE %2$I = ANY ($1::%3$s[]) ORDER BY %2$I FOR UPDATE",
)
_DISPOSE = (
    _HOLD_STILL
    + _OF_ROWS.format(name="dispose", statement="DELETE FROM %I WHERE %I = ANY ($1::%s[])")
    + """
CREATE FUNCTION empty_look_ups(line uuid, nothing bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE whose uuid; gone bigint;
BEGIN
    IF NOT disposal_is_open(line::text) THEN
        RAISE EXCEPTION 'no approved line opens the look-ups' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT subject INTO STRICT whose FROM retention_line WHERE id = line;
    PERFORM set_config('traedesten.disposal', line::text, true);
    UPDATE records_lookup SET text = nothing WHERE citizen_id = whose;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('traedesten.disposal', '', true);
    RETURN gone;
END $$;
"""  # nosec B608
)
# The month is stated first, line by line, and no more goes than that. Below six months nothing does.
_DROP_MONTH = """
CREATE FUNCTION drop_month(line uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE first date; since timestamptz; until timestamptz; name text; there bigint; stated bigint;
BEGIN
    SELECT last_entry_on INTO first FROM retention_line AS one
        JOIN retention_protocol AS list ON list.id = one.protocol_id
        WHERE one.id = line AND list.kind = 'log' AND one.last_entry_on = date_trunc('month', one.last_entry_on);
    since := first::timestamp AT TIME ZONE 'Europe/Copenhagen';
    until := (first::timestamp + interval '1 month') AT TIME ZONE 'Europe/Copenhagen';
    IF first IS NULL OR NOT disposal_is_open(line::text) OR until > now() - interval '6 months' THEN
        RAISE EXCEPTION 'no approved line opens this month' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT count(*) INTO there FROM records_readentry WHERE at >= since AND at < until;
    SELECT count(*) INTO stated FROM records_droppedmonth AS said
        CROSS JOIN LATERAL unnest(said.entries) AS entry
        JOIN records_readentry AS one ON one.id = entry AND one.at >= since AND one.at < until
        WHERE said.first_on = first;
    IF there <> stated THEN
        RAISE EXCEPTION 'the month holds other lines than are stated' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SET CONSTRAINTS ALL IMMEDIATE;
    name := 'records_readentry_' || to_char(first, 'YYYY_MM');
    IF to_regclass(name) IS NULL THEN
        PERFORM set_config('traedesten.disposal', line::text, true);
        DELETE FROM records_readentry WHERE at >= since AND at < until;
        PERFORM set_config('traedesten.disposal', '', true);
    ELSE
        EXECUTE format('ALTER TABLE records_readentry DETACH PARTITION %I', name);
        EXECUTE format('DROP TABLE %I', name);
    END IF;
    RETURN there;
END $$;
"""
_WEB_MAY_CALL = f"""
REVOKE EXECUTE ON FUNCTION hold_still(uuid, text, text, text[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dispose(uuid, text, text, text[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION empty_look_ups(uuid, bytea) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION drop_month(uuid) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
        GRANT EXECUTE ON FUNCTION hold_still(uuid, text, text, text[]) TO {WEB_ROLE};
        GRANT EXECUTE ON FUNCTION dispose(uuid, text, text, text[]) TO {WEB_ROLE};
        GRANT EXECUTE ON FUNCTION empty_look_ups(uuid, bytea) TO {WEB_ROLE};
        GRANT EXECUTE ON FUNCTION drop_month(uuid) TO {WEB_ROLE};
    END IF;
END $$;
"""  # nosec B608
_BACK = """
DROP FUNCTION drop_month(uuid);
DROP FUNCTION empty_look_ups(uuid, bytea);
DROP FUNCTION dispose(uuid, text, text, text[]);
DROP FUNCTION hold_still(uuid, text, text, text[]);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("retention", "0001_initial"), ("records", "0014_droppedmonth")]
    operations: ClassVar = [
        migrations.RunSQL(_IS_OPEN, "DROP FUNCTION disposal_is_open(text)"),
        migrations.RunSQL(_REFUSE, migrations.RunSQL.noop),
        migrations.RunSQL(_DISPOSE + _DROP_MONTH + _WEB_MAY_CALL, _BACK),
        append_only("records_droppedmonth"),
    ]
