import centre.vault
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import uuid
from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('citizens', '0005_postal_address'),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name='Guardian',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('name', centre.vault.EncryptedTextField(context='guardian.name')),
                ('address', centre.vault.EncryptedTextField(blank=True, context='guardian.address')),
                ('gets_letters', models.BooleanField(default=False)),
                ('citizen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardians', to='citizens.citizen')),
            ],
            options={
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(fields=('citizen', 'number'), name='guardian_numbered_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 2)), name='guardian_one_of_two'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length('name'), 0)), name='guardian_has_a_name', violation_error_message='Write who has custody.')],
            },
        ),
    ]
