"""The one door through which a follow-up ends, and the one through which it waits again.

Both in the transaction of whoever ends it, or sets it right.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.records.actions import note
from centre.refusal import Refused
from centre.rows import insert
from centre.staff.models import User
from followup.models import EarlierEnd, FollowUp
from followup.rules.call import EFFECTS
from followup.rules.status import may_end, may_wait_again

# What an end says, and what stands in its place while a follow-up waits.
UNSAID: Mapping[str, Any] = {
    "outcome": "",
    "ended_on": None,
    "result": "",
    "goal_kept": "",
    "wants_help": False,
    "inquiry": None,
    "note": "",
    "ended_at": None,
    "ended_by": None,
    "form_key": None,
}


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


def wait_again(
    one: FollowUp, *, by: User | None, at: datetime, reason: str, taken_back: bool
) -> None:
    """Keep what it ended with as a line of its own; its clock runs on from the day it always began.

    Raises Refused when it waits already, or ended for good.
    """
    if not may_wait_again(one.outcome):
        raise Refused(_("What this follow-up ended with cannot be set right here."))
    was = {name: getattr(one, name) for name in UNSAID}
    number = one.earlier.count() + 1
    insert(EarlierEnd(follow_up=one, number=number, taken_back=taken_back, at=at, by=by, **was))
    for name, value in UNSAID.items():
        setattr(one, name, value)
    one.along_with = None
    one.save()
    ledger.write(
        clock_id=one.clock_id,
        type=EventType.CORRECT,
        on=one.clock.starts_on,
        by=by,
        at=at,
        reason=reason,
    )
    note(
        action="follow_up.take_back" if taken_back else "follow_up.correct",
        row=one,
        by=by,
        at=at,
        citizen_id=one.course.citizen_id,
        was=was["outcome"],
        month=one.month,
    )
