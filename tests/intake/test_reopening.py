"""A closed day opened again: who holds what of it, and what was put in its place meanwhile."""

import uuid
from datetime import date, time, timedelta

import pytest

from centre.citizens.actions import Person
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.models import Absence, Closure
from intake.actions.appointment import book_for
from intake.actions.hours import end_absence, reopen_day
from intake.actions.slots import close_day, record_absence
from intake.models import Booking, Slot
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-07 08.00")  # a Monday
DAY = date(2026, 12, 16)
EARLIER, LATER = time(9), time(10)


def close(house: House, slot: Slot) -> None:
    """As its day or an absence did: no reason of its own."""
    Slot.objects.filter(pk=slot.pk).update(closed_at=AT, closed_by=house.leader)


def open_again(house: House) -> int:
    return reopen_day(closure_id=Closure.objects.get().pk, by=house.leader, at=AT)


@pytest.mark.parametrize(("first", "second"), [(EARLIER, LATER), (LATER, EARLIER)])
def test_of_two_times_that_open_together_the_one_given_last_is_kept(
    house: House, first: time, second: time
) -> None:
    person = Person(name="Åse", email="aase@example.dk")
    closed = factories.slot(house, on=DAY, at=first)
    old = factories.booking(closed, at=AT, person=person).booking
    close(house, closed)
    new = book_for(
        inquiry_id=old.inquiry_id,
        slot_id=factories.slot(house, on=DAY, at=second).pk,
        channel="phone",
        form_key=uuid.uuid4(),
        secret=SECRET,
        by=house.caseworker,
        at=AT,
    )
    later = AT + timedelta(hours=1)
    close_day(on=DAY, unit_id=None, reason="", by=house.leader, at=later)
    assert open_again(house) == 2
    standing = dict(Booking.objects.values_list("pk", "status"))
    assert standing == {old.pk: "cancelled", new.pk: "booked"}
    reminders = Message.objects.filter(once_key__startswith="reminder:")
    assert dict(reminders.values_list("once_key", "state")) == {
        f"reminder:{old.pk}": "expired",
        f"reminder:{new.pk}": "waiting",
    }


@pytest.mark.parametrize("day_closes_both", [True, False])
def test_what_was_put_in_a_times_place_stays_and_the_time_stays_closed(
    house: House, day_closes_both: bool
) -> None:
    closed = factories.slot(house, on=DAY, at=time(9))
    free = factories.slot(house, on=DAY, at=time(11))
    booking = factories.booking(closed, at=AT).booking
    close(house, closed)
    later = AT + timedelta(hours=1)
    if not day_closes_both:
        close_day(on=DAY, unit_id=house.adults.pk, reason="", by=house.leader, at=later)
    # As whoever moved to another unit is given one there.
    instead = factories.slot(house, on=DAY, at=time(9, 30))
    if day_closes_both:
        close_day(on=DAY, unit_id=house.adults.pk, reason="", by=house.leader, at=later)
    assert open_again(house) == 2 - (not day_closes_both)
    assert set(Slot.objects.filter(closed_at=None)) == {instead, free}
    closed.refresh_from_db()
    assert closed.closed_at == AT
    # Who has it is called: nothing was decided for them.
    booking.refresh_from_db()
    assert booking.status == "booked"


def here_again(house: House, days: int = 1) -> int:
    """Somebody was written down as away for `days` days from DAY, and is here after all."""
    last = DAY + timedelta(days=days - 1)
    record_absence(user=house.caseworker, first_on=DAY, last_on=last, by=house.leader, at=AT)
    return end_absence(absence_id=Absence.objects.get().pk, by=house.leader, at=AT)


def test_an_absence_taken_back_opens_its_times_with_who_has_booked_them(house: House) -> None:
    slot, other = factories.slot(house, on=DAY), factories.slot(house, on=DAY, at=time(10))
    person = Person(name="Åse", email="aase@example.dk")
    booking = factories.booking(slot, at=AT, person=person).booking
    assert here_again(house) == 2
    assert set(Slot.objects.filter(closed_at=None)) == {slot, other}
    reminder = Message.objects.get(once_key=f"reminder:{booking.pk}")
    assert reminder.state == "waiting"
    assert not Absence.objects.exists()
    assert AuditEntry.objects.get(action="absence.take_back").by == house.leader


def test_of_an_absence_taken_back_the_closed_day_stays_closed(house: House) -> None:
    next_day = DAY + timedelta(days=1)
    factories.slot(house, on=DAY)
    free = factories.slot(house, on=next_day)
    close_day(on=DAY, unit_id=house.adults.pk, reason="", by=house.leader, at=AT)
    assert here_again(house, days=2) == 1
    assert list(Slot.objects.filter(closed_at=None)) == [free]


def test_an_absence_that_has_begun_is_taken_back_from_today_on(house: House) -> None:
    today, tomorrow = moment("2026-12-17 08.00"), date(2026, 12, 18)
    gone, free = factories.slot(house, on=DAY), factories.slot(house, on=tomorrow)
    record_absence(user=house.caseworker, first_on=DAY, last_on=tomorrow, by=house.leader, at=AT)
    absence = Absence.objects.get()
    assert end_absence(absence_id=absence.pk, by=house.leader, at=today) == 1
    assert list(Slot.objects.filter(closed_at=None)) == [free]
    absence.refresh_from_db()
    assert (absence.during.lower, absence.during.upper) == (DAY, date(2026, 12, 17))
    gone.refresh_from_db()
    assert gone.closed_at == AT
    with pytest.raises(Refused):
        end_absence(absence_id=absence.pk, by=house.leader, at=today)
