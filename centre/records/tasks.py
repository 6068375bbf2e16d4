import logging

from celery import shared_task
from django.utils.timezone import now

from centre.records import actions

log = logging.getLogger(__name__)


@shared_task(name="centre.records.tasks.seal")
def seal() -> int:
    return actions.seal(at=now())


# Two years of lines are walked from the first one: longer than the broker waits for a receipt.
@shared_task(name="centre.records.tasks.verify", time_limit=1800, acks_late=False)
def verify() -> int:
    found = 0
    for fault in actions.look_through(at=now()):
        log.error("the logs are not as they were written: %s", fault)
        found += 1
    return found


@shared_task(name="centre.records.tasks.open_months")
def open_months() -> int:
    return actions.open_months()
