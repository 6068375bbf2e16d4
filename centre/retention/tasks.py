from celery import shared_task
from django.utils.timezone import now

from centre.retention.actions import carry_out as carrying
from centre.retention.actions import outside, survey


@shared_task(name="centre.retention.tasks.count")
def count() -> int:
    return len(survey.survey(at=now()).counts)


# What two people have approved; where nobody has, nothing. A killed run is gone on with by the next.
@shared_task(name="centre.retention.tasks.carry_out", time_limit=900, acks_late=False)
def carry_out() -> dict[str, int]:
    outside.keep_outside()
    told = carrying.carry_out(at=now())
    outside.keep_outside()
    return told
