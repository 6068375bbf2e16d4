from celery import shared_task
from django.utils.timezone import now

from followup.actions import pulling


@shared_task(name="followup.tasks.pull")
def pull() -> int:
    return pulling.pull(at=now())
