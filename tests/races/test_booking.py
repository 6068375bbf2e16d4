"""Many who want the same thing at the same moment: the database decides, nobody is lost."""

import uuid
from datetime import date

import pytest

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.staff.models import Absence
from intake.actions.book import book, cancel, move
from intake.actions.inquiry import assign, close
from intake.actions.receive import receive_inquiry
from intake.actions.slots import record_absence
from intake.choices import About, BookingStatus, Channel, InquiryStatus, SlotChannel, Topic, Wish
from intake.models import Booking, Inquiry, Slot
from intake.models.booking import OCCUPYING
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DAY = date(2026, 12, 10)
AT = moment("2026-12-01 09.30")
POLITE_SECONDS = 3.0


def take(slot_id: int, **changes: object) -> str:
    """Book a time as a stranger; answers with the reference."""
    return book(
        wanted=factories.wanted(**changes),
        slot_id=slot_id,
        channel=SlotChannel.PHONE,
        secret=SECRET,
        at=AT,
    ).reference


@pytest.mark.parametrize("seats", [1, 3])
def test_of_thirty_who_want_the_last_seats_as_many_win_as_there_are(
    house: House, seats: int
) -> None:
    slot = factories.slot(house, on=DAY, capacity=seats)
    outcomes = at_once(lambda _number: take(slot.pk), processes=6, threads=5)
    assert len(outcomes) == 30
    assert sorted(one.error for one in outcomes) == [""] * seats + ["SlotTaken"] * (30 - seats)
    assert max(one.seconds for one in outcomes) < POLITE_SECONDS
    taken = Booking.objects.filter(OCCUPYING, slot=slot)
    assert sorted(taken.values_list("seat", flat=True)) == list(range(1, seats + 1))
    # Whoever lost leaves nothing behind: no inquiry, no citizen, no clock, no line in the trail.
    assert Inquiry.objects.count() == Citizen.objects.count() == Clock.objects.count() == seats
    assert AuditEntry.objects.filter(action="inquiry.receive").count() == seats


def test_the_same_form_sent_ten_times_at_once_is_one_booking_with_one_receipt(
    house: House,
) -> None:
    slot = factories.slot(house, on=DAY, capacity=5)
    wanted = factories.wanted()

    def send(_number: int) -> tuple[str, str, str]:
        receipt = book(
            wanted=wanted, slot_id=slot.pk, channel=SlotChannel.PHONE, secret=SECRET, at=AT
        )
        return receipt.reference, receipt.code, str(receipt.booking.pk)

    outcomes = at_once(send, processes=5, threads=2)
    assert [one.error for one in outcomes] == [""] * 10
    assert len({one.answer for one in outcomes}) == 1
    assert Booking.objects.count() == Inquiry.objects.count() == 1


def test_the_same_inquiry_sent_at_once_is_written_down_once(house: House) -> None:
    wanted = factories.wanted(person=Person(name="Åse", cpr="0505209996"))

    def send(_number: int) -> tuple[str, bool]:
        inquiry, first = receive_inquiry(
            wanted=wanted, channel=Channel.PHONE, unit=house.adults, received_at=AT, by=None, at=AT
        )
        return str(inquiry.pk), first

    outcomes = at_once(send, processes=6)
    assert [one.error for one in outcomes] == [""] * 6
    assert len({one.answer[0] for one in outcomes}) == 1
    assert [one.answer[1] for one in outcomes].count(True) == 1
    assert Inquiry.objects.count() == Clock.objects.count() == 1


def test_two_who_bring_the_same_new_number_at_once_are_one_citizen(house: House) -> None:
    slots = [factories.slot(house, on=date(2026, 12, 7 + number)) for number in range(4)]
    person = Person(name="Åse Ægir", cpr="0505209996")
    outcomes = at_once(lambda number: take(slots[number].pk, person=person), processes=4)
    assert [one.error for one in outcomes] == [""] * 4
    assert Citizen.objects.count() == 1
    assert Inquiry.objects.count() == 4


def test_the_same_move_sent_at_once_is_one_move(house: House) -> None:
    old, new = factories.slot(house, on=DAY), factories.slot(house, on=date(2026, 12, 11))
    receipt = factories.booking(old, at=AT)
    key = uuid.uuid4()

    def send(_number: int) -> str:
        return str(
            move(
                booking_id=receipt.booking.pk,
                slot_id=new.pk,
                channel=SlotChannel.PHONE,
                by=None,
                at=AT,
                form_key=key,
            ).pk
        )

    outcomes = at_once(send, processes=6)
    assert [one.error for one in outcomes] == [""] * 6
    assert len({one.answer for one in outcomes}) == 1
    assert Booking.objects.filter(OCCUPYING).get().slot == new


def test_two_moves_of_one_booking_leave_it_in_one_place(house: House) -> None:
    slots = [factories.slot(house, on=date(2026, 12, 7 + number)) for number in range(5)]
    receipt = factories.booking(slots[0], at=AT)

    def send(number: int) -> int:
        return move(
            booking_id=receipt.booking.pk,
            slot_id=slots[number + 1].pk,
            channel=SlotChannel.PHONE,
            by=None,
            at=AT,
            form_key=uuid.uuid4(),
        ).slot_id

    outcomes = at_once(send, processes=4)
    assert sorted(one.error for one in outcomes) == ["", "Refused", "Refused", "Refused"]
    standing = Booking.objects.filter(OCCUPYING).get()
    assert standing.reference == receipt.reference
    assert standing.slot_id in [one.answer for one in outcomes]


def test_two_who_want_each_others_time_both_keep_their_own(house: House) -> None:
    slots = [factories.slot(house, on=date(2026, 12, 7 + number)) for number in range(2)]
    bookings = [factories.booking(slot, at=AT).booking for slot in slots]

    def swap(number: int) -> None:
        move(
            booking_id=bookings[number].pk,
            slot_id=slots[1 - number].pk,
            channel=SlotChannel.PHONE,
            by=None,
            at=AT,
            form_key=uuid.uuid4(),
        )

    for _again in range(5):
        outcomes = at_once(swap, processes=2)
        assert [one.error for one in outcomes] == ["SlotTaken", "SlotTaken"]
        assert max(one.seconds for one in outcomes) < POLITE_SECONDS
    standing = Booking.objects.filter(OCCUPYING).order_by("slot__starts_at")
    assert list(standing) == bookings


def test_a_seat_given_back_and_wanted_at_once_goes_to_at_most_one(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    held = factories.booking(slot, at=AT).booking

    def act(number: int) -> str:
        if number == 0:
            return cancel(booking_id=held.pk, by=None, at=AT).status
        return take(slot.pk)

    outcomes = at_once(act, processes=4, threads=2)
    assert {one.error for one in outcomes} <= {"", "SlotTaken"}
    assert Booking.objects.filter(OCCUPYING, slot=slot).count() <= 1
    assert Booking.objects.get(pk=held.pk).status == BookingStatus.CANCELLED


def test_cancelling_at_once_is_cancelling_once(house: House) -> None:
    held = factories.booking(
        factories.slot(house, on=DAY), at=AT, person=Person(name="Åse", email="aase@example.dk")
    ).booking
    outcomes = at_once(
        lambda _number: cancel(booking_id=held.pk, by=None, at=AT).status, processes=4
    )
    assert [(one.answer, one.error) for one in outcomes] == [("cancelled", "")] * 4
    assert AuditEntry.objects.filter(action="booking.cancelled").count() == 1


def test_an_absence_recorded_while_a_citizen_books_loses_no_booking(house: House) -> None:
    slots = [factories.slot(house, on=date(2026, 12, 7 + number)) for number in range(5)]

    def act(number: int) -> object:
        if number == 5:
            return record_absence(
                user=house.caseworker,
                first_on=date(2026, 12, 7),
                last_on=date(2026, 12, 11),
                by=house.leader,
                at=AT,
            )
        return take(slots[number].pk)

    outcomes = at_once(act, processes=6)
    assert {one.error for one in outcomes} <= {"", "SlotTaken"}
    assert Absence.objects.count() == 1
    assert not Slot.objects.filter(closed_at__isnull=True).exists()
    said_yes = [one.answer for one in outcomes if isinstance(one.answer, str)]
    # Every booking that was promised still stands, on a closed time: a call to make.
    kept = Booking.objects.filter(status=BookingStatus.BOOKED, slot__closed_at__isnull=False)
    assert sorted(kept.values_list("reference", flat=True)) == sorted(said_yes)


def test_two_who_assign_the_same_inquiry_agree_in_the_end(house: House) -> None:
    inquiry = factories.inquiry(house, received_at=AT)
    people = [house.caseworker, house.colleague, house.secretary, house.leader]

    def act(number: int) -> None:
        assign(inquiry_id=inquiry.pk, to=people[number], by=house.leader, at=AT)

    outcomes = at_once(act, processes=4)
    assert [one.error for one in outcomes] == [""] * 4
    inquiry.refresh_from_db()
    assert Clock.objects.get().responsible == inquiry.responsible
    assert AuditEntry.objects.filter(action="inquiry.assign").count() == 4


def test_two_who_close_the_same_inquiry_close_it_once(house: House) -> None:
    inquiry = factories.inquiry(
        house, received_at=AT, wish=Wish.COUNSELLING, topic=Topic.OTHER, about=About.RELATIVE
    )
    ways = [InquiryStatus.ADVISED, InquiryStatus.WITHDRAWN, InquiryStatus.REFERRED]

    def act(number: int) -> str:
        return close(inquiry_id=inquiry.pk, status=ways[number], by=house.caseworker, at=AT).status

    outcomes = at_once(act, processes=3)
    assert sorted(one.error for one in outcomes) == ["", "Refused", "Refused"]
    won = next(one.answer for one in outcomes if not one.error)
    assert Inquiry.objects.get().status == won
    assert AuditEntry.objects.filter(action="inquiry.close").count() == 1
