"""Times and who booked them, as the staff sees them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from centre.calendar import add_working_days, danish_day, danish_moment
from centre.citizens.queries import unlisted
from centre.records.models import kept_from
from centre.staff.models import Rights, User
from centre.statement import Question
from intake.choices import BookingStatus
from intake.models import Booking, Slot
from intake.models.booking import CLOSED, PUBLISHED

# What stands in a calendar: everything but what was given back or moved away.
STANDING = (BookingStatus.BOOKED, BookingStatus.ATTENDED, BookingStatus.NO_SHOW)
MOST = 200
THIRD = 3


def _start(day: date) -> datetime:
    return danish_moment(day, time(0))


def bookings_in_scope(user: User) -> QuerySet[Booking]:
    """The bookings of the person's unit; a leader without a unit sees all.

    Those of a colleague only the few see, and whoever they are to meet.
    """
    rows = Booking.objects.select_related("slot__counsellor", "inquiry__citizen")
    rows = rows.filter(Q(slot__counsellor=user) | ~Q(inquiry__citizen__in=kept_from(user)))
    if user.leads_all_units:
        return rows
    return rows.filter(slot__unit=user.unit_id)


def bookings_to_change(user: User) -> QuerySet[Booking]:
    """The same, each with whose it is: a page about one of them is a reading of that citizen's."""
    return bookings_in_scope(user).annotate(citizen_id=F("inquiry__citizen"))


def may_change(booking: Booking, at: datetime) -> bool:
    """Whether a time can still be moved or given back: it has not begun, or the centre itself closed it."""
    slot = booking.slot
    return booking.status == BookingStatus.BOOKED and (
        slot.starts_at > at or slot.closed_at is not None
    )


def slots_in_scope(user: User) -> QuerySet[Slot]:
    """The times of the person's unit; a leader without a unit sees all."""
    rows = Slot.objects.select_related("counsellor", "unit")
    if user.leads_all_units:
        return rows
    return rows.filter(unit=user.unit_id)


def agenda_of(user: User, today: date, *, who: str) -> list[Booking]:
    """Today's talks, and every coming booking whose time was closed: one query."""
    return _agenda(user.rights, today, who).rows()


@lru_cache(maxsize=256)
def _agenda(rights: Rights, today: date, who: str) -> Question[Booking]:
    """What is asked for somebody with these rights on a day; made from nothing else."""
    user = rights.person
    start, tomorrow = _start(today), _start(today + timedelta(days=1))
    todays = Slot.objects.filter(PUBLISHED, starts_at__gte=start, starts_at__lt=tomorrow)
    closed = Slot.objects.filter(CLOSED, starts_at__gte=start)
    # A union of two indexes; as an OR, all bookings ever made would be read.
    slots = todays.values("pk").union(closed.values("pk"))
    to_come = Q(slot__closed_at__isnull=True) | Q(status=BookingStatus.BOOKED)
    rows = bookings_in_scope(user).filter(to_come, slot__in=slots, status__in=STANDING)
    if who == "mine":
        rows = rows.filter(Q(slot__counsellor=user) | Q(inquiry__responsible=user))
    unread = ("needs", "inquiry__note", *unlisted("inquiry__citizen"))
    return Question(rows.defer(*unread).order_by("slot__starts_at", "id")[:MOST])


@dataclass(frozen=True)
class Time:
    """One time and its bookings."""

    slot: Slot
    bookings: list[Booking]

    @property
    def free(self) -> int:
        """Seats left; none on a closed time."""
        if self.slot.closed_at is not None:
            return 0
        taken = sum(not one.overbooked for one in self.bookings)
        return max(self.slot.capacity - taken, 0)


@dataclass(frozen=True)
class Day:
    on: date
    times: list[Time]

    @property
    def people(self) -> list[tuple[User, list[Time]]]:
        """The day's times by who sits there, by name."""
        found: dict[User, list[Time]] = defaultdict(list)
        for one in self.times:
            found[one.slot.counsellor].append(one)
        return sorted(found.items(), key=lambda pair: (str(pair[0]), pair[0].pk))


def days(user: User, first: date, last: date, *, who: str) -> list[Day]:
    """The days from first to last with their times: two queries. Closed times only if booked."""
    standing = Booking.objects.filter(status__in=STANDING).select_related("inquiry__citizen")
    rows = (
        slots_in_scope(user)
        .filter(starts_at__gte=_start(first), starts_at__lt=_start(last + timedelta(days=1)))
        .prefetch_related(Prefetch("bookings", standing.order_by("seat")))
        .order_by("starts_at", "id")
    )
    if who == "mine":
        rows = rows.filter(counsellor=user)
    found: dict[date, list[Time]] = defaultdict(list)
    for slot in rows[: MOST * 5]:
        standing_here = list(slot.bookings.all())
        if slot.closed_at is None or standing_here:
            found[danish_day(slot.starts_at)].append(Time(slot, standing_here))
    span = (last - first).days + 1
    return [Day(on, found[on]) for on in (first + timedelta(days=n) for n in range(span))]


def coming_times(user: User, at: datetime, *, free: bool = True, weeks: int = 4) -> list[Slot]:
    """The times a citizen on the phone can be given, or those that are full; soonest first."""
    taken = Booking.objects.filter(status__in=STANDING)
    rows = (
        slots_in_scope(user)
        .filter(closed_at__isnull=True, starts_at__gt=at, starts_at__lt=at + timedelta(weeks=weeks))
        .prefetch_related(Prefetch("bookings", taken))
        .order_by("starts_at", "id")[: MOST * 5]
    )
    found = [slot for slot in rows if (len(slot.bookings.all()) < slot.capacity) == free]
    return found[: THIRD * 20]


def times_instead(user: User, booking: Booking, at: datetime) -> list[Slot]:
    """Free times in place of a booked one, with the unit that it is with."""
    unit = booking.slot.unit_id
    found = coming_times(user, at)
    return [one for one in found if one.unit_id == unit and one.pk != booking.slot_id]


def on_emergency_list(user: User, today: date) -> list[Booking]:
    """Today's and the next three open days' bookings, for the paper at 7 in the morning (S21)."""
    last = add_working_days(today, THIRD)
    rows = bookings_in_scope(user).filter(
        status=BookingStatus.BOOKED,
        slot__starts_at__gte=_start(today),
        slot__starts_at__lt=_start(last + timedelta(days=1)),
    )
    return list(rows.order_by("slot__starts_at", "id")[: MOST * 5])


def may_see(user: User, booking_id: UUID) -> bool:
    """Whether a booking is in the person's scope."""
    return bookings_in_scope(user).filter(pk=booking_id).exists()
