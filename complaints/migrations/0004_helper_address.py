import centre.vault
import django.db.models.functions.text
import django.db.models.lookups
from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('citizens', '0005_postal_address'),
        ('clocks', '0004_open_of_a_citizen'),
        ('complaints', '0003_one_decision_for_several'),
        ('intake', '0011_death'),
        ('post', '0007_copies'),
        ('staff', '0002_login'),
        ('standard', '0002_quality_standard'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name='complaintevent',
            name='complaint_event_type_known',
        ),
        migrations.AddField(
            model_name='complaint',
            name='helper_address',
            field=centre.vault.EncryptedTextField(blank=True, context='complaint.helper_address', db_default=b'', default=''),
        ),
        migrations.AlterField(
            model_name='complaintevent',
            name='type',
            field=models.CharField(choices=[('register', 'Complaint registered'), ('connect', "Connected with the citizen's case"), ('put_right', 'What it is about was put right'), ('helper', 'Who helps was put right'), ('assign', 'Responsible person changed'), ('acknowledge', 'Receipt given'), ('begin', 'Looking at it again has begun'), ('more_time', 'Told that more information is needed'), ('reassess', 'Looked at again'), ('forward', 'Sent to the appeals board'), ('reply', "The citizen's answer"), ('outcome', "The appeals board's decision"), ('decided_anew', 'Decided anew'), ('answer', 'Answer given'), ('pass_on', 'Passed on'), ('close', 'Closed')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length('helper_address'), 0), _negated=True), django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length('helper_name'), 0), _connector='OR'), name='complaint_helper_address_of_somebody', violation_error_message='Write who helps.'),
        ),
        migrations.AddConstraint(
            model_name='complaintevent',
            constraint=models.CheckConstraint(condition=models.Q(('type__in', ['register', 'connect', 'put_right', 'helper', 'assign', 'acknowledge', 'begin', 'more_time', 'reassess', 'forward', 'reply', 'outcome', 'decided_anew', 'answer', 'pass_on', 'close'])), name='complaint_event_type_known'),
        ),
    ]
