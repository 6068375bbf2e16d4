from typing import ClassVar

from django.db import migrations

from centre.guard import of_the_kept


class Migration(migrations.Migration):
    dependencies: ClassVar = [("citizens", "0008_refuse_of_the_disposed"), ("post", "0011_second_person")]
    operations: ClassVar = [
        of_the_kept("post_letter"),
    ]
