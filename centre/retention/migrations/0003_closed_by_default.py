"""What a line may open is named, table by table: a table that comes later is closed until it is."""

from typing import ClassVar

from django.db import migrations

# As the apps' parts name what they remove (`retention.queries.parts.Part.removes`).
_OPENS = """
CREATE FUNCTION disposal_opens(relation text) RETURNS boolean LANGUAGE sql IMMUTABLE
    SET search_path = public, pg_temp AS $$
    SELECT relation = ANY (ARRAY[
        'citizens_consent', 'citizens_death', 'citizens_guardian',
        'clocks_alert', 'clocks_clock', 'clocks_clockevent',
        'complaints_complaint', 'complaints_complaintevent',
        'followup_callattempt', 'followup_earlierend', 'followup_followup', 'followup_supporttalk',
        'intake_assessment', 'intake_booking', 'intake_contactattempt', 'intake_decision',
        'intake_freechoice', 'intake_guarantee', 'intake_guaranteefact', 'intake_inquiry',
        'intake_lookupreview', 'intake_profile', 'intake_substanceuse', 'intake_visitation',
        'journal_attachment', 'journal_attachmentpart', 'journal_note', 'journal_passingon',
        'post_letter',
        'records_insider', 'records_lookuprequest', 'records_tie',
        'reporting_oddanswer', 'reporting_oddreading',
        'retention_hold',
        'rights_piece', 'rights_requestevent', 'rights_rightsrequest',
        'treatment_course', 'treatment_discharge', 'treatment_goal', 'treatment_goalresult',
        'treatment_handover', 'treatment_planreview', 'treatment_session', 'treatment_sessionnote',
        'treatment_treatmentplan'
    ])
$$;
"""
_OF_ROWS = """
CREATE OR REPLACE FUNCTION {name}(line uuid, relation text, key text, keys text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint; kind text;
BEGIN
    IF NOT disposal_is_open(line::text) OR NOT {opens} THEN
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
_STATEMENTS = {
    "hold_still": "SELECT FROM %1$I WHERE %2$I = ANY ($1::%3$s[]) ORDER BY %2$I FOR UPDATE",
    "dispose": "DELETE FROM %I WHERE %I = ANY ($1::%s[])",
}
# What 0002 closed, for the way back.
_BUT_THESE = r"""NOT (relation ~ '^(staff|account|standard|django|auth)_'
        OR (relation ~ '^records_'
            AND relation NOT IN ('records_tie', 'records_insider', 'records_lookuprequest'))
        OR relation ~ '^retention_(protocol|line|tally|survey)$'
        OR relation = 'citizens_citizen')"""


def _functions(opens: str) -> str:
    return "".join(
        _OF_ROWS.format(name=name, opens=opens, statement=statement)
        for name, statement in _STATEMENTS.items()
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("retention", "0002_guard")]
    operations: ClassVar = [
        migrations.RunSQL(
            _OPENS + _functions("disposal_opens(relation)"),
            _functions(_BUT_THESE) + "DROP FUNCTION disposal_opens(text)",
        ),
    ]
