"""One time of open counselling by itself: closed, opened again, or added to what the standard gives."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day, danish_moment
from centre.guard import broken
from centre.post.actions import take_back
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff import queries as staff
from centre.staff.models import User
from intake.actions.slots import hold_again, lock_bookers, locked_counsellors, reminders_of
from intake.choices import SlotChannel
from intake.models import Booking, Slot
from intake.models.booking import CLOSED, OCCUPYING
from intake.queries.busy import busy

# Somebody was quicker and has a time there.
OVERLAPS = ("slot_counsellor_in_one_place", "slot_published_once")


@dataclass(frozen=True)
class Extra:
    """A time that no standard gives: when, how long, in which ways, and for how many."""

    starts_at: datetime
    minutes: int
    channels: Collection[str]
    seats: int = 1

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@transaction.atomic
def close_slot(
    *, slot_id: int, reason: str, seen: Collection[str] = (), by: User, at: datetime
) -> int:
    """Close one time; returns how many had booked it: they stand on the desk as calls to make.

    `seen` are the bookings that `by` was shown. Raises Refused when somebody else has booked it
    since, when it is closed already, and when it has begun.
    """
    slot = _locked(slot_id)
    if slot.closed_at is not None:
        raise Refused(_("This time is closed already."))
    if slot.starts_at <= at:
        raise Refused(_("This time has begun. It can no longer be closed."))
    bookings = Booking.objects.filter(OCCUPYING, slot=slot)
    booked = {str(pk) for pk in bookings.values_list("pk", flat=True)}
    if not booked <= set(seen):
        raise Refused(
            _("This time has just been booked. It is not closed: see who is there first.")
        )
    take_back(reminders_of(Slot.objects.filter(pk=slot.pk)))
    slot.closed_at, slot.closed_by, slot.closed_reason = at, by, reason
    slot.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    note(action="slot.close", row=slot, by=by, at=at, reason=reason, booked=len(booked))
    return len(booked)


@transaction.atomic
def reopen_slot(*, slot_id: int, by: User, at: datetime) -> Slot:
    """Offer a closed time again; whoever still has it holds it again.

    Raises Refused when it is open already or has passed, and when its counsellor cannot be met then.
    """
    _check_counsellor(Slot.objects.select_related("counsellor").get(pk=slot_id).counsellor)
    lock_bookers(Slot.objects.filter(pk=slot_id))
    slot = _locked(slot_id)
    if slot.closed_at is None:
        raise Refused(_("This time is open already."))
    if slot.starts_at <= at:
        raise Refused(_("This time has passed. It cannot be opened again."))
    _check_free(slot)
    hold_again(Slot.objects.filter(pk=slot.pk), by=by, at=at)
    slot.closed_at, slot.closed_by, slot.closed_reason = None, None, ""
    try:
        with transaction.atomic():
            slot.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    except IntegrityError as error:
        raise _overlaps(slot, error) from error
    note(action="slot.reopen", row=slot, by=by, at=at)
    return slot


@transaction.atomic
def add_slot(*, counsellor: User, extra: Extra, by: User, at: datetime) -> Slot:
    """Offer a time outside the standard's hours.

    Raises Refused when it has passed, when the counsellor cannot be met then, and when there is a time
    already, open or closed.
    """
    if extra.starts_at <= at:
        raise Refused(_("Choose a time that has not passed."))
    counsellor = _check_counsellor(counsellor)
    slot = Slot(
        unit=counsellor.unit,
        counsellor=counsellor,
        starts_at=extra.starts_at,
        during=DateTimeTZRange(extra.starts_at, extra.ends_at),
        capacity=extra.seats,
        **{way: way in extra.channels for way in SlotChannel.values},
    )
    _check_free(slot)
    if Slot.objects.filter(CLOSED, counsellor=counsellor, starts_at=extra.starts_at).exists():
        raise Refused(_("There is a closed time at that hour. Open it again instead."))
    try:
        with transaction.atomic():
            slot.save(force_insert=True)
    except IntegrityError as error:
        raise _overlaps(slot, error) from error
    note(action="slot.add", row=slot, by=by, at=at, minutes=extra.minutes, seats=extra.seats)
    return slot


@dataclass(frozen=True)
class Series:
    """Times at the same hour in weeks after one another; of some weeks why there is none."""

    added: list[Slot]
    left_out: list[tuple[datetime, str]]


@transaction.atomic
def add_series(*, counsellor: User, extra: Extra, weeks: int, by: User, at: datetime) -> Series:
    """The same time in so many weeks, by the clock on the wall: over a summer-time weekend too.

    A week in which it cannot be is left out and told of. Raises Refused where that is the first one.
    """
    added = [add_slot(counsellor=counsellor, extra=extra, by=by, at=at)]
    left_out = []
    first = localtime(extra.starts_at)
    for number in range(1, weeks):
        on = first.date() + timedelta(weeks=number)
        later = replace(extra, starts_at=danish_moment(on, first.time()))
        try:
            added.append(add_slot(counsellor=counsellor, extra=later, by=by, at=at))
        except Refused as refusal:
            left_out.append((later.starts_at, str(refusal)))
    return Series(added, left_out)


def _locked(slot_id: int) -> Slot:
    """Whoever is booking it is waited for, and waits (`booking_time_is_open`)."""
    rows = Slot.objects.select_related("counsellor", "unit")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=slot_id)


def _check_counsellor(counsellor: User) -> User:
    """Lock who is to sit there: no talk is promised and no day closed meanwhile."""
    found = locked_counsellors(pk=counsellor.pk, unit__isnull=False).select_related("unit").first()
    if found is None:
        raise Refused(_("%(who)s does not take open counselling.") % {"who": counsellor})
    return found


def _check_free(slot: Slot) -> None:
    begins, ends = slot.during.lower, slot.during.upper
    words = staff.hindrance(slot.counsellor, danish_day(begins), unit_id=slot.unit_id)
    if words:
        raise Refused(words)
    if busy([slot.counsellor_id], begins, ends):
        raise Refused(
            _("%(who)s has a talk that is agreed at that hour.") % {"who": slot.counsellor}
        )


def _overlaps(slot: Slot, error: IntegrityError) -> Exception:
    """What the database said no with, in words; what is no overlap is the caller's fault."""
    if broken(error) not in OVERLAPS:
        return error
    return Refused(
        _("%(who)s already has a time that overlaps. Choose another hour.")
        % {"who": slot.counsellor}
    )
