"""Booking a time for somebody whose inquiry is written down already: a citizen on the phone."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from centre.post.choices import Text
from centre.receipt import code_for, code_hash, reference_for
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from intake.actions.book import SlotTaken, once, send_words, take_seat
from intake.choices import BookingStatus
from intake.models import Booking, Inquiry, Slot


def book_for(
    *,
    inquiry_id: UUID,
    slot_id: int,
    channel: str,
    form_key: UUID,
    secret: bytes,
    by: User,
    at: datetime,
    overbook_reason: str = "",
) -> Booking:
    """Take a free seat for a known inquiry, or one more than there is room for, with its reason.

    The extra seat is numbered past the capacity. The same form key twice is one booking. Raises
    SlotTaken when no seat is free or the time is closed, and Refused when the inquiry has a coming
    time already, or the extra seat has no reason.
    """
    if overbook_reason and not overbook_reason.strip():
        raise Refused(_("Say why one more is booked than there is room for."))

    @transaction.atomic
    def insert() -> Booking:
        return _book(
            inquiry=Inquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=inquiry_id),
            slot_id=slot_id,
            channel=channel,
            form_key=form_key,
            secret=secret,
            by=by,
            at=at,
            reason=overbook_reason,
        )

    booking, made = once(form_key, insert)
    if not made and (booking.slot_id, booking.channel) != (slot_id, channel):
        raise Refused(_("This form has booked another time already. See the inquiry."))
    return booking


def _book(
    *,
    inquiry: Inquiry,
    slot_id: int,
    channel: str,
    form_key: UUID,
    secret: bytes,
    by: User,
    at: datetime,
    reason: str,
) -> Booking:
    slots = Slot.objects.filter(pk=slot_id).select_for_update(of=("self",), no_key=True)
    slot = slots.first()
    if slot is None or slot.closed_at is not None or slot.starts_at <= at:
        raise SlotTaken
    _check_has_none(inquiry, at)
    reference = reference_for(form_key, secret)
    booking = Booking(
        id=uuid4(),
        slot=slot,
        inquiry=inquiry,
        channel=channel,
        reference=reference,
        code_hash=code_hash(code_for(form_key, secret), reference, secret),
        form_key=form_key,
    )
    if reason:
        _take_extra(booking, reason, by)
    else:
        take_seat(booking)
    send_words(booking, Text.RECEIPT, at)
    detail = {"overbooked": bool(reason)}
    note(action="booking.make", row=booking, by=by, at=at, citizen_id=inquiry.citizen_id, **detail)
    return booking


def _check_has_none(inquiry: Inquiry, at: datetime) -> None:
    coming = inquiry.bookings.filter(status=BookingStatus.BOOKED, slot__starts_at__gt=at)
    if coming.filter(slot__closed_at=None).exists():
        raise Refused(
            _(
                "The citizen has a coming time already. Move it to another one, or cancel it, from the "
                "page of the inquiry."
            )
        )


def _take_extra(booking: Booking, reason: str, by: User) -> None:
    last = Booking.objects.filter(slot=booking.slot).aggregate(last=Max("seat"))["last"] or 0
    booking.seat = max(last, booking.slot.capacity) + 1
    booking.overbooked, booking.overbooked_reason, booking.overbooked_by = True, reason, by
    booking.save(force_insert=True)
