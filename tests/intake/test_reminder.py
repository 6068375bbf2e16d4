"""The day before a time, whoever gave an e-mail address is reminded of it once (C-26)."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from centre.calendar import DENMARK
from centre.citizens.actions import Person
from centre.post.actions import send_waiting
from centre.post.models import Message
from centre.staff.models import Closure
from intake.actions.book import Receipt, book, cancel, move
from intake.actions.hours import reopen_day
from intake.actions.slots import close_day
from intake.choices import SlotChannel
from intake.models import Slot
from intake.rules.times import reminder_at
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House

WEEK_BEFORE = moment("2027-03-19 09.00")


def take(slot: Slot, *, at: datetime = WEEK_BEFORE, mailed: bool = True) -> Receipt:
    email = "aase@example.dk" if mailed else ""
    person = Person(name="Åse Ægir", phone="+4500000001", email=email)
    return book(
        wanted=factories.wanted(person=person, form_key=uuid4()),
        slot_id=slot.pk,
        channel=SlotChannel.PHONE,
        secret=SECRET,
        at=at,
    )


def reminders() -> Sequence[Message]:
    return list(Message.objects.filter(text="reminder").order_by("due_at"))


def reminded(until: datetime) -> list[str]:
    """The reminders that have been sent by a moment, by a worker that wakes every hour."""
    at = WEEK_BEFORE
    while at <= until:
        send_waiting(at=at)
        at += timedelta(hours=1)
    return [str(letter.body) for letter in mail.outbox if "minder" in letter.body]


@pytest.mark.parametrize(
    ("local", "reminder", "real_hours"),
    [
        ("2027-03-27 10.00", "2027-03-26 10.00", 24),
        ("2027-03-28 10.00", "2027-03-27 10.00", 23),
        ("2026-10-25 10.00", "2026-10-24 10.00", 25),
        ("2027-10-31 10.00", "2027-10-30 10.00", 25),
        ("2027-03-28 03.30", "2027-03-27 07.00", None),
        ("2027-04-07 20.30", "2027-04-07 07.00", None),
    ],
)
def test_the_reminder_comes_the_day_before_at_the_same_wall_clock_and_not_at_night(
    local: str, reminder: str, real_hours: int | None
) -> None:
    starts_at = moment(local)
    found = reminder_at(starts_at)
    assert found == moment(reminder)
    assert 7 <= found.astimezone(DENMARK).hour < 20
    if real_hours is not None:
        assert starts_at - found == timedelta(hours=real_hours)


@pytest.mark.django_db
def test_one_reminder_goes_out_in_neutral_words_with_the_right_clock(house: House) -> None:
    slot = factories.slot(house, on=date(2027, 3, 29), at=time(10))
    take(slot)
    assert reminded(moment("2027-03-28 08.00")) == []
    (body,) = reminded(moment("2027-03-29 09.00"))
    assert "29. marts 2027" in body and re.search(r"10[.:]00", body)
    assert mail.outbox[-1].subject == "Din aftale"


@pytest.mark.django_db
def test_who_books_with_less_than_a_day_to_go_is_not_reminded(house: House) -> None:
    slot = factories.slot(house, on=date(2027, 3, 22), at=time(10))
    take(slot, at=moment("2027-03-21 10.00"))
    assert reminders() == []


@pytest.mark.django_db
def test_who_gave_no_address_is_not_reminded(house: House) -> None:
    take(factories.slot(house, on=date(2027, 3, 29)), mailed=False)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_what_was_cancelled_is_not_reminded_of(house: House) -> None:
    receipt = take(factories.slot(house, on=date(2027, 3, 29)))
    cancel(booking_id=receipt.booking.pk, by=None, at=WEEK_BEFORE)
    assert reminded(moment("2027-03-30 09.00")) == []


@pytest.mark.django_db
def test_what_was_moved_is_reminded_of_at_its_new_day_only(house: House) -> None:
    receipt = take(factories.slot(house, on=date(2027, 3, 24)))
    later = factories.slot(house, on=date(2027, 3, 31))
    move(
        booking_id=receipt.booking.pk,
        slot_id=later.pk,
        channel=SlotChannel.PHONE,
        by=None,
        at=WEEK_BEFORE,
        form_key=uuid4(),
    )
    (body,) = reminded(moment("2027-03-31 09.00"))
    assert "31. marts" in body


@pytest.mark.django_db
def test_of_a_day_that_was_closed_nobody_is_reminded_until_it_is_opened_again(
    house: House,
) -> None:
    take(factories.slot(house, on=date(2027, 3, 29)))
    on = date(2027, 3, 29)
    close_day(on=on, unit_id=None, reason="Kursus", by=house.leader, at=WEEK_BEFORE)
    assert [one.state for one in reminders()] == ["expired"]
    closure = Closure.objects.get()
    reopen_day(closure_id=closure.pk, by=house.leader, at=WEEK_BEFORE)
    assert [one.state for one in reminders()] == ["waiting"]
    assert len(reminded(moment("2027-03-29 08.00"))) == 1
