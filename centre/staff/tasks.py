from celery import shared_task
from django.utils.timezone import now

from centre.staff.actions import forget_ended_logins


@shared_task(name="centre.staff.tasks.forget_ended_logins")
def forget() -> int:
    return forget_ended_logins(at=now())
