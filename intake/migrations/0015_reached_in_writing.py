from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0014_of_the_kept")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="contactattempt", name="attempt_channel_known"),
        migrations.AlterField(
            model_name="contactattempt",
            name="channel",
            field=models.CharField(
                choices=[
                    ("phone", "By phone"),
                    ("in_person", "In person"),
                    ("video", "Video"),
                    ("text", "Text message"),
                    ("mail", "E-mail"),
                    ("letter", "Letter"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="contactattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["phone", "in_person", "video", "text", "mail", "letter"])
                ),
                name="attempt_channel_known",
            ),
        ),
    ]
