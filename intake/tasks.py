from celery import shared_task
from django.utils.timezone import now

from intake.actions import forget, slots


@shared_task(name="intake.tasks.publish_slots")
def publish_slots() -> int:
    return slots.publish_slots(at=now())


@shared_task(name="intake.tasks.forget_needs")
def forget_needs() -> int:
    return forget.forget_needs(at=now())
