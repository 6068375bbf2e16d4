from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [('followup', '0002_append_only')]
    operations: ClassVar = [
        migrations.AddField(
            model_name='followup',
            name='result',
            field=models.CharField(blank=True, choices=[('free', 'Free of drugs or alcohol'), ('reduced', 'Uses less'), ('stabilised', 'Stable'), ('unchanged', 'Unchanged'), ('worse', 'Uses more'), ('unknown', 'Not known')], max_length=10),
        ),
        # Who was spoken to before was not asked: nobody knows.
        migrations.RunSQL(
            "UPDATE followup_followup SET result = 'unknown' WHERE outcome IN ('reached', 'relapsed')",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['reached', 'relapsed']), ('result__in', ['free', 'reduced', 'stabilised', 'unchanged', 'worse', 'unknown'])), models.Q(models.Q(('outcome__in', ['reached', 'relapsed']), _negated=True), ('result', '')), _connector='OR'), name='follow_up_says_how_who_is_spoken_to_stands'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'relapsed'), ('result', 'free'), _negated=True), name='follow_up_relapsed_is_not_free', violation_error_message='Somebody who has relapsed is not free of it. Choose one of the two.'),
        ),
    ]
