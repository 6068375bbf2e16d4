"""Publishing times from the standard, and closing them when somebody is away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.post.actions import put_back, take_back
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import Absence, Closure, User
from centre.standard import queries as standards
from centre.standard.schema import CounsellingHours
from intake.actions.settle import settle
from intake.choices import BookingStatus
from intake.models import Booking, Inquiry, Slot
from intake.models.booking import CLOSED_ALONE, PUBLISHED
from intake.queries.busy import Stretch, busy
from intake.rules.times import WEEKS_AHEAD, FreeTime, reminder_key, times_on


@transaction.atomic
def publish_slots(*, at: datetime, weeks: int = WEEKS_AHEAD) -> int:
    """Publish the times of the coming weeks; returns how many were new. Twice publishes once.

    Hours come from the standard in force on each day; holidays, closures and absences are left out,
    and what a counsellor has promised to somebody else. A time that somebody closed stays closed, and
    nothing takes its place; one that somebody added stays, and what overlaps it is passed over.
    """
    today = danish_day(at)
    days = [today + timedelta(days=offset) for offset in range(weeks * 7 + 1)]
    counsellors = list(
        locked_counsellors(unit__isnull=False, is_active=True)
        .select_related("unit")
        .prefetch_related("absences")
    )
    plan = list(_planned(days))
    closures = list(Closure.objects.filter(on__gte=today, on__lte=days[-1]))
    coming = Slot.objects.filter(starts_at__gt=at)
    there = set(coming.values_list("counsellor_id", "starts_at"))
    taken = _taken([one.pk for one in counsellors], coming, at, at + timedelta(weeks=weeks, days=1))
    lacking = [
        _slot(counsellor, free, hours)
        for counsellor in counsellors
        for free, hours in _times_of(counsellor, plan, closures)
        if free.starts_at > at
        and (counsellor.pk, free.starts_at) not in there
        and not any(free.meets(*one) for one in taken.get(counsellor.pk, ()))
    ]
    if not lacking:
        return 0
    # A time that has begun may reach into the first of these: the database passes that over.
    Slot.objects.bulk_create(lacking, ignore_conflicts=True)
    return coming.count() - len(there)


def _taken(
    counsellor_ids: Sequence[int], coming: QuerySet[Slot], since: datetime, until: datetime
) -> Mapping[int, Sequence[Stretch]]:
    """When each is promised elsewhere, has a time already, or has one that was closed by itself."""
    taken: dict[int, list[Stretch]] = defaultdict(list)
    for counsellor_id, stretches in busy(counsellor_ids, since, until).items():
        taken[counsellor_id] += stretches
    had = coming.filter(PUBLISHED | CLOSED_ALONE).values_list("counsellor_id", "during")
    for counsellor_id, during in had:
        taken[counsellor_id].append((during.lower, during.upper))
    return taken


# A day, its hours, which say how one can be met, and its times.
_Day = tuple[date, CounsellingHours, Sequence[FreeTime]]


def _planned(days: Iterable[date]) -> Iterator[_Day]:
    """The days that have times, by the standard in force on each."""
    promises = standards.Timeline()
    for day in days:
        hours = promises.on(day).content.hours.open_counselling
        if hours is not None:
            yield day, hours, list(times_on(day, hours))


def _times_of(
    counsellor: User, plan: Iterable[_Day], closures: Sequence[Closure]
) -> Iterator[tuple[FreeTime, CounsellingHours]]:
    """The times of the days on which somebody is here and nothing is closed, with their hours."""
    closed = {one.on for one in closures if one.unit_id in (None, counsellor.unit_id)}
    away = [absence.during for absence in counsellor.absences.all()]
    for day, hours, times in plan:
        if day in closed or not counsellor.works_here_on(day) or any(day in one for one in away):
            continue
        for free in times:
            yield free, hours


def _slot(counsellor: User, free: FreeTime, hours: CounsellingHours) -> Slot:
    return Slot(
        unit=counsellor.unit,
        counsellor=counsellor,
        during=DateTimeTZRange(free.starts_at, free.ends_at),
        starts_at=free.starts_at,
        for_callers=free.for_callers,
        in_person="in_person" in hours.channels,
        phone="phone" in hours.channels,
        video=bool({"video", "online"} & set(hours.channels)),
    )


@transaction.atomic
def record_absence(*, user: User, first_on: date, last_on: date, by: User, at: datetime) -> int:
    """Somebody is away from first to last day, both included; returns how many times were closed.

    Bookings on closed times are not cancelled by a machine: they stand on the desk as calls to make.
    Raises Refused for days that are recorded already.
    """
    if last_on < first_on:
        raise Refused(_("The last day lies before the first."))
    lock(locked_counsellors(pk=user.pk))
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                user=user,
                during=DateRange(first_on, last_on, "[]"),
                recorded_by=by,
                recorded_at=at,
            )
    except IntegrityError:
        raise Refused(_("There is already an absence on some of these days.")) from None
    note(
        action="absence.record",
        row=absence,
        by=by,
        at=at,
        first=first_on.isoformat(),
        last=last_on.isoformat(),
    )
    return _close(first_on, last_on, by=by, at=at, counsellor=user)


@transaction.atomic
def close_day(*, on: date, unit_id: int | None, reason: str, by: User, at: datetime) -> int:
    """Close a day of the centre or of one unit; returns how many times were closed.

    Raises Refused when it is closed already.
    """
    narrowed = {} if unit_id is None else {"unit_id": unit_id}
    lock(locked_counsellors(**narrowed))
    try:
        with transaction.atomic():
            closure = Closure.objects.create(
                on=on, unit_id=unit_id, reason=reason, recorded_by=by, recorded_at=at
            )
    except IntegrityError:
        raise Refused(_("This day is already closed.")) from None
    note(action="closure.record", row=closure, by=by, at=at, on=on.isoformat())
    return _close(on, on, by=by, at=at, **narrowed)


def locked_counsellors(**which: object) -> QuerySet[User]:
    """Those whose times are about to change, one change at a time.

    Else a time could be published on a day that somebody closes at this moment, or at an hour that is
    being promised to somebody else.
    """
    counsellors = User.objects.filter(takes_open_counselling=True, **which).order_by("id")
    return counsellors.select_for_update(of=("self",), no_key=True)


def lock(counsellors: QuerySet[User]) -> None:
    list(counsellors.values_list("pk", flat=True))


def _close(first_on: date, last_on: date, *, by: User, at: datetime, **which: object) -> int:
    slots = Slot.objects.filter(
        closed_at__isnull=True,
        starts_at__date__gte=first_on,
        starts_at__date__lte=last_on,
        starts_at__gt=at,
        **which,
    )
    # Whoever is booking one of them is waited for, or their reminder would be left.
    list(slots.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
    # Somebody rings them: no machine reminds them of a time that is not held.
    take_back(reminders_of(slots))
    return slots.update(closed_at=at, closed_by=by)


def reminders_of(slots: QuerySet[Slot]) -> list[str]:
    """The keys of the reminders of whoever has booked one of the times."""
    booked = Booking.objects.filter(slot__in=slots, status=BookingStatus.BOOKED)
    return [reminder_key(pk) for pk in booked.values_list("pk", flat=True)]


def lock_bookers(slots: QuerySet[Slot]) -> None:
    """Who has booked a closed time is given no other one until it is decided who holds what.

    Before the times themselves, in the order in which somebody is booked (`book_for`).
    """
    theirs = Booking.objects.filter(slot__in=slots, status=BookingStatus.BOOKED).values("inquiry")
    rows = Inquiry.objects.filter(pk__in=theirs).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _closed_at(booking: Booking) -> datetime:
    assert booking.slot.closed_at is not None
    return booking.slot.closed_at


def hold_again(slots: QuerySet[Slot], *, by: User, at: datetime) -> None:
    """Of closed times that are about to open: who has booked one holds it again, and is reminded.

    Whoever was given another time meanwhile keeps that one alone; of two that open together, the one
    that was closed last, for it was given last. The bookers are locked already.
    """
    booked = Booking.objects.filter(slot__in=slots, status=BookingStatus.BOOKED)
    # Whoever is moving or cancelling one is waited for, or a time that nobody holds would be reminded of.
    rows = booked.select_related("inquiry", "slot").select_for_update(of=("self",))
    held = sorted(rows.order_by("pk"), key=_closed_at, reverse=True)
    others = Booking.objects.filter(
        inquiry__in=[one.inquiry_id for one in held],
        status=BookingStatus.BOOKED,
        slot__closed_at=None,
        slot__starts_at__gt=at,
    )
    served = set(others.values_list("inquiry", flat=True))
    for booking in held:
        if booking.inquiry_id in served:
            settle(booking, BookingStatus.CANCELLED, by=by, at=at)
        served.add(booking.inquiry_id)
    put_back(reminders_of(slots), at=at)
