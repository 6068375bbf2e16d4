import logging

from celery import shared_task
from django.utils.timezone import now

from centre.clocks.actions import sweep as sweeping

log = logging.getLogger(__name__)


@shared_task(name="centre.clocks.tasks.sweep")
def sweep() -> dict[str, int]:
    moment = now()
    return sweeping.sweep(at=moment, started_at=moment)


@shared_task(name="centre.clocks.tasks.forget_idle_sweeps")
def forget_idle_sweeps() -> int:
    return sweeping.forget_idle_sweeps(at=now())


@shared_task(name="centre.clocks.tasks.recompute")
def recompute() -> list[str]:
    different = sweeping.recompute()
    if different:
        log.error("clocks that differ from their ledger: %s", " ".join(different))
    return different
