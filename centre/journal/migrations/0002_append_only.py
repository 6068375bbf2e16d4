from typing import ClassVar

from django.db import migrations

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_initial"), ("records", "0010_new_keys")]
    operations: ClassVar = [
        append_only("journal_note"),
        append_only("journal_attachment"),
        append_only("journal_attachmentpart"),
        append_only("journal_passingon"),
    ]
