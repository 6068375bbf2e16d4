from typing import ClassVar

from django.db import migrations

from centre.guard import of_the_kept


class Migration(migrations.Migration):
    dependencies: ClassVar = [("citizens", "0008_refuse_of_the_disposed"), ("journal", "0002_append_only")]
    operations: ClassVar = [
        of_the_kept("journal_note"),
    ]
