"""Moving a booking: the old time is kept until the new one is sure."""

import uuid
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from centre.citizens.actions import Person
from centre.clocks.models import Clock
from centre.post.models import Message
from centre.receipt import code_hash
from centre.refusal import Refused
from intake.actions.book import Receipt, SlotTaken, cancel, move
from intake.choices import BookingStatus, SlotChannel
from intake.models import Booking, Slot
from intake.models.booking import OCCUPYING
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")


@pytest.fixture
def slots(house: House) -> list[Slot]:
    return [factories.slot(house, on=date(2026, 12, 14 + offset)) for offset in range(3)]


@pytest.fixture
def receipt(slots: list[Slot]) -> Receipt:
    return factories.booking(slots[0], at=AT, person=Person(name="Åse", email="aase@example.dk"))


def shift(booking_id: UUID, slot: Slot, **rest: Any) -> Booking:
    given: dict[str, Any] = {
        "channel": SlotChannel.VIDEO,
        "by": None,
        "at": AT,
        "form_key": uuid.uuid4(),
    }
    return move(booking_id=booking_id, slot_id=slot.pk, **{**given, **rest})


def standing() -> Booking:
    return Booking.objects.filter(OCCUPYING).get()


def test_the_reference_and_the_code_go_along(receipt: Receipt, slots: list[Slot]) -> None:
    new = shift(receipt.booking.pk, slots[1])
    assert standing() == new
    assert (new.reference, new.slot, new.channel) == (receipt.reference, slots[1], "video")
    assert bytes(new.code_hash) == code_hash(receipt.code, receipt.reference, SECRET)
    assert new.inquiry == receipt.booking.inquiry
    old = Booking.objects.get(pk=receipt.booking.pk)
    assert (old.status, old.moved_to) == (BookingStatus.MOVED, new)
    assert old.reference != receipt.reference


def test_the_old_time_is_free_at_once(receipt: Receipt, slots: list[Slot]) -> None:
    shift(receipt.booking.pk, slots[1])
    assert factories.booking(slots[0], at=AT).first


def test_moving_moves_no_deadline(receipt: Receipt, slots: list[Slot]) -> None:
    before = Clock.objects.get().answer
    shift(receipt.booking.pk, slots[2])
    assert Clock.objects.get().answer == before


@pytest.mark.parametrize("why", ["taken", "closed", "past", "gone"])
def test_when_the_new_time_is_gone_the_old_one_is_kept(
    receipt: Receipt, slots: list[Slot], house: House, why: str
) -> None:
    at = AT
    if why == "taken":
        factories.booking(slots[1], at=AT)
    elif why == "closed":
        Slot.objects.filter(pk=slots[1].pk).update(closed_at=AT, closed_by=house.leader)
    elif why == "past":
        at = slots[1].starts_at + timedelta(minutes=1)
    else:
        slots[1].delete()
        slots[1].pk = 0
    messages = Message.objects.count()
    with pytest.raises(SlotTaken):
        shift(receipt.booking.pk, slots[1], at=at)
    kept = Booking.objects.get(reference=receipt.reference)
    assert (kept, kept.status, kept.slot) == (receipt.booking, "booked", slots[0])
    assert Message.objects.count() == messages


def test_the_same_move_twice_is_one_move(receipt: Receipt, slots: list[Slot]) -> None:
    key = uuid.uuid4()
    first = shift(receipt.booking.pk, slots[1], form_key=key)
    assert shift(receipt.booking.pk, slots[1], form_key=key) == first
    assert Message.objects.filter(text="moved").count() == 1


def test_a_second_move_starts_from_where_the_first_one_ended(
    receipt: Receipt, slots: list[Slot]
) -> None:
    first = shift(receipt.booking.pk, slots[1])
    with pytest.raises(Refused):
        shift(receipt.booking.pk, slots[2])
    second = shift(first.pk, slots[2])
    back = shift(second.pk, slots[0])
    assert standing() == back
    assert back.reference == receipt.reference
    assert [one.text for one in Message.objects.order_by("due_at")].count("moved") == 3


def test_the_first_form_sent_again_after_a_move_still_shows_the_same_receipt(
    receipt: Receipt, slots: list[Slot]
) -> None:
    from intake.actions.book import book

    shift(receipt.booking.pk, slots[1])
    again = book(
        wanted=factories.wanted(form_key=receipt.booking.form_key),
        slot_id=slots[0].pk,
        channel=SlotChannel.PHONE,
        secret=SECRET,
        at=AT,
    )
    assert (again.first, again.reference, again.code) == (False, receipt.reference, receipt.code)
    assert Booking.objects.filter(OCCUPYING).count() == 1


def test_within_the_same_time_only_the_way_of_meeting_changes(
    receipt: Receipt, slots: list[Slot]
) -> None:
    new = shift(receipt.booking.pk, slots[0], channel=SlotChannel.PHONE)
    assert (standing(), new.channel, new.slot) == (new, "phone", slots[0])


def test_a_cancelled_time_cannot_be_moved(receipt: Receipt, slots: list[Slot]) -> None:
    cancel(booking_id=receipt.booking.pk, by=None, at=AT)
    with pytest.raises(Refused):
        shift(receipt.booking.pk, slots[1])
    assert not Booking.objects.filter(OCCUPYING).exists()
