"""Somebody rings about their time: it is moved to another one, or given back."""

import uuid
from datetime import date, time
from typing import Any

import pytest

from centre.citizens.actions import Person
from centre.post.choices import Text
from centre.post.models import Message
from centre.records.models import ReadEntry
from intake.choices import BookingStatus, SlotChannel
from intake.models import Booking, Slot
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

WEDNESDAY = date(2026, 12, 9)
BEFORE = moment("2026-12-07 08.00")


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, BEFORE)


@pytest.fixture
def booking(house: House) -> Booking:
    person = Person(name="Ærø Ødegård", phone="+4520000001", email="aeroe@example.com")
    nine = factories.slot(house, on=WEDNESDAY)
    return factories.booking(nine, at=moment("2026-12-01 09.00"), person=person).booking


@pytest.fixture
def eleven(house: House) -> Slot:
    return factories.slot(house, on=WEDNESDAY, at=time(11), phone=True)


def page_of(booking: Booking) -> str:
    return f"/staff/calendar/{booking.pk}/change/"


def to(slot: Slot, channel: str = SlotChannel.IN_PERSON) -> dict[str, Any]:
    return {"slot": str(slot.pk), "channel": channel, "form_key": str(uuid.uuid4())}


def standing(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.status


def test_the_page_offers_other_times_of_the_same_unit_and_is_a_reading_of_the_citizen(
    house: House, booking: Booking, eleven: Slot
) -> None:
    factories.slot(
        house, on=WEDNESDAY, at=time(12), unit=house.youth, counsellor=house.youth_worker
    )
    page = logged_in(house.leader).get(page_of(booking))
    assert list(page.context["form"].slots) == [str(eleven.pk)]
    read = ReadEntry.objects.get(purpose="change a time")
    assert read.citizen_id == booking.inquiry.citizen_id


def test_it_is_moved_and_who_left_an_address_is_told(
    house: House, booking: Booking, eleven: Slot
) -> None:
    answer = logged_in(house.caseworker).post(page_of(booking), to(eleven, SlotChannel.PHONE))
    assert answer.url == f"/staff/inquiries/{booking.inquiry_id}/"
    new = Booking.objects.get(moved_from=booking)
    assert (new.slot_id, new.channel, new.status) == (
        eleven.pk,
        SlotChannel.PHONE,
        BookingStatus.BOOKED,
    )
    assert new.reference == booking.reference
    assert standing(booking) == BookingStatus.MOVED
    assert booking.settled_by == house.caseworker
    assert Message.objects.filter(text=Text.MOVED).count() == 1


def test_a_time_that_was_taken_meanwhile_leaves_the_old_one(
    house: House, booking: Booking, eleven: Slot
) -> None:
    factories.slot(house, on=WEDNESDAY, at=time(13))
    data = to(eleven)
    factories.booking(eleven, at=BEFORE)
    answer = logged_in(house.caseworker).post(page_of(booking), data)
    assert answer.status_code == 422
    assert standing(booking) == BookingStatus.BOOKED


def test_it_is_given_back_and_free_again_once(house: House, booking: Booking) -> None:
    client = logged_in(house.caseworker)
    for _twice in range(2):
        answer = client.post(f"/staff/calendar/{booking.pk}/cancel/")
        assert answer.url == f"/staff/inquiries/{booking.inquiry_id}/"
    assert standing(booking) == BookingStatus.CANCELLED
    assert Message.objects.filter(text=Text.CANCELLED).count() == 1
    booking.inquiry.refresh_from_db()
    assert booking.inquiry.status == "new"
    again = factories.booking(booking.slot, at=BEFORE).booking
    assert again.seat == 1


def test_the_same_form_twice_is_one_move(house: House, booking: Booking, eleven: Slot) -> None:
    client, data = logged_in(house.caseworker), to(eleven)
    for _twice in range(2):
        assert client.post(page_of(booking), data).status_code == 302
    assert Booking.objects.filter(moved_from=booking).count() == 1


def test_the_same_form_twice_is_one_booking(house: House, booking: Booking, eleven: Slot) -> None:
    client, data = logged_in(house.caseworker), to(eleven)
    client.post(f"/staff/calendar/{booking.pk}/cancel/")
    for _twice in range(2):
        answer = client.post(f"/staff/inquiries/{booking.inquiry_id}/book/", data)
        assert answer.url == f"/staff/inquiries/{booking.inquiry_id}/"
    assert Booking.objects.filter(slot=eleven).count() == 1


def test_of_a_talk_that_has_begun_it_is_said_who_came(
    house: House, booking: Booking, eleven: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-09 09.10"))
    client = logged_in(house.caseworker)
    assert not client.get(page_of(booking)).context["may_change"]
    client.post(f"/staff/calendar/{booking.pk}/cancel/")
    assert client.post(page_of(booking), to(eleven)).status_code == 409
    assert standing(booking) == BookingStatus.BOOKED


def test_who_had_a_time_that_the_centre_closed_gets_another_one(
    house: House, booking: Booking, eleven: Slot
) -> None:
    Slot.objects.filter(pk=booking.slot_id).update(closed_at=BEFORE, closed_by=house.leader)
    client = logged_in(house.caseworker)
    listed = client.get(f"/staff/calendar/?who=mine&on={WEDNESDAY}").content.decode()
    assert page_of(booking) in listed
    assert client.post(page_of(booking), to(eleven)).status_code == 302
    assert Booking.objects.get(moved_from=booking).slot == eleven


def test_the_inquirys_page_leads_there(house: House, booking: Booking) -> None:
    client = logged_in(house.caseworker)
    assert (
        page_of(booking) in client.get(f"/staff/inquiries/{booking.inquiry_id}/").content.decode()
    )
    client.post(f"/staff/calendar/{booking.pk}/cancel/")
    assert (
        page_of(booking)
        not in client.get(f"/staff/inquiries/{booking.inquiry_id}/").content.decode()
    )
