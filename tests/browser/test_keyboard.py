"""C-15: the core tasks by keyboard alone, in a full house; every stop has a focus that is seen."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_day, next_working_day_after
from centre.staff.models import Closure
from intake.models import Booking
from tests import factories
from tests.browser.public import slots_ahead
from tests.browser.staff import Keys, a_busy_house, log_in
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STOPS = 40


def choose(keys: Keys, name: str, value: str) -> None:
    """Into the group with Tab, along it with the arrows."""
    keys.tab_to(f"[name={name}]")
    keys.press("Space")
    wanted = f"[name={name}][value='{value}']"
    for _step in range(30):
        if keys.page.evaluate("s => document.activeElement.matches(s)", wanted):
            return
        keys.press("ArrowDown")
        assert keys.focus_is_seen()
    raise AssertionError(f"{wanted} is not reached with the arrows")


def go_on(keys: Keys) -> None:
    keys.tab_to("main form .button-primary")
    with keys.page.expect_navigation():
        keys.press("Enter")


def test_a_booking_by_keyboard_alone(
    house: House, page: Page, live_server: LiveServer, settings: Any
) -> None:
    """C-15, booking: from the front page to the receipt without a pointer."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    slot = slots_ahead(house)[1]
    page.goto(f"{live_server.url}/")
    keys = Keys(page)
    keys.tab_to("main a.button-primary")
    with page.expect_navigation():
        keys.press("Enter")
    said = {
        "about": "self",
        "age_group": "30_plus",
        "topic": "alcohol",
        "slot": str(slot.pk),
        "contact": "named",
    }
    for name, value in said.items():
        choose(keys, name, value)
        go_on(keys)
    keys.tab_to("[name=name]")
    keys.write("Kim Ærø")
    keys.tab_to("[name=phone]")
    keys.write("20 30 40 50")
    go_on(keys)
    go_on(keys)
    expect(page.locator(".receipt-code")).to_have_count(2)
    assert Booking.objects.get().slot == slot


def test_the_first_row_of_a_full_desk_is_within_forty_tab_stops(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-15: tiles, filters and menu do not stand between the keyboard and S1's first row."""
    a_busy_house(house)
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    keys = Keys(page)
    keys.tab_to(".row-link", most=MOST_STOPS)
    keys.press("Enter")
    expect(page.locator(".strip")).to_be_visible()
    assert keys.tabs <= MOST_STOPS


def test_a_day_is_closed_by_keyboard_alone(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-15, closing a day."""
    day = next_working_day_after(danish_day(now()))
    booked = factories.booking(factories.slot(house, on=day, at=time(9)), at=now()).booking
    log_in(page, live_server.url, "leader")
    page.goto(f"{live_server.url}/staff/hours/")
    keys = Keys(page)
    for name, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        keys.tab_to(f"[name=close-on_{name}]")
        keys.press("Control+a")
        keys.write(str(value))
    keys.tab_to("form[action$='/close/'] button[data-save]")
    keys.press("Enter")
    page.wait_for_selector(".alert-success")
    assert Closure.objects.get().on == day
    booked.refresh_from_db()
    assert booked.slot.closed_at is not None


def test_the_risk_board_leads_to_the_case_by_keyboard_alone(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-15, the leader's board: from the menu to the person in danger, within forty stops."""
    found = factories.inquiry(house, received_at=now() - timedelta(days=20))
    log_in(page, live_server.url, "leader")
    keys = Keys(page)
    keys.tab_to("nav a[href$='/risk/']", most=MOST_STOPS)
    with page.expect_navigation():
        keys.press("Enter")
    keys.tabs = 0
    keys.tab_to(".row-link", most=MOST_STOPS)
    with page.expect_navigation():
        keys.press("Enter")
    assert page.url.endswith(f"/staff/inquiries/{found.pk}/")
    assert keys.tabs <= MOST_STOPS
