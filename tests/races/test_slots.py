"""Times that are published while somebody says that they are away."""

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from time import sleep

import pytest
from django.db import OperationalError, connection, transaction

from centre.calendar import danish_day
from centre.citizens.actions import Person
from centre.post.models import Message
from centre.records.models import AuditEntry
from intake.actions.appointment import book_for
from intake.actions.book import move
from intake.actions.slot import Extra, add_slot, close_slot, reopen_slot
from intake.actions.slots import close_day, publish_slots, record_absence
from intake.models import Booking, Slot
from intake.models.booking import CLOSED
from intake.rules.times import reminder_key
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House
from tests.races.crowd import at_once, victim
from tests.treatment import cases
from treatment.actions.session import Time, plan_session
from treatment.models import Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-07 08.00")
FIRST, LAST = date(2026, 12, 8), date(2026, 12, 17)


@pytest.mark.parametrize("closing", ["absence", "closure"])
def test_no_time_is_left_open_on_a_day_that_was_closed_meanwhile(
    house: House, closing: str
) -> None:
    def act(number: int) -> int:
        if number < 2:
            return publish_slots(at=AT)
        if closing == "absence":
            return record_absence(
                user=house.caseworker, first_on=FIRST, last_on=LAST, by=house.leader, at=AT
            )
        return close_day(on=FIRST, unit_id=None, reason="", by=house.leader, at=AT)

    outcomes = at_once(act, processes=3)
    assert [one.error for one in outcomes] == [""] * 3
    last = LAST if closing == "absence" else FIRST
    shut = Slot.objects.filter(starts_at__date__gte=FIRST, starts_at__date__lte=last)
    assert not shut.filter(closed_at__isnull=True).exists()
    assert Slot.objects.filter(closed_at__isnull=True).exists()


def test_no_hour_is_both_free_and_promised_however_the_two_meet(house: House) -> None:
    asked = factories.inquiry(house, received_at=moment("2026-12-01 09.00"))
    granted = cases.decision(house, asked, sent_at=moment("2026-12-04 10.00"))
    course = cases.course(house, granted, at=AT)
    publish_slots(at=AT)
    hour = Slot.objects.filter(starts_at__date=FIRST).earliest("starts_at").starts_at
    Slot.objects.all().delete()

    def act(number: int) -> int:
        if number:
            return publish_slots(at=AT)
        talk = plan_session(
            course_id=course.pk,
            when=Time(hour, minutes=30, channel="in_person"),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=AT,
        )
        return talk.held_on == danish_day(hour)

    outcomes = at_once(act, processes=3)
    assert {one.error for one in outcomes} <= {"", "TimeInTheWay"}
    promised = Session.objects.planned().filter(starts_at=hour).exists()
    free = Slot.objects.filter(starts_at=hour, closed_at__isnull=True).exists()
    assert promised != free


def test_of_booking_a_time_and_closing_it_one_wins_and_the_other_is_told(house: House) -> None:
    slots = [factories.slot(house, on=FIRST, at=time(8 + number)) for number in range(8)]
    for slot in slots:

        def act(number: int, slot: Slot = slot) -> str:
            if number == 0:
                return str(close_slot(slot_id=slot.pk, reason="meeting", by=house.leader, at=AT))
            return factories.booking(slot, at=AT).reference

        closing, *booking = at_once(act, processes=4)
        slot.refresh_from_db()
        standing = slot.bookings.count()
        if closing.error:
            assert (closing.error, slot.closed_at, standing) == ("Refused", None, 1)
        else:
            assert (closing.answer, slot.closed_at, standing) == ("0", AT, 0)
        lost = [one.error for one in booking if one.error]
        assert lost == ["SlotTaken"] * (3 - standing)
    assert (
        AuditEntry.objects.filter(action="slot.close").count()
        == Slot.objects.filter(CLOSED).count()
    )


def test_who_is_just_booking_is_waited_for_by_whoever_closes(house: House) -> None:
    """However it falls out above: a seat that is written but not yet kept is seen by the closing."""
    slot = factories.slot(house, on=FIRST)

    def book_slowly(here: Callable[[], None]) -> None:
        with transaction.atomic():
            factories.booking(slot, at=AT)
            here()

    with victim(book_slowly) as booking:
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
            close_slot(slot_id=slot.pk, reason="meeting", by=house.leader, at=AT)
        booking.kill()
        booking.join()
    # Its booking was never kept: the time can be closed.
    assert close_slot(slot_id=slot.pk, reason="meeting", by=house.leader, at=AT) == 0


def test_a_time_is_closed_once_and_opened_once_however_many_press(house: House) -> None:
    slot = factories.slot(house, on=FIRST)

    def close(_number: int) -> int:
        return close_slot(slot_id=slot.pk, reason="meeting", by=house.leader, at=AT)

    def reopen(_number: int) -> int:
        return reopen_slot(slot_id=slot.pk, by=house.leader, at=AT).pk

    for act, action in ((close, "slot.close"), (reopen, "slot.reopen")):
        outcomes = at_once(act, processes=4)
        assert sorted(one.error for one in outcomes) == ["", "Refused", "Refused", "Refused"]
        assert AuditEntry.objects.filter(action=action).count() == 1


def test_the_same_hour_is_added_once_and_published_beside_nothing(house: House) -> None:
    publish_slots(at=AT)
    hour = Slot.objects.filter(starts_at__date=FIRST).earliest("starts_at").starts_at
    Slot.objects.all().delete()
    extra = Extra(starts_at=hour + timedelta(minutes=10), minutes=30, channels=["phone"])

    def act(number: int) -> int:
        if number == 0:
            return publish_slots(at=AT)
        return add_slot(counsellor=house.caseworker, extra=extra, by=house.leader, at=AT).pk

    outcomes = at_once(act, processes=4)
    assert {one.error for one in outcomes} <= {"", "Refused"}
    there = Slot.objects.filter(starts_at__date=FIRST, starts_at__lt=hour + timedelta(minutes=40))
    assert there.count() == 1
    added = Slot.objects.filter(starts_at=extra.starts_at).count()
    assert AuditEntry.objects.filter(action="slot.add").count() == added


def test_who_is_just_booking_a_day_that_closes_is_not_reminded_of_it(house: House) -> None:
    slot = factories.slot(house, on=LAST)
    person = Person(name="Åse", email="aase@example.dk")

    def act(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                factories.booking(slot, at=AT, person=person)
                sleep(1)
        else:
            sleep(0.3)
            close_day(on=LAST, unit_id=None, reason="", by=house.leader, at=AT)

    outcomes = at_once(act, processes=2)
    assert [one.error for one in outcomes] == ["", ""]
    slot.refresh_from_db()
    assert slot.closed_at == AT
    booking = slot.bookings.get()
    assert Message.objects.get(once_key=reminder_key(booking.pk)).state == "expired"


def shut_and_booked(house: House) -> tuple[Slot, Slot, Booking]:
    """A closed time that somebody has booked, and another one that is free."""
    slot, other = (factories.slot(house, on=LAST, at=time(hour)) for hour in (9, 10))
    person = Person(name="Åse", email="aase@example.dk")
    booking = factories.booking(slot, at=AT, person=person).booking
    close_slot(slot_id=slot.pk, reason="meeting", seen=[str(booking.pk)], by=house.leader, at=AT)
    return slot, other, booking


def one_slowly(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """The second comes while the first is not committed; what each was told."""

    def act(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                first()
                sleep(1)
        else:
            sleep(0.3)
            second()

    return [one.error for one in at_once(act, processes=2)]


def test_who_is_just_moving_is_not_reminded_of_the_time_they_left(house: House) -> None:
    slot, other, booking = shut_and_booked(house)
    errors = one_slowly(
        lambda: move(
            booking_id=booking.pk,
            slot_id=other.pk,
            channel="phone",
            by=None,
            at=AT,
            form_key=uuid.uuid4(),
        ),
        lambda: reopen_slot(slot_id=slot.pk, by=house.leader, at=AT),
    )
    assert errors == ["", ""]
    booking.refresh_from_db()
    slot.refresh_from_db()
    assert (booking.status, slot.closed_at) == ("moved", None)
    assert Message.objects.get(once_key=reminder_key(booking.pk)).state == "expired"


@pytest.mark.parametrize("booking_first", [True, False])
def test_nobody_holds_two_times_however_booking_and_opening_again_meet(
    house: House, booking_first: bool
) -> None:
    slot, other, booking = shut_and_booked(house)

    def reopen() -> object:
        return reopen_slot(slot_id=slot.pk, by=house.leader, at=AT)

    def book() -> object:
        return book_for(
            inquiry_id=booking.inquiry_id,
            slot_id=other.pk,
            channel="phone",
            form_key=uuid.uuid4(),
            secret=SECRET,
            by=house.caseworker,
            at=AT,
        )

    errors = one_slowly(*((book, reopen) if booking_first else (reopen, book)))
    assert errors == (["", ""] if booking_first else ["", "Refused"])
    held = Booking.objects.filter(inquiry=booking.inquiry_id, status="booked")
    assert [one.slot for one in held] == [other if booking_first else slot]
