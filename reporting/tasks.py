from celery import shared_task
from django.utils.timezone import now

from reporting.actions import odd


# A month of lines is read: longer than the broker waits for a receipt.
@shared_task(name="reporting.tasks.go_through_the_log", time_limit=900, acks_late=False)
def go_through_the_log() -> int:
    return odd.go_through(at=now())


@shared_task(name="reporting.tasks.tell_of_many_readings")
def tell_of_many_readings() -> int:
    return odd.tell_of_many(at=now())
