"""See, move and cancel with reference and code; and what a stranger may try."""

from datetime import datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre import receipt as receipt_rules
from centre.calendar import DENMARK
from centre.receipt import code_hash
from intake.choices import BookingStatus
from intake.models import Booking, Inquiry, Slot
from intake.queries import slots
from tests import factories
from tests.conftest import moment
from tests.factories import House
from tests.intake.public import (
    NOW,
    Visitor,
    heading_of,
    receipt_of,
    said,
    slot_at,
    text_of,
)

pytestmark = pytest.mark.django_db
UNFIT = "The reference and the code do not fit together"


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(monkeypatch)


def booked(monkeypatch: pytest.MonkeyPatch, slot: Slot, **changes: str) -> tuple[str, str]:
    """Somebody's own booking from another browser: their reference and code."""
    other = Visitor(monkeypatch)
    other.walk(slot, **changes)
    other.send()
    return receipt_of(other.goes_to("/tid/kvittering/"))


@pytest.fixture
def receipt(house: House, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    return booked(monkeypatch, slot_at(house))


def opens(visitor: Visitor, receipt: tuple[str, str]) -> None:
    visitor.post("/aftale/", reference=receipt[0], code=receipt[1])
    visitor.goes_to("/aftale/din/")


def test_reference_and_code_show_the_time_however_they_are_typed(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    visitor.post("/aftale/", reference=f" {receipt[0].lower()} ", code=receipt[1].replace("-", " "))
    page = visitor.goes_to("/aftale/din/")
    assert "tirsdag den 8. december 2026 kl. 9.00" in text_of(page)


@pytest.mark.threat("T4")
def test_an_unknown_reference_and_a_wrong_code_get_the_same_answer(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    wrong = visitor.post("/aftale/", reference=receipt[0], code="ABCD-2345")
    unknown = visitor.post("/aftale/", reference="ABCDEF", code="ABCD-2345")
    assert wrong.status_code == unknown.status_code == 422
    assert said(UNFIT) in text_of(wrong)
    assert text_of(wrong).replace(receipt[0], "") == text_of(unknown).replace("ABCDEF", "")
    assert visitor.get("/aftale/din/").headers["Location"] == "/aftale/"


@pytest.mark.threat("T4")
def test_an_unknown_reference_costs_the_same_work_as_a_wrong_code(
    visitor: Visitor, receipt: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[list[str]] = []

    def counted(code: str, reference: str, secret: bytes) -> bytes:
        work[-1].append("hash")
        return code_hash(code, reference, secret)

    monkeypatch.setattr(receipt_rules, "code_hash", counted)
    for reference in (receipt[0], "ABCDEF"):
        work.append([])
        with CaptureQueriesContext(connection) as asked:
            visitor.post("/aftale/", reference=reference, code="ABCD-2345")
        work[-1] += [query["sql"].split("WHERE")[0] for query in asked]
    assert work[0] == work[1]
    assert "hash" in work[0]


@pytest.mark.threat("T4", "T10")
def test_the_code_of_another_booking_opens_nothing(
    visitor: Visitor, receipt: tuple[str, str], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = booked(monkeypatch, slot_at(house, at=time(10)))
    assert visitor.post("/aftale/", reference=receipt[0], code=other[1]).status_code == 422


@pytest.mark.threat("T4")
def test_five_tries_and_then_even_the_right_code_waits(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    for _try in range(5):
        visitor.post("/aftale/", reference=receipt[0], code="ABCD-2345")
    page = visitor.post("/aftale/", reference=receipt[0], code=receipt[1])
    assert page.status_code == 429
    visitor.at += timedelta(minutes=16)
    assert visitor.post("/aftale/", reference=receipt[0], code=receipt[1]).status_code == 303


@pytest.mark.threat("T4")
def test_a_thousand_networks_share_the_tries_for_one_reference(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    for number in range(5):
        visitor.client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        visitor.post("/aftale/", reference=receipt[0], code="ABCD-2345")
    visitor.client.defaults["REMOTE_ADDR"] = "198.51.100.99"
    assert visitor.post("/aftale/", reference=receipt[0], code=receipt[1]).status_code == 429


@pytest.mark.threat("T4")
def test_one_network_cannot_use_up_the_tries_of_the_whole_site(
    visitor: Visitor, receipt: tuple[str, str], settings: Any
) -> None:
    """Else one machine keeps everybody in the council from cancelling a time (T4)."""
    settings.PUBLIC_LIMITS = {**settings.PUBLIC_LIMITS, "LOOK_UP_TRIES_SITE": 8}
    visitor.client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    answers = [
        visitor.post("/aftale/", reference=f"ABC23{last}", code="ABCD-2345").status_code
        for last in "23456789ABCD"
    ]
    assert answers == [422] * 5 + [429] * 7
    visitor.client.defaults["REMOTE_ADDR"] = "198.51.100.9"
    assert visitor.post("/aftale/", reference=receipt[0], code=receipt[1]).status_code == 303


def test_right_codes_of_a_whole_library_lock_nobody_out(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    """T4: only wrong ones count, for the network and for the reference."""
    for _reader in range(12):
        assert visitor.post("/aftale/", reference=receipt[0], code=receipt[1]).status_code == 303


def test_a_right_code_does_not_buy_more_wrong_ones(
    visitor: Visitor, receipt: tuple[str, str], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has a booking of their own guesses another's as little as anybody (T4)."""
    own = booked(monkeypatch, slot_at(house, at=time(10)))
    for _try in range(5):
        visitor.post("/aftale/", reference=own[0], code=own[1])
        assert visitor.post("/aftale/", reference=receipt[0], code="ABCD-2345").status_code == 422
    visitor.post("/aftale/", reference=own[0], code=own[1])
    assert visitor.post("/aftale/", reference=receipt[0], code="ABCD-2345").status_code == 429


@pytest.mark.threat("T4")
def test_a_hundred_wrong_codes_at_once_are_counted_before_they_are_looked_at(
    visitor: Visitor, receipt: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    found = slots.booking_by_reference

    def slow(reference: str) -> Booking | None:
        # Another try arrives while this one is being looked at.
        looked.append(reference)
        if len(looked) < 9:
            Visitor(monkeypatch, visitor.at).post("/aftale/", reference=reference, code="ABCD-2345")
        return found(reference)

    monkeypatch.setattr(slots, "booking_by_reference", slow)
    visitor.post("/aftale/", reference=receipt[0], code="ABCD-2345")
    assert len(looked) == 5


def test_a_short_code_is_described_and_not_tried(visitor: Visitor, house: House) -> None:
    page = visitor.post("/aftale/", reference="ABC", code="")
    assert page.status_code == 422
    assert said("The reference has 6 letters and digits") in text_of(page)
    assert said("Enter the code from your receipt") in text_of(page)


def test_cancelling_frees_the_time_at_once_even_five_minutes_before(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    """C-33: asked once, two clicks in all; and cancelling twice is the same page."""
    visitor.at = moment("2026-12-08 08.55")
    opens(visitor, receipt)
    assert 'href="/aftale/aflys/"' in visitor.page.content.decode()
    page = visitor.get("/aftale/aflys/")
    assert heading_of(page) == said("Do you want to cancel this time?")
    assert "kl. 9.00" in text_of(page)
    assert Booking.objects.get().status == BookingStatus.BOOKED
    for _twice in range(2):
        visitor.post("/aftale/aflys/")
        page = visitor.goes_to("/aftale/din/")
        assert heading_of(page) == said("Your time is cancelled")
    assert visitor.get("/aftale/aflys/").headers["Location"] == "/aftale/din/"
    assert Booking.objects.get().status == BookingStatus.CANCELLED
    factories.booking(Slot.objects.get(), at=NOW)


def test_moving_keeps_reference_and_code_and_frees_the_old_time(
    visitor: Visitor, receipt: tuple[str, str], house: House
) -> None:
    new = slot_at(house, at=time(13))
    opens(visitor, receipt)
    assert said("Move your time") == heading_of(visitor.get("/aftale/flyt/"))
    visitor.post("/aftale/flyt/?how=in_person", slot=new.pk)
    page = visitor.goes_to("/aftale/din/")
    assert "kl. 13.00" in text_of(page)
    fresh = Visitor(visitor.monkeypatch, visitor.at)
    opens(fresh, receipt)
    assert "kl. 13.00" in text_of(fresh.page)
    assert Booking.objects.filter(status=BookingStatus.BOOKED).count() == 1
    assert Inquiry.objects.count() == 1


def test_moving_to_a_time_that_vanished_keeps_the_old_one(
    visitor: Visitor, receipt: tuple[str, str], house: House
) -> None:
    """C-33."""
    new = slot_at(house, at=time(13))
    slot_at(house, at=time(14))
    opens(visitor, receipt)
    factories.booking(new, at=NOW)
    page = visitor.post("/aftale/flyt/?how=in_person", slot=new.pk)
    assert page.status_code == 409
    assert "kl. 9.00" in text_of(page)
    assert page.content.decode().count('name="slot"') == 1
    assert Booking.objects.get(slot__starts_at=moment("2026-12-08 09.00")).status == "booked"


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_who_finds_the_new_time_gone_is_offered_those_of_the_same_unit(
    visitor: Visitor, council: Any, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, gone, near = (slot_at(house, at=time(hour), unit=house.youth) for hour in (9, 13, 15))
    slot_at(house, at=time(12), unit=house.adults)
    opens(visitor, booked(monkeypatch, mine, age_group="18_29"))
    factories.booking(gone, at=NOW)
    page = visitor.post("/aftale/flyt/?how=in_person", slot=gone.pk)
    assert page.status_code == 409
    assert [one.id for one in page.context["near"]] == [near.pk]


def test_a_move_asks_for_a_way_that_the_new_time_has(
    visitor: Visitor, receipt: tuple[str, str], house: House
) -> None:
    by_phone = slot_at(house, at=time(13), in_person=False)
    opens(visitor, receipt)
    page = visitor.post("/aftale/flyt/?how=in_person", slot=by_phone.pk)
    assert page.status_code == 409
    visitor.post("/aftale/flyt/?how=phone", slot=by_phone.pk)
    assert visitor.page.status_code == 303


def test_the_same_move_sent_twice_is_one_move(
    visitor: Visitor, receipt: tuple[str, str], house: House
) -> None:
    new = slot_at(house, at=time(13))
    opens(visitor, receipt)
    before = visitor.client.cookies[settings.FORM_COOKIE_NAME].value
    visitor.post("/aftale/flyt/?how=in_person", slot=new.pk)
    visitor.client.cookies[settings.FORM_COOKIE_NAME] = before
    visitor.post("/aftale/flyt/?how=in_person", slot=new.pk)
    assert visitor.page.status_code == 303
    assert Booking.objects.count() == 2


def test_a_time_that_has_begun_can_no_longer_be_changed(
    visitor: Visitor, receipt: tuple[str, str]
) -> None:
    visitor.at = moment("2026-12-08 09.01")
    opens(visitor, receipt)
    assert said("This time can no longer be changed here.") in text_of(visitor.page)
    visitor.post("/aftale/aflys/")
    assert visitor.get("/aftale/flyt/").headers["Location"] == "/aftale/din/"
    assert Booking.objects.get().status == BookingStatus.BOOKED


@pytest.mark.threat("T19")
def test_nothing_is_changed_by_a_link(visitor: Visitor, receipt: tuple[str, str]) -> None:
    opens(visitor, receipt)
    visitor.get("/aftale/aflys/")
    assert Booking.objects.get().status == BookingStatus.BOOKED


@pytest.mark.threat("T8")
@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2027-03-26 10.00", "2027-03-26T09:00:00+00:00"),
        ("2027-03-30 10.00", "2027-03-30T08:00:00+00:00"),
        ("2026-10-23 10.00", "2026-10-23T08:00:00+00:00"),
        ("2026-10-26 10.00", "2026-10-26T09:00:00+00:00"),
    ],
)
def test_the_calendar_file_is_right_on_both_sides_of_summer_time_and_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, house: House, local: str, utc: str
) -> None:
    """C-26."""
    starts_at = moment(local)
    day = starts_at.astimezone(DENMARK).date()
    slot = factories.slot(house, on=day, at=time(10))
    visitor = Visitor(monkeypatch, starts_at - timedelta(days=3))
    visitor.walk(slot)
    visitor.send()
    assert "kl. 10.00" in text_of(visitor.goes_to("/tid/kvittering/"))
    raw = visitor.get("/tid/aftale.ics").content.decode()
    event: Any = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    assert event["summary"] == said("Appointment")
    assert event["dtstart"].dt == datetime.fromisoformat(utc)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=45)
    assert not {"LOCATION", "DESCRIPTION", "ORGANIZER", "URL"} & {name.upper() for name in event}
    for word in ("haderslev", "rusmiddel", Booking.objects.get().reference.lower()):
        assert word not in raw.lower()


@pytest.mark.threat("T5")
def test_a_bot_that_fills_everything_in_a_second_gets_nowhere(
    visitor: Visitor, house: House
) -> None:
    """C-40: no time, no booking, and no puzzle for people."""
    slot = slot_at(house)
    for number in range(20):
        bot = Visitor(visitor.monkeypatch)
        bot.client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        bot.walk(slot)
        bot.at = NOW + timedelta(seconds=-9.2)
        page = bot.send()
        assert page.status_code == 200
        assert heading_of(page) == said("One moment")
    assert not Booking.objects.exists()


@pytest.mark.threat("T5")
def test_whoever_fills_the_field_that_nobody_sees_gets_nowhere(
    visitor: Visitor, house: House
) -> None:
    visitor.walk(slot_at(house))
    visitor.post("/tid/tjek/", website="http://spam.example", seen="x")
    assert heading_of(visitor.page) == said("One moment")
    assert not Booking.objects.exists()


@pytest.mark.threat("T5")
def test_a_person_in_twenty_seconds_passes(visitor: Visitor, house: House) -> None:
    visitor.walk(slot_at(house))
    visitor.at = NOW + timedelta(seconds=10)
    visitor.send()
    assert visitor.page.headers["Location"] == "/tid/kvittering/"


@pytest.mark.threat("T6")
def test_the_fourth_anonymous_booking_of_a_network_in_an_hour_is_asked_to_wait(
    visitor: Visitor, house: House
) -> None:
    """T6: a name still gets through, and so does another network."""
    slots = [slot_at(house, at=time(hour)) for hour in range(8, 14)]
    for slot in slots[:3]:
        person = Visitor(visitor.monkeypatch)
        person.walk(slot)
        person.send()
        assert person.page.status_code == 303
    visitor.walk(slots[3])
    page = visitor.send()
    assert page.status_code == 429
    assert heading_of(page) == said("Many times were booked from here today")
    visitor.post("/tid/kontakt/", contact="named")
    visitor.post("/tid/oplysninger/", name="Kim", phone="20304050")
    visitor.goes_to("/tid/tjek/")
    visitor.send()
    assert visitor.page.status_code == 303
    stranger = Visitor(visitor.monkeypatch)
    stranger.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    stranger.walk(slots[4])
    stranger.send()
    assert stranger.page.status_code == 303


@pytest.mark.threat("T6")
def test_nobody_is_told_that_a_number_is_booked_already(visitor: Visitor, house: House) -> None:
    first, second = slot_at(house), slot_at(house, at=time(10))
    booked(visitor.monkeypatch, first, name="Kim", phone="+45 20 30 40 50")
    visitor.walk(second, name="Somebody", phone="20304050")
    visitor.send()
    page = visitor.goes_to("/tid/kvittering/")
    assert page.status_code == 200
    assert Booking.objects.filter(status=BookingStatus.BOOKED).count() == 2
