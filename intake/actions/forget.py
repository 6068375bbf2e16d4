"""What an anonymous visitor told for the sake of the talk alone goes when the day is over (ux E.4)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from centre.calendar import danish_day, danish_moment
from intake.choices import BookingStatus
from intake.models import Booking


@transaction.atomic
def forget_needs(*, at: datetime) -> int:
    """Empty what they need to take part; answers with how many bookings.

    From the midnight after the time on, and at once where it was moved or given back: then it stands
    with the new time, or nobody comes. The booking itself stays, a seat that was taken. It leaves no
    line in the trail: a moment and a booking would tell more than is kept of them.
    """
    today = danish_moment(danish_day(at), datetime.min.time())
    over = Q(slot__starts_at__lt=today) | Q(
        status__in=(BookingStatus.CANCELLED, BookingStatus.MOVED)
    )
    told = Booking.objects.filter(over, GreaterThan(Length("needs"), 0), inquiry__anonymous=True)
    return Booking.objects.filter(pk__in=told.values("pk")).update(needs="")
