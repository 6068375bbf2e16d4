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
        migrations.AddIndex(
            "clock",
            models.Index(
                fields=["citizen"],
                condition=models.Q(("stopped_on__isnull", True), ("citizen__isnull", False)),
                name="clock_open_citizen",
            ),
        ),
    ]
