import centre.vault
import django.db.models.deletion
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import migrations, models

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('followup', '0003_how_it_goes'),
        ('intake', '0010_decide'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name='EarlierEnd',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('outcome', models.CharField(choices=[('reached', 'Reached'), ('relapsed', 'Reached: has relapsed'), ('not_reached', 'Cannot be reached'), ('moved', 'Has moved to another municipality'), ('declined', 'Does not want to be contacted'), ('dead', 'Is dead'), ('readmitted', 'Is in treatment again'), ('corrected', 'The discharge was set right')], max_length=11)),
                ('ended_on', models.DateField()),
                ('result', models.CharField(blank=True, choices=[('free', 'Free of drugs or alcohol'), ('reduced', 'Uses less'), ('stabilised', 'Stable'), ('unchanged', 'Unchanged'), ('worse', 'Uses more'), ('unknown', 'Not known')], max_length=10)),
                ('goal_kept', models.CharField(blank=True, choices=[('kept', 'The goal is kept'), ('partly', 'The goal is kept in part'), ('not', 'The goal is not kept')], max_length=6)),
                ('wants_help', models.BooleanField(default=False)),
                ('note', centre.vault.EncryptedTextField(blank=True, context='earlier_end.note')),
                ('ended_at', models.DateTimeField()),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('taken_back', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.AddField(
            model_name='followup',
            name='along_with',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='took_along', to='followup.followup'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('along_with__isnull', True), ('outcome__in', ['declined', 'dead']), _connector='OR'), name='follow_up_taken_along_by_what_ends_others'),
        ),
        migrations.AddField(
            model_name='earlierend',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earlierend',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earlierend',
            name='follow_up',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier', to='followup.followup'),
        ),
        migrations.AddField(
            model_name='earlierend',
            name='inquiry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.inquiry'),
        ),
        migrations.AddConstraint(
            model_name='earlierend',
            constraint=models.UniqueConstraint(fields=('follow_up', 'number'), name='earlier_end_numbered_once', violation_error_message='Somebody else has set this right meanwhile.'),
        ),
        migrations.AddConstraint(
            model_name='earlierend',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='earlier_end_counts_from_one'),
        ),
        migrations.AddConstraint(
            model_name='earlierend',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['reached', 'relapsed', 'not_reached', 'moved', 'declined', 'dead', 'readmitted', 'corrected'])), name='earlier_end_outcome_known'),
        ),
        append_only('followup_earlierend'),
    ]
