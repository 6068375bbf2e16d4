"""The one door through a booking's status, in the transaction of whoever settles it."""

from datetime import datetime

from django.utils.translation import gettext as _

from centre.post.actions import take_back
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from intake.choices import BookingStatus
from intake.models import Booking
from intake.rules.status import BOOKING, may_move
from intake.rules.times import reminder_key


def settle(booking: Booking, status: BookingStatus, *, by: User | None, at: datetime) -> None:
    """It came to something: nobody is reminded of it any more."""
    if not may_move(BOOKING, booking.status, status):
        raise Refused(_("This appointment has already been changed."))
    booking.status = status
    booking.settled_at = None if booking.inquiry.anonymous and by is None else at
    booking.settled_by = by
    booking.save(update_fields=["status", "settled_at", "settled_by"])
    take_back([reminder_key(booking.pk)])
    note(
        action=f"booking.{status}",
        row=booking,
        by=by,
        at=at,
        citizen_id=booking.inquiry.citizen_id,
        anonymous=booking.inquiry.anonymous and by is None,
    )
