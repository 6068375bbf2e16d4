from typing import ClassVar

from django.db import migrations

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("post", "0004_letter")]
    operations: ClassVar = [append_only("post_letter")]
