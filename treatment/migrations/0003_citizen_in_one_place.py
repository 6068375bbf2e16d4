from typing import ClassVar

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

# The talks of before are given the citizen of their course.
FILL = """
UPDATE treatment_session SET citizen_id = course.citizen_id
FROM treatment_course AS course WHERE course.id = course_id
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("citizens", "0003_hash_names"),
        ("treatment", "0002_append_only"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="session",
            name="citizen",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="citizens.citizen",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Its key is checked before the table is changed again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="session",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("attendance__in", ["planned", "attended"])),
                expressions=[("citizen", "="), ("during", "&&")],
                name="session_citizen_in_one_place",
                violation_error_message="The citizen already has a talk at this time.",
            ),
        ),
    ]
