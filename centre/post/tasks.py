from typing import Any

from celery import shared_task
from django.utils.timezone import now

from centre.post import actions


@shared_task(name="centre.post.tasks.send_waiting")
def send_waiting() -> dict[str, Any]:
    return actions.send_waiting(at=now())
