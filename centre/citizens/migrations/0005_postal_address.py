import centre.vault
import django.db.models.functions.text
import django.db.models.lookups
from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('citizens', '0004_death'),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name='citizen',
            name='address',
            field=centre.vault.EncryptedTextField(blank=True, context='citizen.address', db_default=b'', default=''),
        ),
        migrations.AddConstraint(
            model_name='citizen',
            constraint=models.CheckConstraint(condition=models.Q(('anonymous', False), models.Q(django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length('address'), 0), _negated=True), _connector='OR'), name='citizen_anonymous_without_address', violation_error_message='An anonymous person has no address.'),
        ),
    ]
