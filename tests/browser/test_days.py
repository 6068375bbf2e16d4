"""Days and nights that are easy to count wrong, in the words that people read on the page."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from intake.models import Booking, Inquiry
from tests import factories
from tests.browser.clocks import stand_still
from tests.browser.public import NARROW, WIDE, Citizen
from tests.browser.staff import log_in
from tests.conftest import moment
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "320"])
def citizen(
    request: pytest.FixtureRequest, page: Page, live_server: LiveServer, settings: Any
) -> Citizen:
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0, "ANONYMOUS_BOOKINGS": 50, "LOOK_UP_TRIES": 50}
    page.set_viewport_size(request.param)
    return Citizen(page, live_server.url)


@pytest.mark.parametrize(
    ("on", "words", "utc"),
    [
        (date(2027, 3, 27), "lørdag den 27. marts 2027 kl. 10.00", 9),
        (date(2027, 3, 28), "søndag den 28. marts 2027 kl. 10.00", 8),
        (date(2027, 10, 31), "søndag den 31. oktober 2027 kl. 10.00", 9),
    ],
    ids=["the day before summer time", "summer time begins", "summer time ends"],
)
def test_a_time_beside_the_change_of_clocks_is_the_same_on_every_page(
    citizen: Citizen,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    on: date,
    words: str,
    utc: int,
) -> None:
    """C-26: wall clock right on the check page, receipt, print, appointment and in the .ics."""
    stand_still(monkeypatch, moment(f"{on - timedelta(days=3)} 09.00"))
    slot = factories.slot(house, on=on, at=time(10))
    page = citizen.page
    citizen.to_check(slot)
    assert words in page.inner_text("main")
    citizen.go_on()
    receipt = citizen.receipt()
    assert words in page.inner_text("main")
    page.emulate_media(media="print")
    assert words in page.inner_text("main")
    page.emulate_media(media="screen")
    raw = page.request.get(f"{citizen.address}/tid/aftale.ics").text()
    event: Any = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    assert event["dtstart"].dt == datetime.combine(on, time(utc), UTC)
    citizen.look_up(receipt)
    assert words in page.inner_text("main")


@pytest.mark.parametrize(
    ("at", "received", "due"),
    [
        ("2026-12-10 23.59", "torsdag 10. december 2026", "24. december 2026"),
        ("2026-12-11 00.00", "fredag 11. december 2026", "25. december 2026"),
        ("2026-07-10 23.59", "fredag 10. juli 2026", "24. juli 2026"),
        ("2026-07-11 00.00", "lørdag 11. juli 2026", "25. juli 2026"),
    ],
)
def test_a_wish_at_midnight_is_shown_with_the_danish_day(
    page: Page,
    live_server: LiveServer,
    house: House,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
    received: str,
    due: str,
) -> None:
    """C-27: half a minute before and after midnight, in winter and summer, the staff read the day."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    now = moment(at) + timedelta(seconds=30)
    stand_still(monkeypatch, now)
    slot = factories.slot(house, on=now.date() + timedelta(days=4), at=time(10))
    citizen = Citizen(page, live_server.url)
    citizen.to_check(slot, name="Kim")
    citizen.open("/tid/emne/")
    page.check("[name=treatment]", force=True)
    citizen.go_on()
    citizen.go_on()
    citizen.receipt()
    assert Booking.objects.count() == 1
    words = words_of_the_case(page, live_server.url)
    assert received in words
    assert due in words
    # The booked time stands twice, among the facts and in the timeline: on the same clock.
    assert words.count("10.00") == 2


def words_of_the_case(page: Page, base: str) -> str:
    """What the leader reads on the one inquiry's page."""
    log_in(page, base, "leader")
    page.goto(f"{base}/staff/inquiries/{Inquiry.objects.get().pk}/")
    return " ".join(page.inner_text("main").split())


@pytest.mark.parametrize(
    ("on", "due", "act_by", "warned"),
    [
        (date(2026, 12, 10), "24. december 2026", "23. december 2026", date(2026, 12, 23)),
        (date(2027, 3, 12), "26. marts 2027", "24. marts 2027", date(2027, 3, 24)),
        (date(2026, 12, 18), "1. januar 2027", "30. december 2026", date(2026, 12, 30)),
    ],
    ids=["Christmas Eve", "Good Friday", "New Year's Day"],
)
def test_a_deadline_on_a_closed_day_is_acted_on_before_it(
    page: Page,
    live_server: LiveServer,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    on: date,
    due: str,
    act_by: str,
    warned: date,
) -> None:
    """C-28: fourteen calendar days by law; the desk warns on the last open day before."""
    found = factories.inquiry(
        house, received_at=moment(f"{on} 09.00"), responsible=house.caseworker
    )
    stand_still(monkeypatch, moment(f"{on} 10.00"))
    words = words_of_the_case(page, live_server.url)
    assert due in words
    assert act_by in words
    stand_still(monkeypatch, moment(f"{warned} 09.00"))
    page.context.clear_cookies()
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    row = page.locator(f"tr:has(a[href$='/{found.pk}/'])").inner_text()
    assert "I dag" in row or "i dag" in row
    assert found.guarantees.get().clock.due_on == on + timedelta(days=14)


def test_five_minutes_before_a_time_is_cancelled_twice_and_free_again(
    citizen: Citizen, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C-33: free at once for the next one, and cancelling again is the same calm page."""
    on = date(2026, 12, 8)
    slot = factories.slot(house, on=on, at=time(10))
    stand_still(monkeypatch, moment("2026-12-07 09.00"))
    receipt = citizen.book(slot)
    stand_still(monkeypatch, moment("2026-12-08 09.55"))
    citizen.look_up(receipt)
    page = citizen.page
    assert page.locator("main a[href$='/aflys/']").count() == 1
    for _again in range(2):
        citizen.look_up(receipt)
        cancel(citizen)
        assert Booking.objects.get().status == "cancelled"
    page.context.clear_cookies()
    stand_still(monkeypatch, moment("2026-12-08 09.56"))
    citizen.book(slot)
    assert Booking.objects.filter(slot=slot, status="booked").count() == 1


def cancel(citizen: Citizen) -> None:
    """Ask to cancel and say that it is meant; where it is cancelled already there is neither."""
    for selector in ("main a[href$='/aflys/']", "main form[data-once] .button-primary"):
        if citizen.page.locator(selector).count():
            citizen.page.click(selector)
            citizen.page.wait_for_load_state()
