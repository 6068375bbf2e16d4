"""Booking a time, giving it back, and placing one more."""

import uuid
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from centre.citizens.actions import Person
from centre.clocks.models import Clock
from centre.post.choices import Text
from centre.post.models import Message
from centre.receipt import code_hash
from centre.records.models import AuditEntry
from centre.refusal import Refused
from intake.actions.appointment import book_for
from intake.actions.book import (
    Receipt,
    SlotTaken,
    book,
    cancel,
    record_attendance,
)
from intake.actions.receive import Wanted
from intake.choices import BookingStatus, SlotChannel, Topic, Wish
from intake.models import Booking, Inquiry, Slot
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 11)
AT = moment("2026-12-10 09.30")
# When the talk of the tests has begun.
BEGUN = moment("2026-12-11 10.00")
MAIL = {"person": Person(name="Åse Ægir", email="aase@example.dk")}


@pytest.fixture
def slot(house: House) -> Slot:
    return factories.slot(house, on=DAY)


def take(slot: Slot, wanted: Wanted | None = None, **rest: Any) -> Receipt:
    given: dict[str, Any] = {"channel": SlotChannel.PHONE, "secret": SECRET, "at": AT}
    return book(wanted=wanted or factories.wanted(), slot_id=slot.pk, **{**given, **rest})


def test_a_booking_brings_its_inquiry_and_starts_its_clock(slot: Slot, house: House) -> None:
    receipt = take(slot, factories.wanted(**MAIL), needs="Kørestol", language="en")
    booking = Booking.objects.get()
    inquiry = booking.inquiry
    assert receipt.booking == booking
    assert (booking.seat, booking.status, booking.needs) == (1, "booked", "Kørestol")
    assert (inquiry.received_at, inquiry.channel, inquiry.unit) == (AT, "web", house.adults)
    assert inquiry.responsible is None
    assert Clock.objects.get().due_on == date(2026, 12, 24)


def test_only_the_hash_of_the_code_is_kept(slot: Slot) -> None:
    receipt = take(slot)
    booking = Booking.objects.get()
    assert bytes(booking.code_hash) == code_hash(receipt.code, receipt.reference, SECRET)
    kept = [str(value) for value in Booking.objects.values_list().get()]
    assert not any(receipt.code in value for value in kept)


def test_a_second_click_gives_the_first_receipt_again(slot: Slot, house: House) -> None:
    wanted = factories.wanted(**MAIL)
    first, second = take(slot, wanted), take(slot, wanted)
    assert (second.booking, second.code, second.reference) == (
        first.booking,
        first.code,
        first.reference,
    )
    assert (first.first, second.first) == (True, False)
    assert Booking.objects.count() == Inquiry.objects.count() == Message.objects.count() == 1


def test_a_second_click_is_answered_even_when_the_time_is_past_or_closed(
    slot: Slot, house: House
) -> None:
    wanted = factories.wanted()
    first = take(slot, wanted)
    Slot.objects.update(closed_at=AT, closed_by=house.leader)
    assert take(slot, wanted, at=slot.starts_at + timedelta(days=1)).booking == first.booking


@pytest.mark.parametrize("why", ["taken", "closed", "past", "begun", "gone"])
def test_a_time_that_cannot_be_had_is_refused_without_a_reason_and_without_a_trace(
    slot: Slot, house: House, why: str
) -> None:
    at, before = AT, 0
    if why == "taken":
        take(slot)
        before = 1
    elif why == "closed":
        Slot.objects.update(closed_at=AT, closed_by=house.leader)
    elif why == "past":
        at = slot.starts_at + timedelta(minutes=1)
    elif why == "begun":
        at = slot.starts_at
    else:
        Slot.objects.all().delete()
    with pytest.raises(SlotTaken):
        take(slot, at=at)
    assert Inquiry.objects.count() == Booking.objects.count() == before


def test_what_the_database_refuses_for_another_reason_is_not_called_taken(slot: Slot) -> None:
    wanted = factories.wanted(wish=Wish.TREATMENT, topic=Topic.UNKNOWN)
    with pytest.raises(IntegrityError, match="inquiry_treatment_names_what_for"):
        take(slot, wanted)
    assert not Booking.objects.exists()


def test_seats_are_filled_one_by_one_and_a_seat_given_back_is_filled_again(house: House) -> None:
    slot = factories.slot(house, on=DAY, capacity=3)
    receipts = [take(slot) for _ in range(3)]
    assert [one.booking.seat for one in receipts] == [1, 2, 3]
    with pytest.raises(SlotTaken):
        take(slot)
    cancel(booking_id=receipts[1].booking.pk, by=None, at=AT)
    assert take(slot).booking.seat == 2


@pytest.mark.parametrize("came", [True, False])
def test_who_came_or_did_not_keeps_the_seat(slot: Slot, house: House, came: bool) -> None:
    booking = take(slot).booking
    record_attendance(booking_id=booking.pk, came=came, by=house.caseworker, at=BEGUN)
    with pytest.raises(SlotTaken):
        take(slot)
    # A slip of the hand can be set right.
    again = record_attendance(booking_id=booking.pk, came=not came, by=house.caseworker, at=BEGUN)
    assert again.status == (BookingStatus.NO_SHOW if came else BookingStatus.ATTENDED)


def test_nobody_came_to_a_talk_that_has_not_begun(slot: Slot, house: House) -> None:
    booking = take(slot).booking
    with pytest.raises(Refused):
        record_attendance(booking_id=booking.pk, came=False, by=house.caseworker, at=AT)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.BOOKED


def test_a_counselling_talk_stops_no_clock(slot: Slot, house: House) -> None:
    booking = take(slot).booking
    record_attendance(booking_id=booking.pk, came=True, by=house.caseworker, at=BEGUN)
    assert Clock.objects.get().stopped_on is None


def test_an_anonymous_booking_is_a_slot_a_seat_and_a_hash(slot: Slot) -> None:
    take(slot, factories.wanted(person=None))
    booking = Booking.objects.get()
    assert booking.inquiry.citizen is None
    assert not Message.objects.exists()
    cancel(booking_id=booking.pk, by=None, at=AT)
    booking.refresh_from_db()
    assert booking.settled_at is None
    line = AuditEntry.objects.get(action="booking.cancelled")
    assert (line.at, line.by, line.citizen_id) == (moment("2026-12-10 00.00"), None, None)


# --- Giving back ---------------------------------------------------------------------------------


def test_a_cancelled_time_is_free_at_once_and_cancelling_twice_is_once(slot: Slot) -> None:
    receipt = take(slot, factories.wanted(**MAIL))
    for _ in range(2):
        assert cancel(booking_id=receipt.booking.pk, by=None, at=AT).status == "cancelled"
    assert AuditEntry.objects.filter(action="booking.cancelled").count() == 1
    assert sorted(Message.objects.values_list("text", flat=True)) == ["cancelled", "receipt"]
    assert take(slot).first


def test_giving_the_time_back_is_not_taking_back_the_wish(slot: Slot) -> None:
    receipt = take(slot)
    cancel(booking_id=receipt.booking.pk, by=None, at=AT)
    assert Inquiry.objects.get().status == "new"
    assert Clock.objects.get().stopped_on is None


@pytest.mark.parametrize("came", [True, False])
def test_what_has_happened_cannot_be_cancelled(slot: Slot, house: House, came: bool) -> None:
    booking = take(slot).booking
    record_attendance(booking_id=booking.pk, came=came, by=house.caseworker, at=BEGUN)
    with pytest.raises(Refused):
        cancel(booking_id=booking.pk, by=None, at=AT)


# --- The receipt by mail -------------------------------------------------------------------------


def test_a_receipt_is_posted_with_the_booking_and_worthless_after_the_talk(slot: Slot) -> None:
    take(slot, factories.wanted(**MAIL), language="en")
    message = Message.objects.get()
    assert (message.text, message.to_address, message.language) == (
        Text.RECEIPT,
        "aase@example.dk",
        "en",
    )
    assert message.expires_at == slot.starts_at
    assert message.facts == {"starts_at": slot.starts_at.isoformat()}


def test_who_gave_no_address_gets_no_mail(slot: Slot) -> None:
    take(slot, factories.wanted(person=Person(name="Åse", phone="+4520000001")))
    assert not Message.objects.exists()


# --- One more than there is room for -------------------------------------------------------------


def place(slot: Slot, house: House, form_key: UUID | None = None, reason: str = "Akut") -> Booking:
    """The staff's own path: a known inquiry gets a time that is full."""
    return book_for(
        inquiry_id=factories.inquiry(house, received_at=AT).pk,
        slot_id=slot.pk,
        channel=SlotChannel.IN_PERSON,
        overbook_reason=reason,
        form_key=form_key or uuid.uuid4(),
        secret=SECRET,
        by=house.caseworker,
        at=AT,
    )


def test_the_staff_may_place_one_more_and_say_why(slot: Slot, house: House) -> None:
    take(slot)
    extra = [place(slot, house), place(slot, house)]
    assert [one.seat for one in extra] == [2, 3]
    assert all(one.overbooked and one.overbooked_by == house.caseworker for one in extra)
    assert [one.overbooked_reason for one in extra] == ["Akut", "Akut"]
    lines = AuditEntry.objects.filter(action="booking.make")
    assert [line.detail["overbooked"] for line in lines] == [True, True]
    with pytest.raises(SlotTaken):
        take(slot)


def test_nobody_is_placed_without_a_reason_or_on_a_closed_time(slot: Slot, house: House) -> None:
    take(slot)
    with pytest.raises(Refused):
        place(slot, house, reason="  ")
    with pytest.raises(SlotTaken):
        place(slot, house, reason="")
    Slot.objects.update(closed_at=AT, closed_by=house.leader)
    with pytest.raises(SlotTaken):
        place(slot, house)
    assert Booking.objects.count() == 1


def test_placing_twice_with_the_same_form_is_placing_once(slot: Slot, house: House) -> None:
    key = uuid.uuid4()
    assert place(slot, house, key) == place(slot, house, key)
    assert Booking.objects.count() == 1


def test_who_has_a_time_is_given_no_second_one_and_the_staff_are_told_what_helps(
    slot: Slot, house: House
) -> None:
    """It is moved, or cancelled; a closed time stands in nobody's way."""
    key = uuid.uuid4()
    first = place(slot, house, key, reason="")
    other = factories.slot(house, on=slot.starts_at.date() + timedelta(days=1))

    def again(form_key: UUID) -> Booking:
        return book_for(
            inquiry_id=first.inquiry_id,
            slot_id=other.pk,
            channel=SlotChannel.IN_PERSON,
            form_key=form_key,
            secret=SECRET,
            by=house.caseworker,
            at=AT,
        )

    with pytest.raises(Refused, match="Flyt den, eller aflys den"):
        again(uuid.uuid4())
    with pytest.raises(Refused, match="Se henvendelsen"):
        again(key)
    Slot.objects.filter(pk=slot.pk).update(closed_at=AT, closed_by=house.leader)
    assert again(uuid.uuid4()).slot == other
