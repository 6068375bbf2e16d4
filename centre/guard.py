"""What the database itself refuses: migration operations for roles and append-only tables.

Two roles: the owner migrates, the web role serves. The web role may only add to append-only tables;
a trigger refuses change and removal for everybody else too. Triggers here guard; they never change data.
"""

from django.db import IntegrityError
from django.db.migrations import RunSQL

WEB_ROLE = "traedesten_web"

# The role may be made by the launcher or the operator; where the migrating role may not make it, the
# operator must, before the web is given it.
ROLES = RunSQL(
    sql=f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
            CREATE ROLE {WEB_ROLE} NOLOGIN;
        END IF;
    EXCEPTION
        WHEN insufficient_privilege THEN RAISE NOTICE 'role {WEB_ROLE} is missing';
        WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;
    DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
            GRANT USAGE ON SCHEMA public TO {WEB_ROLE};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB_ROLE};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE};
            ALTER DEFAULT PRIVILEGES IN SCHEMA public
                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {WEB_ROLE};
            ALTER DEFAULT PRIVILEGES IN SCHEMA public
                GRANT USAGE, SELECT ON SEQUENCES TO {WEB_ROLE};
        END IF;
    END $$;
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$;
    """,  # nosec B608
    reverse_sql="DROP FUNCTION refuse_change()",
)


def append_only(table: str) -> RunSQL:
    """Let rows of the table be added and read, never changed or removed."""
    return RunSQL(
        sql=f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
                REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE};
            END IF;
        END $$;
        """,  # nosec B608
        reverse_sql=f"DROP TRIGGER {table}_append_only ON {table}",
    )


# What refuses a row about somebody of whom all is disposed of.
CITIZEN_IS_KEPT = "citizen_is_kept"
# The row of the citizen is held until the end: a disposal at that moment waits, and finds what was
# written; or it is waited for, and nothing lands on the number that is left. The foreign key alone
# is looked at when all is written, and the number is still there.
REFUSE_OF_THE_DISPOSED = RunSQL(
    sql=f"""
    CREATE FUNCTION refuse_of_the_disposed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE gone date;
    BEGIN
        IF NEW.citizen_id IS NULL THEN
            RETURN NEW;
        END IF;
        SELECT disposed_on INTO gone FROM citizens_citizen WHERE id = NEW.citizen_id FOR KEY SHARE;
        IF gone IS NOT NULL THEN
            RAISE EXCEPTION 'all of this citizen is disposed of'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{CITIZEN_IS_KEPT}';
        END IF;
        RETURN NEW;
    END $$;
    """,  # nosec B608
    reverse_sql="DROP FUNCTION refuse_of_the_disposed()",
)


def of_the_kept(table: str) -> RunSQL:
    """Let no row be written about a citizen of whom all is disposed of."""
    return RunSQL(
        sql=f"""
        CREATE TRIGGER {table}_of_the_kept BEFORE INSERT OR UPDATE OF citizen_id ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_of_the_disposed();
        """,
        reverse_sql=f"DROP TRIGGER {table}_of_the_kept ON {table}",
    )


def broken(error: IntegrityError) -> str:
    """The name of the constraint that refused a row; empty where the database names none."""
    diag = getattr(error.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None) or ""
