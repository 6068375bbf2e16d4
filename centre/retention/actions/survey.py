"""Counting what is old enough. It proposes nothing and removes nothing: a leader opens the list."""

from datetime import datetime

from django.db import transaction

from centre.calendar import danish_day
from centre.retention.models import Survey
from centre.retention.queries.preview import counted


@transaction.atomic
def survey(*, at: datetime) -> Survey:
    """Keep the counts of this moment in the place of the last ones."""
    today = danish_day(at)
    made = Survey.objects.create(made_at=at, counts=[one.as_json() for one in counted(today)])
    Survey.objects.exclude(pk=made.pk).filter(made_at__lte=at).delete()
    return made
