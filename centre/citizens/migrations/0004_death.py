import django.db.models.deletion
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('citizens', '0003_hash_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name='Death',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('told_in', models.CharField(choices=[('file', 'Written in the file'), ('guarantee', 'Told when a deadline was released'), ('discharge', 'Told with the discharge'), ('follow_up', 'Told in a follow-up')], max_length=10)),
                ('told_of', models.UUIDField()),
                ('died_on', models.DateField(blank=True, null=True)),
                ('told_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('citizen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deaths', to='citizens.citizen')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('told_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('told_in__in', ['file', 'guarantee', 'discharge', 'follow_up'])), name='death_told_in_known'), models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('told_in', 'told_of'), name='death_told_once'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True)), models.Q(('taken_back_at__gte', models.F('told_at')), ('taken_back_by__isnull', False)), _connector='OR'), name='death_taken_back_by_somebody')],
            },
        ),
    ]
