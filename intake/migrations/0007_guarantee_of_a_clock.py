import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A name for the way from a deadline to its guarantee; the table stays as it is."""

    dependencies = [
        ("clocks", "0002_append_only"),
        ("intake", "0006_voice_mail"),
    ]

    operations = [
        migrations.AlterField(
            model_name="guarantee",
            name="clock",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="guarantee",
                to="clocks.clock",
            ),
        ),
    ]
