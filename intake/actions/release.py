"""A release taken back in the ledger, in the transaction of whoever found the mistake."""

from datetime import datetime

from django.utils.translation import gettext as _

from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.staff.models import User


def released_as(clock: Clock) -> str:
    """The reason of a deadline's last release."""
    last = clock.events.filter(type=EventType.RELEASE).last()
    return last.reason if last is not None else ""


def run_again(clock: Clock, *, by: User, at: datetime) -> Clock:
    """It was released by mistake: it runs, and never from a later day."""
    return ledger.write(
        clock_id=clock.pk,
        type=EventType.CORRECT,
        on=clock.starts_on,
        by=by,
        at=at,
        reason=_("Released by mistake: it runs again from its first day."),
    )
