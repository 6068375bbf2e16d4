"""C-16: 400 % zoom, text spacing, forced colours and reduced motion take nothing away."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from intake.models import Slot
from tests.browser.layout import faults_of_focus, lost_when_zoomed
from tests.browser.public import Citizen, slots_ahead
from tests.browser.staff import a_busy_house, log_in
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def citizen(page: Page, live_server: LiveServer, house: House, settings: Any) -> Citizen:
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0, "ANONYMOUS_BOOKINGS": 50}
    return Citizen(page, live_server.url)


@pytest.fixture
def slots(house: House) -> list[Slot]:
    return slots_ahead(house, 8)


class Zoom:
    """Looks at each page that a walk comes to, and keeps what was lost by its address."""

    def __init__(self, citizen: Citizen) -> None:
        self.citizen = citizen
        self.lost: dict[str, list[str]] = {}

    def look(self, state: str = "") -> None:
        self.lost[f"{self.citizen.page.url} {state}"] = lost_when_zoomed(self.citizen.page)

    def answer(self, name: str, value: str) -> None:
        self.look()
        self.citizen.choose(name, value)
        self.citizen.go_on()


def test_the_booking_at_four_hundred_percent_loses_nothing(
    citizen: Citizen, slots: list[Slot]
) -> None:
    """C-16, P0 to P7: no control lost, no sideways scroll, nothing clipped, focus seen."""
    zoom = Zoom(citizen)
    citizen.open()
    zoom.look()
    citizen.start()
    citizen.go_on()
    zoom.look("wrong")
    for name, value in (("about", "self"), ("age_group", "15_17")):
        zoom.answer(name, value)
    zoom.look("young")
    citizen.go_on()
    zoom.answer("topic", "alcohol")
    zoom.answer("slot", str(slots[0].pk))
    zoom.answer("contact", "named")
    citizen.type("name", "Å" * 40)
    citizen.type("phone", "20304050")
    zoom.look()
    citizen.go_on()
    zoom.look("check")
    citizen.go_on()
    citizen.receipt()
    zoom.look("receipt")
    assert len(zoom.lost) == 11
    assert zoom.lost == {page: [] for page in zoom.lost}


def test_the_staff_pages_at_four_hundred_percent_lose_nothing(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-16, S1, S2, S3, S6, risk board and calendar: the same, tables scroll in their own box."""
    found = a_busy_house(house)
    log_in(page, live_server.url, "leader")
    lost: dict[str, list[str]] = {}
    for path in (
        "/staff/",
        "/staff/inquiries/",
        "/staff/inquiries/new/",
        f"/staff/inquiries/{found[2].pk}/",
        "/staff/risk/",
        "/staff/calendar/",
    ):
        page.goto(f"{live_server.url}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        lost[path] = lost_when_zoomed(page)
    assert lost == {path: [] for path in lost}


def test_a_page_that_loses_something_is_found_out(page: Page, citizen: Citizen) -> None:
    """What C-16 looks with can see: each fault put into a page by hand is named."""
    citizen.open()
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend", `
            <p id="wide"></p><p id="cut">Ord, der ikke kan være der</p>
            <button id="bare">Uden ring</button><a id="small" href="/">x</a><a id="next" href="/">y</a>`)
        """
    )
    page.evaluate(
        """() => {
            const set = (id, style) => Object.assign(document.getElementById(id).style, style);
            set("wide", {width: "400px", height: "20px"});
            set("cut", {overflow: "hidden", width: "60px", height: "20px", whiteSpace: "nowrap"});
            document.getElementById("bare").style.setProperty("outline", "none", "important");
            set("small", {display: "inline-block"}); set("next", {display: "inline-block"});
        }"""
    )
    found = " ".join(lost_when_zoomed(page))
    for fault in (
        "px too wide",
        "outside: p#wide",
        "clipped: p#cut",
        "no ring: button#bare",
        "small: a#small",
    ):
        assert fault in found


def test_a_focus_beneath_something_is_found_out(page: Page, citizen: Citizen) -> None:
    """WCAG 2.4.11: a thing that keeps to the window and covers the focus is named."""
    citizen.open()
    lost_when_zoomed(page)
    page.evaluate(
        """() => {
            const lid = document.body.appendChild(document.createElement("div"));
            Object.assign(lid.style, {position: "fixed", inset: "0", background: "#fff", zIndex: 99});
        }"""
    )
    assert any(fault.startswith("covered: ") for fault in faults_of_focus(page))
