from celery import shared_task
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.drafts import actions


@shared_task(name="centre.drafts.tasks.forget_old")
def forget_old() -> dict[str, int]:
    at = now()
    today = danish_day(at)
    warned = actions.warn(at=at, today=today)
    return {"warned": warned, "forgotten": actions.forget(at=at, today=today)}
