"""The one door through which a follow-up ends; in the transaction of whoever ends it."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from followup.models import FollowUp
from followup.rules.call import EFFECTS
from followup.rules.status import may_end


def end(
    one: FollowUp,
    outcome: str,
    *,
    by: User | None,
    at: datetime,
    on: date | None = None,
    reason: str = "",
    event: EventType | None = None,
    **told: Any,
) -> None:
    """Write what it ended with, and stop or release its clock. Raises Refused when it has ended."""
    if not may_end(one.outcome, outcome):
        raise Refused(_("This follow-up was closed by somebody else. Nothing was saved."))
    one.outcome, one.ended_on = outcome, on or danish_day(at)
    one.ended_by, one.ended_at = by, at
    for name, value in told.items():
        setattr(one, name, value)
    one.save()
    ledger.write(
        clock_id=one.clock_id,
        type=event or EFFECTS[outcome].event,
        on=one.ended_on,
        by=by,
        at=at,
        reason=reason,
    )
    note(
        action="follow_up.end",
        row=one,
        by=by,
        at=at,
        citizen_id=one.course.citizen_id,
        outcome=outcome,
        month=one.month,
    )
