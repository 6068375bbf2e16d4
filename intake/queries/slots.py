"""Free times as the public pages ask for them: bounded, in few queries, in order of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from centre.calendar import danish_day
from centre.rows import columns, find, row_of
from centre.staff.choices import UnitKind
from centre.staff.models import Unit
from centre.standard.rules import unit_for_age_group
from centre.standard.schema import AgeGroup, Standard
from intake.choices import SlotChannel
from intake.models import Booking, Slot
from intake.models.booking import OCCUPYING, PUBLISHED

NOON = 12
MOST = 200
NEAREST = 3


@dataclass(frozen=True)
class FreeTime:
    """A time that can be booked."""

    id: int
    starts_at: datetime
    minutes: int
    place: str

    @property
    def day(self) -> date:
        """The Danish day it is on."""
        return danish_day(self.starts_at)


def _free(at: datetime, *, how: str, units: Sequence[int]) -> QuerySet[Slot]:
    """Times on the web later than `at` with a seat left, met in the way asked for."""
    taken = Booking.objects.filter(OCCUPYING, slot=OuterRef("pk"))
    count = taken.order_by().values("slot").annotate(number=Count("pk")).values("number")
    # Counted time by time: as NOT EXISTS beside an OR, all bookings ever made would be read first.
    seat_left = Q(capacity__gt=Coalesce(Subquery(count), 0))
    free = Slot.objects.filter(PUBLISHED, seat_left, starts_at__gt=at, for_callers=False)
    if how in SlotChannel.values:
        free = free.filter(**{how: True})
    if units:
        free = free.filter(unit_id__in=units)
    return free


def _of(slots: Iterable[Slot]) -> list[FreeTime]:
    return [
        FreeTime(
            id=slot.pk,
            starts_at=slot.starts_at,
            minutes=int((slot.during.upper - slot.during.lower).total_seconds() // 60),
            place=slot.place,
        )
        for slot in slots
    ]


# From one free moment to the next along the index of open times: as many steps as times are shown,
# however many counsellors are free at each. The same words as `_free`; a test holds them together.
_NEXT = """
SELECT slot.id, slot.starts_at, slot.during, slot.place FROM intake_slot AS slot
WHERE slot.closed_at IS NULL AND NOT slot.for_callers AND {when} AND slot.capacity > (
    SELECT count(*) FROM intake_booking AS booking
    WHERE booking.slot_id = slot.id AND booking.status IN ('booked', 'attended', 'no_show')
) {narrow}
ORDER BY slot.starts_at {order}, slot.id {order} LIMIT 1
"""
_WALK = """
WITH RECURSIVE walk AS (
    (SELECT free.*, 1 AS number FROM ({first}) AS free)
    UNION ALL
    SELECT free.*, walk.number + 1 FROM walk, LATERAL ({next}) AS free
    WHERE walk.number < %(limit)s
)
SELECT id, starts_at, extract(epoch FROM upper(during) - lower(during))::integer / 60, place
FROM walk ORDER BY number
"""
_HALVES = {
    half: f"AND extract(hour FROM slot.starts_at AT TIME ZONE 'Europe/Copenhagen') {side} {NOON}"
    for half, side in (("am", "<"), ("pm", ">="))
}


def free_times(
    *, at: datetime, how: str = "", half: str = "", units: Sequence[int] = (), limit: int = 20
) -> list[FreeTime]:
    """The first free times after `at`, one of each moment however many counsellors are free.

    `how` is a way to meet, `half` is "am" or "pm" in Danish wall time, `units` the units to look
    in (all when empty). One query.
    """
    asked = _walk("%(at)s", narrow=_narrow(how, half, units))
    return _found(asked, at=at, units=list(units), limit=min(limit, MOST))


def _narrow(how: str, half: str, units: Sequence[int]) -> str:
    way = f"AND slot.{how}" if how in SlotChannel.values else ""
    within = "AND slot.unit_id = ANY(%(units)s)" if units else ""
    return f"{way} {_HALVES.get(half, '')} {within}"


def _walk(start: str, *, narrow: str, side: str = ">", order: str = "ASC") -> str:
    """The statement that goes from a moment forward, or with `<` and `DESC` back towards now."""
    first, following = (
        _NEXT.format(
            when=f"slot.starts_at {side} {moment} AND slot.starts_at > %(at)s",
            order=order,
            narrow=narrow,
        )
        for moment in (start, "walk.starts_at")
    )
    return _WALK.format(first=first, next=following)


def _found(asked: str, **given: Any) -> list[FreeTime]:
    return [FreeTime(*row) for row in find(asked, **given)]


def free_time(*, slot_id: int, at: datetime, how: str = "") -> FreeTime | None:
    """One time if it can still be booked."""
    return next(iter(_of(_free(at, how=how, units=()).filter(pk=slot_id))), None)


_WITH_SEATS = """
SELECT {unit}, {slot}, ARRAY(
    SELECT seat FROM intake_booking AS booking
    WHERE booking.slot_id = slot.id AND booking.status IN ('booked', 'attended', 'no_show')
)
FROM intake_slot AS slot JOIN staff_unit AS unit ON unit.id = slot.unit_id WHERE slot.id = %(slot)s
"""


def with_seats(slot_id: int) -> tuple[Slot, list[int]] | None:
    """A time with its unit, and its seats that are taken."""
    asked = _WITH_SEATS.format(unit=columns(Unit, "unit"), slot=columns(Slot, "slot"))
    rows = find(asked, slot=slot_id)
    if not rows:
        return None
    width = len(Unit._meta.concrete_fields)
    *cells, seats = rows[0]
    slot = row_of(Slot, cells[width:])
    slot.unit = row_of(Unit, cells[:width])
    return slot, seats


def moment_of(slot_id: int) -> datetime | None:
    """When a time is, free or not: what is nearest to it is asked with this."""
    return Slot.objects.filter(pk=slot_id).values_list("starts_at", flat=True).first()


def next_free(*, at: datetime, how: str = "", units: Sequence[int] = ()) -> FreeTime | None:
    """The very next free time."""
    return next(iter(free_times(at=at, how=how, units=units, limit=1)), None)


def next_free_for_anybody(standard: Standard, *, at: datetime) -> FreeTime | None:
    """A free time that nobody has to wait longer than, whatever their age; None if somebody finds none.

    Where the young have a unit of their own, its times are not for the others, nor theirs for them.
    """
    if len(standard.units) == 1:
        return next_free(at=at)
    keys = [unit.key for unit in standard.units if unit.takes]
    ids = Unit.objects.filter(key__in=keys).values_list("pk", flat=True)
    found = [next_free(at=at, units=[one]) for one in ids]
    free = [one for one in found if one is not None]
    return max(free, key=lambda one: one.starts_at) if len(free) == len(found) > 0 else None


def nearest(
    *,
    starts_at: datetime,
    at: datetime,
    how: str = "",
    units: Sequence[int] = (),
    count: int = NEAREST,
) -> list[FreeTime]:
    """The free times nearest to a moment, earlier or later, in order of time. One query."""
    narrow = _narrow(how, "", units)
    # A moment itself is neither before nor after it: the later walk begins the least bit earlier.
    later = _walk("%(just_before)s", narrow=narrow)
    earlier = _walk("%(near)s", narrow=narrow, side="<", order="DESC")
    near = _found(
        f"({later}) UNION ALL ({earlier})",
        at=at,
        near=starts_at,
        just_before=starts_at - timedelta.resolution,
        units=list(units),
        limit=count,
    )
    near.sort(key=lambda one: abs(one.starts_at - starts_at))
    return sorted(near[:count], key=lambda one: one.starts_at)


def by_day(times: Iterable[FreeTime]) -> list[tuple[date, list[FreeTime]]]:
    """The times grouped by their Danish day."""
    days: dict[date, list[FreeTime]] = {}
    for one in times:
        days.setdefault(one.day, []).append(one)
    return list(days.items())


def units_for(standard: Standard, age_group: AgeGroup) -> list[Unit]:
    """The units whose times a person of this age is shown; empty when the house is not divided.

    Where a standard has a unit of its own for the young, they see its times (Skanderborg 4.1).
    """
    if len(standard.units) == 1:
        return []
    return list(Unit.objects.filter(key=unit_for_age_group(standard, age_group).key))


def unit_to_call(standard: Standard, age_group: AgeGroup) -> Unit:
    """The unit that rings somebody who found no time. Raises Unit.DoesNotExist in an empty house."""
    key = unit_for_age_group(standard, age_group).key
    kinds = Unit.objects.filter(Q(key=key) | Q(kind=UnitKind.ADULT))
    # The unit the standard names; without it, the adults' own.
    named = sorted(kinds, key=lambda unit: (unit.key != key, unit.pk))
    return named[0] if named else Unit.objects.earliest("pk")


def booked_by_form(form_key: UUID) -> Booking | None:
    """What a form has booked already. A crowd after one time asks, and almost all of it finds none."""
    rows = find("SELECT id FROM intake_booking WHERE form_key = %(key)s", key=form_key)
    return Booking.objects.get(pk=rows[0][0]) if rows else None


def booking_by_reference(reference: str) -> Booking | None:
    """The booking a reference leads to now; whoever asks must still show the code."""
    return _with_slot().filter(reference=reference).first()


def booking_by_id(booking_id: UUID) -> Booking | None:
    """A booking whose code was shown before, with its time."""
    return _with_slot().filter(pk=booking_id).first()


def _with_slot() -> QuerySet[Booking]:
    return Booking.objects.select_related("slot", "inquiry")
