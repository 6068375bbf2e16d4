from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_fewer_indexes")]

    operations = [
        migrations.AlterField(
            "clock",
            "citizen",
            models.ForeignKey(
                "citizens.citizen",
                on_delete=PROTECT,
                null=True,
                related_name="clocks",
                db_index=False,
            ),
        ),
    ]
