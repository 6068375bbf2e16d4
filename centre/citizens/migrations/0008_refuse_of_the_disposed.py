from typing import ClassVar

from django.db import migrations

from centre.guard import REFUSE_OF_THE_DISPOSED, of_the_kept


class Migration(migrations.Migration):
    dependencies: ClassVar = [("citizens", "0007_citizen_disposed_on_and_more")]
    operations: ClassVar = [
        REFUSE_OF_THE_DISPOSED,
        of_the_kept("citizens_guardian"),
        of_the_kept("citizens_consent"),
        of_the_kept("citizens_death"),
    ]
