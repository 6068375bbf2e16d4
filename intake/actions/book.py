"""Booking a time: insert first, let the database decide, answer kindly."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.citizens.models import Citizen
from centre.citizens.queries import has_died
from centre.guard import broken
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.receipt import code_for, code_hash, reference_for
from centre.refusal import Refused
from centre.rows import insert, together
from centre.staff.models import User
from intake.actions.receive import Wanted, write_inquiry
from intake.actions.settle import settle
from intake.choices import BookingStatus, Channel
from intake.models import Booking, Slot
from intake.models.booking import OCCUPYING
from intake.queries.slots import booked_by_form, with_seats
from intake.rules.times import message_key, reminder_at, reminder_key

# Somebody was quicker and has the seat.
SEAT_LOST = "booking_one_a_seat"
# Somebody was quicker and has closed the time.
TIME_CLOSED = "booking_time_is_open"
MOST_TRIES = 50


class SlotTaken(Exception):
    """Somebody else has this time now, or it is closed or past. No reason is told."""


@dataclass(frozen=True)
class Receipt:
    """What the citizen keeps. The code is shown once and only its hash is stored."""

    booking: Booking
    reference: str
    code: str
    first: bool


def book(
    *,
    wanted: Wanted,
    slot_id: int,
    channel: str,
    secret: bytes,
    at: datetime,
    needs: str = "",
    language: str = "da",
    came_by: str = Channel.WEB,
    by: User | None = None,
) -> Receipt:
    """Take a free seat of a time and write down the inquiry that comes with it.

    The same form key twice gives the first receipt again. Raises SlotTaken when no seat is free.
    """
    reference = reference_for(wanted.form_key, secret)
    code = code_for(wanted.form_key, secret)

    def attempt() -> Booking:
        slot, taken = with_seats(slot_id) or (None, [])
        if slot is None or slot.closed_at is not None or slot.starts_at <= at:
            raise SlotTaken
        if by is None and slot.for_callers:
            raise SlotTaken
        booking = Booking(
            slot=slot,
            channel=channel,
            inquiry_id=uuid4(),
            reference=reference,
            code_hash=code_hash(code, reference, secret),
            needs=needs,
            language=language,
            form_key=wanted.form_key,
        )
        with _one_transaction(wanted, by):
            take_seat(booking, taken=taken)
            _write_rest(booking, wanted, came_by=came_by, at=at, by=by)
        return booking

    booking, first = once(wanted.form_key, attempt)
    return Receipt(booking=booking, reference=reference, code=code, first=first)


def _one_transaction(wanted: Wanted, by: User | None) -> AbstractContextManager[None]:
    """What a visitor sends is one statement, so one transaction, without a word to begin and end it.

    Who brings a number is looked for under a lock first; and what one of the staff books may ask for
    what was just written: known consents (Rebild).
    """
    numbered = wanted.person is not None and wanted.person.cpr
    return together() if by is None and not numbered else transaction.atomic()


def once(form_key: UUID, attempt: Callable[[], Booking]) -> tuple[Booking, bool]:
    """Insert, each try in a transaction of its own; a second click finds what the first one made.

    Of a seat that somebody else was quicker to take, the next free one is tried: each try lost is a
    seat gone, so it ends with SlotTaken. Any other refusal of the database is the caller's fault.
    """
    for _try in range(MOST_TRIES):
        try:
            return attempt(), True
        except (IntegrityError, SlotTaken, Refused) as error:
            # A violation ended the transaction; whether it was a second click is asked in a new one.
            again = booked_by_form(form_key)
            if again is not None:
                return again, False
            lost = broken(error) if isinstance(error, IntegrityError) else ""
            if lost == TIME_CLOSED:
                raise SlotTaken from error
            if lost != SEAT_LOST:
                raise
    raise SlotTaken


def take_seat(booking: Booking, *, taken: Sequence[int] | None = None) -> Booking:
    """Insert on the first seat that looks free; the insert itself is the answer.

    `taken` are the seats that were seen with the time; without it they are asked for. Raises SlotTaken
    where nobody can be met in the way asked for.
    """
    if not booking.slot.is_met(booking.channel):
        raise SlotTaken
    if taken is None:
        here = Booking.objects.filter(OCCUPYING, slot=booking.slot)
        taken = list(here.values_list("seat", flat=True))
    free = [seat for seat in range(1, booking.slot.capacity + 1) if seat not in taken]
    if not free:
        raise SlotTaken
    booking.seat = free[0]
    insert(booking)
    return booking


def _write_rest(
    booking: Booking, wanted: Wanted, *, came_by: str, at: datetime, by: User | None
) -> None:
    inquiry = write_inquiry(
        id=booking.inquiry_id,
        wanted=wanted,
        channel=came_by,
        unit=booking.slot.unit,
        received_at=at,
        by=by,
        at=at,
        responsible=booking.slot.counsellor if by is not None else None,
    )
    booking.inquiry = inquiry
    send_words(booking, Text.RECEIPT, at)


def send_words(booking: Booking, text: Text, at: datetime) -> None:
    """Tell who gave an e-mail address; of a time that is further off, once more the day before.

    Nobody is told in the name of somebody who has died.
    """
    citizen = booking.inquiry.citizen
    if citizen is None or not citizen.email or _has_died(citizen):
        return
    letter = Envelope(
        text=text,
        once_key=message_key(text, booking.pk),
        due_at=at,
        to_address=citizen.email,
        language=booking.language,
        facts={"starts_at": booking.slot.starts_at.isoformat()},
        expires_at=booking.slot.starts_at,
    )
    remind_at = reminder_at(booking.slot.starts_at)
    reminder = replace(
        letter, text=Text.REMINDER, once_key=reminder_key(booking.pk), due_at=remind_at
    )
    reminded = text != Text.CANCELLED and remind_at > at
    post([letter, reminder] if reminded else [letter])


def _has_died(citizen: Citizen) -> bool:
    """Nobody asks it of a visitor who is written down with this very booking."""
    return not citizen._state.adding and has_died(citizen.pk)


def _locked(booking_id: UUID) -> Booking:
    return (
        Booking.objects.select_related("slot__unit", "inquiry__citizen")
        .select_for_update(of=("self",))
        .get(pk=booking_id)
    )


@transaction.atomic
def cancel(*, booking_id: UUID, by: User | None, at: datetime) -> Booking:
    """Give a time back: it is free again at once. Cancelling twice is the same as once."""
    booking = _locked(booking_id)
    if booking.status == BookingStatus.CANCELLED:
        return booking
    settle(booking, BookingStatus.CANCELLED, by=by, at=at)
    send_words(booking, Text.CANCELLED, at)
    return booking


def move(
    *,
    booking_id: UUID,
    slot_id: int,
    channel: str,
    by: User | None,
    at: datetime,
    form_key: UUID,
) -> Booking:
    """Move to another time in one transaction: the old one is kept until the new one is sure.

    The reference and the code stay the citizen's. The same form key twice is one move. Raises
    SlotTaken when the new time is gone, and Refused when the old one was already changed.
    """

    @transaction.atomic
    def attempt() -> Booking:
        old = _locked(booking_id)
        slot = Slot.objects.filter(pk=slot_id, closed_at=None, starts_at__gt=at).first()
        if slot is None or (by is None and slot.for_callers):
            raise SlotTaken
        settle(old, BookingStatus.MOVED, by=by, at=at)
        reference = old.reference
        # The label goes along; the old row keeps one that leads nowhere: no reference is as long.
        Booking.objects.filter(pk=old.pk).update(reference=token_urlsafe(6))
        new = take_seat(
            Booking(
                slot=slot,
                channel=channel,
                inquiry=old.inquiry,
                reference=reference,
                code_hash=bytes(old.code_hash),
                needs=old.needs,
                language=old.language,
                form_key=form_key,
                moved_from=old,
            )
        )
        send_words(new, Text.MOVED, at)
        return new

    return once(form_key, attempt)[0]


@transaction.atomic
def record_attendance(*, booking_id: UUID, came: bool, by: User, at: datetime) -> Booking:
    """Whether the citizen came. A counselling talk is no treatment: it stops no clock.

    Twice the same is the same as once. Raises Refused before the time has begun, and when it was
    moved or cancelled.
    """
    booking = _locked(booking_id)
    status = BookingStatus.ATTENDED if came else BookingStatus.NO_SHOW
    if booking.slot.starts_at > at:
        raise Refused(_("This appointment has not begun yet."))
    if booking.status != status:
        settle(booking, status, by=by, at=at)
    return booking
