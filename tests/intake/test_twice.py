"""Every button of the staff pressed twice, one after the other and at once: one effect."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from centre.clocks.models import ClockEvent
from centre.refusal import Refused
from intake.actions import guarantee as guarantees
from intake.actions import inquiry as inquiries
from intake.actions.appointment import book_for
from intake.actions.book import cancel, move, record_attendance
from intake.actions.receive import receive_inquiry
from intake.choices import BookingStatus, Channel, Fact, InquiryStatus
from intake.models import Booking, ContactAttempt, GuaranteeFact, Inquiry, Slot
from tests import factories
from tests.conftest import moment
from tests.factories import SECRET, House
from tests.races.crowd import at_once

AT = moment("2026-12-10 09.30")
LATE = AT + timedelta(days=15)


def kept(inquiry: Inquiry) -> dict[str, int]:
    """What the acts leave behind, counted."""
    return {
        "facts": GuaranteeFact.objects.count(),
        "lines": ClockEvent.objects.count(),
        "attempts": ContactAttempt.objects.count(),
        "bookings": Booking.objects.count(),
        "inquiries": Inquiry.objects.count(),
        "taken": Booking.objects.filter(status=BookingStatus.BOOKED).count(),
    }


def acts(
    house: House, inquiry: Inquiry, slot: Slot, other: Slot, booked: Booking
) -> dict[str, Any]:
    """Each button with one form's own key, as a double click sends it."""
    promise = inquiry.guarantees.get()
    one: dict[str, Any] = {"guarantee_id": promise.pk, "on": AT.date()}
    by: dict[str, Any] = {"by": house.caseworker, "at": LATE}
    key, new = uuid4(), factories.wanted()
    return {
        "register": lambda: receive_inquiry(
            wanted=new, channel=Channel.PHONE, unit=house.adults, received_at=AT, **by
        ),
        "attempt": lambda: inquiries.record_attempt(
            inquiry_id=inquiry.pk, channel="phone", outcome="reached", form_key=key, **by
        ),
        "fact": lambda: guarantees.record_fact(fact=Fact.VISITATION_HELD, **one, **by),
        "first contact": lambda: guarantees.record_fact(fact=Fact.TREATMENT_INITIATED, **one, **by),
        "letter": lambda: guarantees.record_letter(
            guarantee_ids=[promise.pk], on=AT.date(), **by
        ),
        "explain": lambda: guarantees.explain_breach(
            guarantee_id=promise.pk, cause="citizen", plan="Ring igen fredag.", **by
        ),
        "release": lambda: guarantees.release(reason="withdrawn", **one, **by),
        "assign": lambda: inquiries.assign(inquiry_id=inquiry.pk, to=house.colleague, **by),
        "book": lambda: book_for(
            inquiry_id=inquiry.pk, slot_id=slot.pk, channel="phone", form_key=key, secret=SECRET,
            by=house.caseworker, at=AT,
        ),
        "move": lambda: move(
            booking_id=booked.pk, slot_id=other.pk, channel="phone", form_key=key, by=None, at=AT
        ),
        "cancel": lambda: cancel(booking_id=booked.pk, by=None, at=AT),
        "attendance": lambda: record_attendance(booking_id=booked.pk, came=True, **by),
    }  # fmt: skip


ADDS = {
    "register": {"inquiries": 1, "lines": 1},
    "attempt": {"attempts": 1},
    "fact": {"facts": 1},
    "first contact": {"facts": 1, "lines": 1},
    "letter": {"lines": 1},
    "explain": {"lines": 1},
    "release": {"lines": 1},
    "assign": {},
    "book": {"bookings": 1, "taken": 1},
    "move": {"bookings": 1},
    "cancel": {"taken": -1},
    "attendance": {"taken": -1},
}


def world(house: House) -> tuple[Inquiry, dict[str, Any]]:
    inquiry = factories.inquiry(house, received_at=AT - timedelta(days=1))
    slot, other, mine = (
        factories.slot(house, on=AT.date() + timedelta(days=days)) for days in (1, 2, 3)
    )
    booked = factories.booking(mine, at=AT).booking
    return inquiry, acts(house, inquiry, slot, other, booked)


def added(before: dict[str, int], inquiry: Inquiry) -> dict[str, int]:
    after = kept(inquiry)
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDS))
def test_a_second_click_changes_nothing_more(house: House, name: str) -> None:
    inquiry, buttons = world(house)
    before = kept(inquiry)
    buttons[name]()
    try:
        buttons[name]()
    except Refused as refusal:
        assert str(refusal)
    assert added(before, inquiry) == ADDS[name]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(ADDS))
def test_four_clicks_at_once_are_one(house: House, name: str) -> None:
    inquiry, buttons = world(house)
    before = kept(inquiry)

    def press(_number: int) -> None:
        buttons[name]()

    errors = {one.error for one in at_once(press, processes=4)}
    assert errors <= {"", "Refused"}
    assert "" in errors
    assert added(before, inquiry) == ADDS[name]


@pytest.mark.django_db
@pytest.mark.parametrize("came", [True, False])
def test_nobody_came_or_stayed_away_before_the_time(house: House, came: bool) -> None:
    slot = factories.slot(house, on=AT.date() + timedelta(days=1))
    booking = factories.booking(slot, at=AT).booking
    with pytest.raises(Refused):
        record_attendance(booking_id=booking.pk, came=came, by=house.caseworker, at=AT)
    assert Booking.objects.get().status == BookingStatus.BOOKED


@pytest.mark.django_db
def test_an_ended_inquiry_ends_once(house: House) -> None:
    inquiry = factories.inquiry(house, received_at=AT, wish="counselling")
    end: dict[str, Any] = {"inquiry_id": inquiry.pk, "by": house.caseworker, "at": AT}
    inquiries.close(status=InquiryStatus.ADVISED, **end)
    with pytest.raises(Refused):
        inquiries.close(status=InquiryStatus.WITHDRAWN, **end)
    assert Inquiry.objects.get().status == InquiryStatus.ADVISED


@pytest.mark.django_db
def test_two_moved_bookings_never_get_the_same_label(house: House) -> None:
    """The old row's label is drawn, not cut from its number: of 2^28 some would meet."""
    days = [AT.date() + timedelta(days=number) for number in range(1, 4)]
    first, second, third = (factories.slot(house, on=day) for day in days)
    booking = factories.booking(first, at=AT).booking
    for slot in (second, third):
        booking = move(
            booking_id=booking.pk,
            slot_id=slot.pk,
            channel="phone",
            by=None,
            at=AT,
            form_key=uuid4(),
        )
    labels = set(Booking.objects.exclude(pk=booking.pk).values_list("reference", flat=True))
    assert len(labels) == 2
    assert not [
        one for one in labels for row in Booking.objects.all() if one[:7] == str(row.pk)[:7]
    ]
