"""The log of readings as a table of months: what is looked for in one is not looked for in all of them.

A line of a month that nobody has opened lies in `_other`: nothing is refused for want of a month.
"""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from centre.guard import WEB_ROLE, append_only

# Through the table of all months one may do what one may do there; with a month itself, nothing.
_CLOSED_TO_THE_WEB = f"""
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
        EXECUTE format('REVOKE ALL ON %I FROM {WEB_ROLE}', name);
    END IF;
"""  # nosec B608

# Whatever month the owner asks for.
_OPEN_MONTH = f"""
CREATE FUNCTION open_month(day date) RETURNS boolean LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    first timestamp := date_trunc('month', day::timestamp);
    since timestamptz := first AT TIME ZONE 'Europe/Copenhagen';
    until timestamptz := (first + interval '1 month') AT TIME ZONE 'Europe/Copenhagen';
    name text := 'records_readentry_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL
        OR EXISTS (SELECT FROM records_readentry_other WHERE at >= since AND at < until)
    THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE records_readentry INCLUDING ALL)', name);
    EXECUTE format(
        'ALTER TABLE records_readentry ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, since, until
    );
    {_CLOSED_TO_THE_WEB}
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION open_month(date) FROM PUBLIC;
"""  # nosec B608

# Run with the rights of the owner: whoever calls it can open this month and the next two, nothing else.
_OPEN_MONTHS = f"""
CREATE FUNCTION open_months() RETURNS bigint LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE open_month(day::date)) FROM generate_series(
        date_trunc('month', now() AT TIME ZONE 'Europe/Copenhagen'),
        now() AT TIME ZONE 'Europe/Copenhagen' + interval '2 months',
        '1 month'
    ) AS day
$$;
REVOKE EXECUTE ON FUNCTION open_months() FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
        GRANT EXECUTE ON FUNCTION open_months() TO {WEB_ROLE};
    END IF;
END $$;
"""  # nosec B608

# The key of a table of months must name the month's column; the numbers themselves are random.
_TABLE = f"""
ALTER TABLE records_readentry RENAME TO records_readentry_whole;
CREATE TABLE records_readentry (LIKE records_readentry_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
    PARTITION BY RANGE (at);
CREATE TABLE records_readentry_other PARTITION OF records_readentry DEFAULT;
DO $$ DECLARE name text := 'records_readentry_other'; BEGIN {_CLOSED_TO_THE_WEB} END $$;
SELECT open_month(month::date) FROM generate_series(
    (SELECT date_trunc('month', coalesce(min(at), now())) FROM records_readentry_whole),
    now() + interval '2 months', '1 month'
) AS month;
INSERT INTO records_readentry SELECT * FROM records_readentry_whole;
DROP TABLE records_readentry_whole;
ALTER TABLE records_readentry
    ADD PRIMARY KEY (id, at),
    ADD CONSTRAINT read_by FOREIGN KEY (by_id) REFERENCES staff_user DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT read_of FOREIGN KEY (citizen_id) REFERENCES citizens_citizen
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT read_with FOREIGN KEY (look_up_id) REFERENCES records_lookup
        DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX read_by_citizen ON records_readentry (citizen_id, at);
CREATE INDEX read_by_reader ON records_readentry (by_id, at);
"""  # nosec B608


def _unindexed(name: str, to: str, **more: bool) -> migrations.AlterField:
    """The indexes with the moment serve for the column alone."""
    key = models.ForeignKey(to=to, on_delete=PROTECT, related_name="+", db_index=False, **more)
    return migrations.AlterField("readentry", name, key)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0007_mark")]
    operations: ClassVar = [
        migrations.RunSQL(_OPEN_MONTH, "DROP FUNCTION open_month(date)"),
        migrations.RunSQL(_OPEN_MONTHS, "DROP FUNCTION open_months()"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_TABLE)],
            state_operations=[
                _unindexed("by", settings.AUTH_USER_MODEL),
                _unindexed("citizen", "citizens.citizen", null=True),
            ],
        ),
        append_only("records_readentry"),
    ]
