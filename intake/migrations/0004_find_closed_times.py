from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0003_anonymous_leads_to_nobody")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["starts_at", "id"],
                name="slot_closed_from",
            ),
        ),
    ]
