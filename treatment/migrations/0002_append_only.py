from typing import ClassVar

from django.db import migrations

from centre.guard import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("treatment", "0001_initial")]
    operations: ClassVar = [
        append_only("treatment_handover"),
        append_only("treatment_treatmentplan"),
        append_only("treatment_goal"),
        append_only("treatment_planreview"),
        append_only("treatment_sessionnote"),
        append_only("treatment_discharge"),
        append_only("treatment_goalresult"),
    ]
