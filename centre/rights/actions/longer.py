"""An answer that takes longer, or is late: whoever asked is told why, and until when (FVL § 16 stk. 2)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.post.choices import LetterKind
from centre.post.letters.text import Text
from centre.post.models import Letter
from centre.refusal import Refused
from centre.rights.actions import steps
from centre.rights.choices import Event
from centre.rights.models import RightsRequest
from centre.rights.rules.deadline import basis_of, latest
from centre.rights.rules.status import OPEN
from centre.rights.words import letters
from centre.staff.models import User


@transaction.atomic
def need_more_time(
    *,
    request_id: UUID,
    until: date,
    why: str,
    channel: str,
    previewed: str | None = None,
    by: User,
    at: datetime,
) -> RightsRequest:
    """Tell whoever asked that it takes longer, why, and until when. In time, and no longer than the law lets.

    Raises Refused when the deadline has passed, or the day is no later one or too late a one.
    """
    request = steps.locked(request_id)
    today = danish_day(at)
    _check(request, why)
    if _is_past(request, today):
        raise Refused(_("The deadline has passed. Tell the citizen that it is late instead."))
    last = latest(request.right, request.received_on)
    if until > last:
        day = {"day": date_format(last, "j. F Y")}
        raise Refused(_("It can be put off to %(day)s at the latest.") % day)
    text = letters.more_time(request, by=by, on=today, until=until, why=why)
    letter = _send(request, text, channel, previewed, by=by, at=at)
    basis = basis_of(request.right)
    steps.write(request, EventType.EXTEND, until=until, reason=why, basis=basis, by=by, at=at)
    steps.tell(request, Event.MORE_TIME, words=why, letter=letter, by=by, at=at)
    return request


@transaction.atomic
def tell_late(
    *,
    request_id: UUID,
    cause: str,
    until: date,
    why: str,
    channel: str,
    previewed: str | None = None,
    by: User,
    at: datetime,
) -> RightsRequest:
    """The deadline has passed: tell whoever asked why and when the answer comes. No date moves.

    The letter is the plan that stands with the cause, and the daily reminders rest. Raises Refused while
    the deadline can still be kept, and for a day that is not to come.
    """
    request = steps.locked(request_id)
    today = danish_day(at)
    _check(request, why)
    if not _is_past(request, today):
        raise Refused(_("The deadline is not past yet."))
    if until <= today:
        raise Refused(_("Choose a day to come."))
    text = letters.late(request, by=by, on=today, until=until, why=why)
    letter = _send(request, text, channel, previewed, by=by, at=at)
    latest_day = _("Answer on %(day)s at the latest.") % {"day": date_format(until, "j. F Y")}
    plan = f"{why}\n{latest_day}"
    ledger.explain(clock_id=request.clock_id, cause=cause, plan=plan, by=by, at=at)
    steps.tell(request, Event.LATE, words=why, letter=letter, by=by, at=at)
    return request


def _check(request: RightsRequest, why: str) -> None:
    if request.status not in OPEN:
        raise Refused(_("This request is finished."))
    if not why.strip():
        raise Refused(_("Write why it takes longer."))


def _is_past(request: RightsRequest, today: date) -> bool:
    due_on = request.clock.due_on
    return due_on is None or today > due_on


def _send(
    request: RightsRequest,
    text: Text,
    channel: str,
    previewed: str | None,
    *,
    by: User,
    at: datetime,
) -> Letter:
    """The letter, and that it was sent in the ledger."""
    letter = steps.send(
        request, text, kind=LetterKind.DELAY, channel=channel, previewed=previewed, by=by, at=at
    )
    steps.write(request, EventType.NOTICE, by=by, at=at)
    return letter
