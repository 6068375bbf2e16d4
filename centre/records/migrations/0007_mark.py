from typing import Any, ClassVar

from django.db import migrations

from centre.vault import MarkField, digest_of, keyring

CONTEXT = "log.mark"
LOGS = ("auditentry", "readentry")
LINES = 5000


def mark_what_stands(apps: Any, schema_editor: Any) -> None:
    """Lines that were written before there were marks get theirs as they stand."""
    for name in LOGS:
        model = apps.get_model("records", name)
        table = model._meta.db_table
        rows = model.objects.filter(mark=None)
        if not rows.exists():
            continue
        schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        while some := list(rows.order_by("pk")[:LINES]):
            for row in some:
                row.mark = keyring().mark(digest_of(row), context=CONTEXT)
            model.objects.bulk_update(some, ["mark"], batch_size=500)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0006_search_alarm_append_only")]
    operations: ClassVar = [
        *(
            migrations.AddField(name, "mark", MarkField(context=CONTEXT, null=True))
            for name in LOGS
        ),
        migrations.RunPython(mark_what_stands, migrations.RunPython.noop),
    ]
