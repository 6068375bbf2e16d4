from collections import Counter
from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from centre.post import actions

# Well below the time limit of a task, so that none is killed while a slow server has the letter.
RUN = timedelta(minutes=3)


@shared_task(name="centre.post.tasks.send_waiting")
def send_waiting() -> dict[str, int]:
    """Send one at a time, each with a lease from its own moment: a slow server outlives none."""
    began = now()
    counts: Counter[str] = Counter()
    while now() - began < RUN:
        sent = actions.send_waiting(at=now(), limit=1)
        if not any(sent.values()):
            break
        counts.update(sent)
    return dict(counts)
