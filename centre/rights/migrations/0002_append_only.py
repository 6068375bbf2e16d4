from typing import ClassVar

from django.db import migrations

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rights", "0001_initial")]
    operations: ClassVar = [append_only("rights_requestevent")]
