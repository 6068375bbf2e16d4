"""The times of open counselling as they are arranged: open and closed ones, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from centre.calendar import danish_day, danish_moment
from centre.staff import queries as staff
from centre.staff.models import User
from intake.models import Booking, Slot
from intake.queries.calendar import STANDING, bookings_in_scope

MOST = 1000


@dataclass(frozen=True)
class Arranged:
    """One time: what of it is taken, and what can be done with it."""

    slot: Slot
    taken: int
    past: bool

    @property
    def free(self) -> int:
        return 0 if self.past or self.slot.closed_at else max(self.slot.capacity - self.taken, 0)


@dataclass(frozen=True)
class Day:
    on: date
    times: Sequence[Arranged]


def slots_to_arrange(user: User) -> QuerySet[Slot]:
    """The times a person may close and open: the own unit's, or all for one of no unit."""
    rows = Slot.objects.select_related("counsellor", "unit", "closed_by")
    return rows if user.unit_id is None else rows.filter(unit=user.unit_id)


def days(user: User, first: date, last: date, *, at: datetime) -> list[Day]:
    """The days from first to last with all their times: one query."""
    begins, ends = (danish_moment(day, time(0)) for day in (first, last + timedelta(days=1)))
    rows = (
        slots_to_arrange(user)
        .filter(starts_at__gte=begins, starts_at__lt=ends)
        .annotate(taken=Count("bookings", filter=Q(bookings__status__in=STANDING)))
        .order_by("starts_at", "counsellor_id", "id")
    )
    found: dict[date, list[Arranged]] = {}
    for slot in rows[:MOST]:
        one = Arranged(slot, slot.taken, past=slot.starts_at <= at)
        found.setdefault(danish_day(slot.starts_at), []).append(one)
    return [Day(on, times) for on, times in found.items()]


def booked_here(user: User, slot: Slot) -> list[Booking]:
    """Who has a seat of a time, in the person's scope; each with initials and a way to them."""
    rows = bookings_in_scope(user).filter(slot=slot, status__in=STANDING)
    return list(rows.order_by("seat", "id"))


def seats_taken(slot: Slot) -> list[str]:
    """The bookings of a time by number alone, for who may close it and see nobody."""
    rows = Booking.objects.filter(slot=slot, status__in=STANDING).order_by("seat", "id")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def counsellors(user: User, today: date) -> list[User]:
    """Those who can be given a time: they take open counselling, in a unit the person arranges."""
    return [one for one in staff.counsellors(user, today) if one.takes_open_counselling]
