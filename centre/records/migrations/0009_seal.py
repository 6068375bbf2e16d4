import django.contrib.postgres.fields
from django.db import migrations, models

import centre.vault
from centre.guard import append_only

LOGS = [("trail", "What was done"), ("reading", "What was read")]

# The database itself keeps the list of what is not sealed yet, whoever writes the line.
WAITING = migrations.RunSQL(
    sql="""
    CREATE FUNCTION wait_for_seal() RETURNS trigger LANGUAGE plpgsql
        SET search_path = public, pg_temp AS $$
    BEGIN
        INSERT INTO public.records_unsealed (entry, log) VALUES (NEW.id, TG_ARGV[0]);
        RETURN NULL;
    END $$;
    CREATE TRIGGER records_auditentry_wait AFTER INSERT ON records_auditentry
        FOR EACH ROW EXECUTE FUNCTION wait_for_seal('trail');
    CREATE TRIGGER records_readentry_wait AFTER INSERT ON records_readentry
        FOR EACH ROW EXECUTE FUNCTION wait_for_seal('reading');
    INSERT INTO records_unsealed (entry, log)
        SELECT id, 'trail' FROM records_auditentry UNION ALL SELECT id, 'reading' FROM records_readentry;
    """,
    reverse_sql="""
    DROP TRIGGER records_auditentry_wait ON records_auditentry;
    DROP TRIGGER records_readentry_wait ON records_readentry;
    DROP FUNCTION wait_for_seal();
    """,
)


class Migration(migrations.Migration):
    dependencies = [("records", "0008_months")]

    operations = [
        migrations.AlterField("auditentry", "mark", centre.vault.MarkField(context="log.mark")),
        migrations.AlterField("readentry", "mark", centre.vault.MarkField(context="log.mark")),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("log", models.CharField(choices=LOGS, max_length=8)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("log__in", ["trail", "reading"])),
                        name="unsealed_log_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("log", models.CharField(choices=LOGS, max_length=8)),
                (
                    "entries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("digests", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                ("mark", centre.vault.MarkField(context="seal.mark")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("log__in", ["trail", "reading"])),
                        name="seal_log_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entries__len__gt", 0)), name="seal_closes_something"
                    ),
                ],
            },
        ),
        append_only("records_seal"),
        WAITING,
    ]
