"""Telling somebody outside where the chain of the logs ends."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from centre.calendar import danish_day
from centre.post.actions.outbox import Envelope, post
from centre.post.choices import Text
from centre.records.queries import head


@transaction.atomic
def tell_witness(*, at: datetime) -> int:
    """Mail the day's end of the chain to the witness of the settings; once a day. Returns how many mails.

    A chain cannot show that its end was cut off with everything it closed: only an end that was told
    where nobody of the house can take it back shows that (ux T23).
    """
    last = head()
    if last is None or not settings.LOG_WITNESS:
        return 0
    return post(
        [
            Envelope(
                text=Text.LOG_END,
                once_key=f"log_end:{danish_day(at)}",
                due_at=at,
                to_address=settings.LOG_WITNESS,
                facts={"head": str(last)},
            )
        ]
    )
