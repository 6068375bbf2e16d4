"""Telling the leaders that somebody searches more than is usual, for people or in what is written of them."""

from datetime import datetime

from django.db import transaction

from centre.calendar import danish_day
from centre.post.actions.outbox import Envelope, post
from centre.post.choices import Text
from centre.records.actions import raise_search_alarm
from centre.staff.models import User
from centre.staff.queries import leaders_of


@transaction.atomic
def tell_of_many_searches(*, hour_at: datetime, by: User, at: datetime) -> bool:
    """Somebody has reached the hour's limit on searches: their leader is told at once, and once.

    Returns whether this was the first try beyond it. Where nobody else leads, it stands written all
    the same.
    """
    alarm = raise_search_alarm(hour_at=hour_at, by=by, at=at)
    if alarm is None:
        return False
    units = set() if by.unit_id is None else {by.unit_id}
    leaders = [one for one in leaders_of(units, danish_day(at)) if one != by]
    post(
        Envelope(
            text=Text.SEARCHES,
            once_key=f"searches:{alarm.pk}:{leader.pk}",
            due_at=at,
            to_user=leader,
        )
        for leader in leaders
    )
    return True
