import logging

from celery import shared_task
from django.utils.timezone import now

from centre.records import actions
from centre.records.queries import faults, head

log = logging.getLogger(__name__)


@shared_task(name="centre.records.tasks.seal")
def seal() -> int:
    return actions.seal(at=now())


# Two years of lines are walked from the first one.
@shared_task(name="centre.records.tasks.verify", time_limit=1800)
def verify() -> list[str]:
    found = [str(fault) for fault in faults()]
    if found:
        log.error("the logs are not as they were written: %s", "; ".join(found))
    log.info("the chain of the logs ends at %s", head())
    return found


@shared_task(name="centre.records.tasks.open_months")
def open_months() -> int:
    return actions.open_months(at=now())
