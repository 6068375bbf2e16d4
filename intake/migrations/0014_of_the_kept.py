from typing import ClassVar

from django.db import migrations

from centre.guard import of_the_kept


class Migration(migrations.Migration):
    dependencies: ClassVar = [("citizens", "0008_refuse_of_the_disposed"), ("intake", "0013_look_up_review")]
    operations: ClassVar = [
        of_the_kept("intake_inquiry"),
    ]
