"""C-17: what a screen reader says of each page is what was kept of it in `tests/browser/names/`.

After a change that is meant, `NAMES=1 make test ARGS="tests/browser/test_names.py"` writes the files
anew; read the difference as a blind person would before it is kept.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from intake.models import Slot
from tests import factories
from tests.browser.clocks import stand_still
from tests.browser.names import FOLDER, Said, compare, read_out, unnamed
from tests.browser.public import Citizen, faults_of
from tests.browser.staff import a_busy_house, log_in
from tests.conftest import moment
from tests.factories import House, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-12-07 09.00")
TUESDAY = date(2026, 12, 8)


class Ear:
    """Listens to page after page, and keeps what was wrong with each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.heard: set[str] = set()

    def hear(self, name: str) -> list[Said]:
        assert name not in self.heard
        self.heard.add(name)
        self.page.wait_for_load_state()
        found = read_out(self.page)
        self.faults += [f"{name}: unnamed: {one}" for one in unnamed(found)] + compare(name, found)
        return found

    def hear_faults(self, name: str) -> None:
        """The same where something is wrong: the error's words are in the control's description."""
        found = self.hear(name)
        errors = self.page.locator("#error-summary li").all_inner_texts()
        described = " ".join(one.description for one in found)
        self.faults += [
            f"{name}: not told at the field: {one}" for one in errors if one not in described
        ]
        assert errors, f"{name} has no error to tell of"


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    stand_still(monkeypatch, NOW)
    # The colleagues' names are numbered through all tests of a run.
    UserFactory.reset_sequence(0, force=True)
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0, "ANONYMOUS_BOOKINGS": 50, "LOOK_UP_TRIES": 50}


@pytest.fixture
def slots(house: House) -> list[Slot]:
    return [
        factories.slot(
            house,
            on=TUESDAY + timedelta(days=number // 3),
            at=moment(f"2026-12-08 {9 + number % 3:02}.00").time(),
        )
        for number in range(5)
    ]


def questions(citizen: Citizen, slots: list[Slot]) -> list[tuple[str, Callable[[], None]]]:
    """Each question's name and a right answer to it, by somebody aged 15 to 17."""
    return [
        ("about", lambda: citizen.choose("about", "self")),
        ("age", lambda: citizen.choose("age_group", "15_17")),
        ("young", lambda: None),
        ("topic", lambda: citizen.choose("topic", "alcohol")),
        ("time", lambda: citizen.choose("slot", str(slots[0].pk))),
        ("contact", lambda: citizen.choose("contact", "named")),
        ("details", lambda: named(citizen)),
    ]


def named(citizen: Citizen) -> None:
    citizen.type("name", "Kim")
    citizen.type("phone", "20304050")


def test_the_citizens_pages_sound_as_they_did(
    page: Page, live_server: LiveServer, slots: list[Slot]
) -> None:
    """C-17: P0 to P9, each question also where its answer is missing."""
    citizen, ear = Citizen(page, live_server.url), Ear(page)
    citizen.open()
    ear.hear("public-home")
    citizen.start()
    for name, answer in questions(citizen, slots):
        ear.hear(f"public-{name}")
        if name != "young":
            citizen.go_on()
            ear.hear_faults(f"public-{name}-wrong")
        answer()
        citizen.go_on()
    ear.hear("public-check")
    citizen.go_on()
    receipt = citizen.receipt()
    ear.hear("public-receipt")
    citizen.look_up(("ABCDEF", "ABCD2345"))
    ear.hear("public-look-up-wrong")
    citizen.look_up(receipt)
    ear.hear("public-appointment")
    for path in (
        "sikkerhed",
        "privatliv",
        "anonym",
        "was",
        "forvent",
        "kontakt",
        "dine-oplysninger",
    ):
        citizen.open(f"/{path}/")
        ear.hear(f"public-{path}")
    assert ear.faults == []


STAFF = {
    "desk": "/staff/",
    "inbox": "/staff/inquiries/",
    "register": "/staff/inquiries/new/",
    "calendar": "/staff/calendar/",
    "risk": "/staff/risk/",
    "deadlines": "/staff/risk/deadlines/?state=late",
    "guarantees": "/staff/guarantees/?answer=law&kept=no",
    "emergency": "/staff/emergency/",
    "hours": "/staff/hours/",
    "help": "/staff/help/",
}


def test_the_staff_pages_sound_as_they_did(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-17: the staff's pages, filled; and the two forms where something is wrong."""
    found = a_busy_house(house, NOW)
    ear = Ear(page)
    page.goto(f"{live_server.url}/staff/login/")
    ear.hear("staff-login")
    log_in(page, live_server.url, "leader")
    for name, path in STAFF.items():
        page.goto(f"{live_server.url}{path}")
        ear.hear(f"staff-{name}")
    page.goto(f"{live_server.url}/staff/inquiries/new/")
    page.click("form.register button[data-save]")
    page.wait_for_selector("#error-summary")
    ear.hear_faults("staff-register-wrong")
    case = f"{live_server.url}/staff/inquiries/{found[2].pk}/"
    page.goto(case)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    ear.hear("staff-inquiry")
    page.goto(f"{live_server.url}/staff/inquiries/{found[-1].pk}/")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.click("#act-explain button[data-save]")
    page.wait_for_selector("#error-summary")
    ear.hear_faults("staff-inquiry-wrong")
    page.goto(f"{case}book/")
    ear.hear("staff-book")
    assert ear.faults == []


def test_a_control_without_a_name_is_found_out(page: Page, live_server: LiveServer) -> None:
    """C-17 can fail: a bare button, a bare field and a link that says nothing of its goal."""
    page.goto(f"{live_server.url}/sikkerhed/")
    page.evaluate(
        """document.querySelector("main").innerHTML =
            `<button></button><input name="bare"><a href="/">Læs mere</a>`"""
    )
    assert unnamed(read_out(page)) == ["button", "textbox", "link “Læs mere”"]
    # What axe is asked for comes back as words; it must name the first two as well.
    assert {fault.split(":")[0] for fault in faults_of(page)} >= {"button-name", "label"}


def test_no_kept_page_is_without_a_test_that_hears_it() -> None:
    source = (FOLDER.parent / "test_names.py").read_text()
    for path in FOLDER.glob("*.txt"):
        side, _, name = path.stem.partition("-")
        stem = name.removesuffix("-wrong")
        assert f'"{side}-{stem}' in source or f'"{stem}"' in source, path
