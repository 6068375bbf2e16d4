from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('citizens', '0004_death'),
        ('intake', '0010_decide'),
    ]
    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name='inquiry',
            name='inquiry_status_known',
        ),
        migrations.AlterField(
            model_name='inquiry',
            name='status',
            field=models.CharField(choices=[('new', 'New'), ('in_contact', 'In contact'), ('started', 'Treatment has begun'), ('advised', 'Ended with advice'), ('withdrawn', 'The citizen no longer wants help'), ('referred', 'Handed on'), ('died', 'The citizen has died')], default='new', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['new', 'in_contact', 'started', 'advised', 'withdrawn', 'referred', 'died'])), name='inquiry_status_known'),
        ),
    ]
