"""Open counselling: booked on the web, moved, cancelled, attended or not."""

from datetime import datetime, timedelta
from functools import partial

from intake.actions import book as booking
from intake.actions.receive import Wanted
from intake.choices import BookingStatus, SlotChannel
from intake.models import Booking, Slot
from intake.models.booking import OCCUPYING
from reporting.live import beat
from reporting.live.lives import contact
from reporting.live.world import Life

LOOKED_AT = 20


def book_a_time(life: Life, wanted: Wanted, at: datetime) -> None:
    """Book one of the first free times; whoever finds none rings instead, and does not come back here."""
    unit = life.world.unit_for(wanted.age_group)
    free = _free(unit.pk, at)
    if not free:
        return
    slot = life.chance.choice(free)
    receipt = booking.book(
        wanted=wanted,
        slot_id=slot.pk,
        channel=_channel(life, slot),
        secret=life.world.secret,
        at=at,
    )
    beat.post_soon(life.world, at)
    contact.begin(life, receipt.booking.inquiry, at, waits_for_talk=True)
    _go_on(life, receipt.booking, at)


def _free(unit: int, at: datetime) -> list[Slot]:
    """The first times with a free seat; read when asked, so two at once may want the same."""
    taken = Booking.objects.filter(OCCUPYING, slot__starts_at__gt=at).values("slot")
    coming = Slot.objects.filter(
        starts_at__gt=at + timedelta(hours=1), closed_at=None, for_callers=False, unit=unit
    )
    return list(
        coming.exclude(pk__in=taken).order_by("starts_at", "counsellor__username")[:LOOKED_AT]
    )


def _channel(life: Life, slot: Slot) -> str:
    ways = {
        SlotChannel.IN_PERSON: slot.in_person,
        SlotChannel.PHONE: slot.phone,
        SlotChannel.VIDEO: slot.video,
    }
    return life.chance.choice([way for way, offered in ways.items() if offered])


def _go_on(life: Life, booked: Booking, at: datetime) -> None:
    """Most come; some move the time or give it back before."""
    slot = booked.slot
    between = at + (slot.starts_at - at) / 2
    fate = life.chance.random()
    if fate < 0.08:
        life.world.plan(between, partial(_cancel, life, booked))
    elif fate < 0.2:
        life.world.plan(between, partial(_move, life, booked))
    else:
        _wait_for(life, booked, slot)


def _wait_for(life: Life, booked: Booking, slot: Slot) -> None:
    life.world.plan(slot.starts_at + timedelta(minutes=50), partial(_settle, life, booked))


def _stands(booked: Booking) -> bool:
    """Whether it is still theirs: the times of somebody who has died are free."""
    return Booking.objects.filter(pk=booked.pk, status=BookingStatus.BOOKED).exists()


def _cancel(life: Life, booked: Booking, at: datetime) -> None:
    booking.cancel(booking_id=booked.pk, by=None, at=at)
    beat.post_soon(life.world, at)


def _move(life: Life, booked: Booking, at: datetime) -> None:
    if not _stands(booked):
        return
    free = _free(booked.slot.unit_id, at)
    if not free:
        _wait_for(life, booked, booked.slot)
        return
    slot = life.chance.choice(free)
    moved = booking.move(
        booking_id=booked.pk,
        slot_id=slot.pk,
        channel=_channel(life, slot),
        by=None,
        at=at,
        form_key=life.key(),
    )
    beat.post_soon(life.world, at)
    _wait_for(life, moved, slot)


def _settle(life: Life, booked: Booking, at: datetime) -> None:
    """The counsellor writes down whether they came; one in fifteen times it was the wrong button."""
    if not _stands(booked):
        return
    came = life.likely(0.78)
    by = booked.slot.counsellor
    if life.likely(0.07):
        booking.record_attendance(booking_id=booked.pk, came=not came, by=by, at=at)
        at += timedelta(minutes=1)
    booking.record_attendance(booking_id=booked.pk, came=came, by=by, at=at)
    contact.after_talk(life, booked.inquiry_id, came=came, at=at)
