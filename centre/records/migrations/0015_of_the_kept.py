from typing import ClassVar

from django.db import migrations

from centre.guard import of_the_kept


class Migration(migrations.Migration):
    dependencies: ClassVar = [("citizens", "0008_refuse_of_the_disposed"), ("records", "0014_droppedmonth")]
    operations: ClassVar = [
        of_the_kept("records_tie"),
        of_the_kept("records_insider"),
        of_the_kept("records_lookup"),
        of_the_kept("records_lookuprequest"),
    ]
