from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from centre.post import actions

# Few of them at once keep every worker from the deadlines: beat wakes the next round soon.
RUN = timedelta(seconds=20)


@shared_task(name="centre.post.tasks.send_waiting")
def send_waiting() -> dict[str, int]:
    """Send hand by hand, each with a lease from its own moment: a slow server outlives none."""
    began = now()
    actions.tidy(at=began)
    with actions.Round() as outbox:
        while now() - began < RUN and outbox.send(now(), go_on=lambda: now() - began < RUN):
            pass
    return {outcome: number for outcome, number in outbox.counts.items() if number}


@shared_task(name="centre.post.tasks.tell_witness")
def tell_witness() -> int:
    return actions.tell_witness(at=now())


@shared_task(name="centre.post.tasks.forget_addresses")
def forget_addresses() -> int:
    return actions.forget_addresses(at=now())
