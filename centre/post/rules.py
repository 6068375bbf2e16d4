"""When to try again, when to give up, and what must not be sent twice. Pure."""

from datetime import datetime, time, timedelta

from centre.calendar import DENMARK, danish_moment
from centre.post.choices import Text

MAX_ATTEMPTS = 5
LEASE = timedelta(minutes=5)
FIRST_HOUR, LAST_HOUR = 7, 20
# What the staff is told may come twice; a citizen's receipt may not without a person's decision.
MAY_REPEAT = frozenset({Text.ALERTS, Text.OVERDUE, Text.LOOK_UP, Text.DRAFTS, Text.SEARCHES})


def wait_after(attempts: int) -> timedelta:
    """How long to wait after the given number of failed tries: 1, 2, 4, 8 … minutes."""
    return timedelta(minutes=2 ** max(0, attempts - 1))


def is_given_up(attempts: int) -> bool:
    return attempts >= MAX_ATTEMPTS


def within_hours(at: datetime) -> datetime:
    """The moment itself between 7 and 20 Danish time, else the next morning at 7."""
    local = at.astimezone(DENMARK)
    if FIRST_HOUR <= local.hour < LAST_HOUR:
        return at
    day = local.date() if local.hour < FIRST_HOUR else local.date() + timedelta(days=1)
    return danish_moment(day, time(FIRST_HOUR))
