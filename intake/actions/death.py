"""A citizen has died: the house writes nothing to them, their times are free, no guarantee binds.

Whoever learns of it tells it here, from every floor, in one transaction with how it was learned. What
must be ended by a person, an inquiry or a treatment, stands as what is to be done.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.choices import ToldIn
from centre.citizens.queries import has_died
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.post.actions import take_back
from centre.records.actions import record_death, take_back_death
from centre.refusal import Refused
from centre.staff.models import User
from intake.actions.release import released_as, run_again
from intake.actions.settle import settle
from intake.choices import BookingStatus, InquiryStatus, ReleaseReason
from intake.models import Booking
from intake.models.inquiry import OPEN_STATUSES
from intake.rules.times import message_keys


@transaction.atomic
def tell_of_death(
    *,
    citizen_id: UUID,
    told_in: str,
    told_of: UUID,
    died_on: date | None = None,
    by: User,
    at: datetime,
) -> None:
    """Write it down with the row it was told with; what follows from it is done, however often."""
    if died_on is not None and died_on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    record_death(
        citizen_id=citizen_id, told_in=told_in, told_of=told_of, died_on=died_on, by=by, at=at
    )
    _free_times(citizen_id, by=by, at=at)
    _release(citizen_id, but=told_of, by=by, at=at)


def taken_back_with(told_in: str, told_of: Iterable[UUID], *, by: User, at: datetime) -> None:
    """What was told with these rows does not hold, in the transaction of whoever sets it right.

    While nothing else says so, the guarantees of what is open run again, from the day they always
    began. Times that were given back stay so: they may be somebody else's by now.
    """
    lived = [take_back_death(told_in=told_in, told_of=one, by=by, at=at) for one in told_of]
    for citizen_id in {one.citizen_id for one in lived if one is not None}:
        if not has_died(citizen_id):
            _wake(citizen_id, by=by, at=at)


@transaction.atomic
def not_dead_after_all(*, citizen_id: UUID, by: User, at: datetime) -> None:
    """It was somebody else, and it was written in the file. The same twice is once."""
    taken_back_with(ToldIn.FILE, [citizen_id], by=by, at=at)


def _free_times(citizen_id: UUID, *, by: User, at: datetime) -> None:
    """Nobody is written to of it: neither of these times nor of those before."""
    theirs = Booking.objects.filter(inquiry__citizen=citizen_id).select_related("inquiry")
    ahead = theirs.filter(status=BookingStatus.BOOKED, slot__starts_at__gt=at)
    for one in ahead.order_by("pk").select_for_update(of=("self",)):
        settle(one, BookingStatus.CANCELLED, by=by, at=at)
    ids = theirs.values_list("pk", flat=True)
    take_back([key for pk in ids for key in message_keys(pk)])


def _release(citizen_id: UUID, *, but: UUID, by: User, at: datetime) -> None:
    """`but`: the guarantee with whose release it is told, on a day of its own."""
    running = Clock.objects.open().filter(guarantee__inquiry__citizen=citizen_id)
    for clock in running.exclude(guarantee=but).order_by("pk"):
        ledger.write(
            clock_id=clock.pk,
            type=EventType.RELEASE,
            on=danish_day(at),
            by=by,
            at=at,
            reason=ReleaseReason.DEAD,
        )


def _wake(citizen_id: UUID, *, by: User, at: datetime) -> None:
    """Of an inquiry that was ended since nothing runs: it is taken up again by a person first."""
    released = Clock.objects.filter(
        guarantee__inquiry__citizen=citizen_id,
        guarantee__inquiry__status__in=(*OPEN_STATUSES, InquiryStatus.STARTED),
        ended_as=EventType.RELEASE,
    )
    for clock in released.order_by("pk"):
        if released_as(clock) == ReleaseReason.DEAD:
            run_again(clock, by=by, at=at)
