from typing import ClassVar

from django.db import migrations

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0005_search_alarm")]
    operations: ClassVar = [append_only("records_searchalarm")]
