from typing import ClassVar

from django.db import migrations

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reporting", "0003_odd_readings")]
    operations: ClassVar = [
        append_only("reporting_loglook"),
        append_only("reporting_oddreading"),
        append_only("reporting_oddanswer"),
    ]
