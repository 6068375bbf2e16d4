"""Every public page in its states, wide and narrow: axe finds nothing, nothing scrolls sideways."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from intake.models import Slot
from tests import factories
from tests.browser.axe import keep_axe
from tests.browser.public import NARROW, WIDE, Citizen, faults_of, slots_ahead
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = [
    "/",
    "/aftale/",
    "/sikkerhed/",
    "/privatliv/",
    "/anonym/",
    "/was/",
    "/forvent/",
    "/kontakt/",
    "/dine-oplysninger/",
]


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "320"])
def citizen(
    request: pytest.FixtureRequest,
    page: Page,
    live_server: LiveServer,
    house: House,
    settings: Any,
) -> Citizen:
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0, "ANONYMOUS_BOOKINGS": 50, "LOOK_UP_TRIES": 50}
    page.set_viewport_size(request.param)
    keep_axe(page)
    return Citizen(page, live_server.url)


@pytest.fixture
def slots(house: House) -> list[Slot]:
    return slots_ahead(house, 8)


def test_the_pages_that_tell(citizen: Citizen, slots: list[Slot]) -> None:
    found = {}
    for path in (*TOLD, "/tid/tjek/", *(f"/en{path}" for path in TOLD)):
        citizen.open(path)
        found[path] = faults_of(citizen.page)
    assert found == {path: [] for path in found}


class Inspector:
    """Walks a citizen's pages and notes what axe finds in each state of them."""

    def __init__(self, citizen: Citizen) -> None:
        self.citizen = citizen
        self.found: dict[str, list[str]] = {}

    def look(self, state: str) -> None:
        self.found[f"{self.citizen.page.url} {state}"] = faults_of(self.citizen.page)

    def question(self, answer: Callable[[], None]) -> None:
        """The same question left empty, told so, and answered."""
        self.look("empty")
        self.citizen.go_on()
        self.look("wrong")
        summary = self.citizen.page.locator("#error-summary")
        assert summary.evaluate("e => e === document.activeElement")
        answer()
        self.look("filled")
        self.citizen.go_on()

    def finds_nothing_in(self, states: int) -> None:
        assert len(self.found) >= states
        assert self.found == {state: [] for state in self.found}


def wants_drug_treatment(citizen: Citizen) -> None:
    citizen.choose("topic", "drugs")
    citizen.page.check("[name=treatment]")


def can_be_reached(citizen: Citizen) -> None:
    citizen.type("name", "Å" * 60)
    citizen.type("email", "navn@example.dk")


def test_every_question_empty_wrong_and_filled(citizen: Citizen, slots: list[Slot]) -> None:
    inspector = Inspector(citizen)
    citizen.start()
    inspector.question(lambda: citizen.choose("about", "professional"))
    inspector.question(lambda: citizen.choose("age_group", "under_15"))
    inspector.look("told")
    citizen.go_on()
    inspector.question(lambda: wants_drug_treatment(citizen))
    inspector.question(lambda: citizen.choose("agrees", "yes"))
    inspector.question(lambda: citizen.choose("slot", str(slots[0].pk)))
    inspector.question(lambda: can_be_reached(citizen))
    inspector.look("check")
    citizen.open("/tid/behov/")
    inspector.look("empty")
    citizen.type("needs", "Tolk " * 70)
    citizen.go_on()
    inspector.look("too long")
    citizen.open("/tid/tjek/")
    factories.booking(slots[0], at=slots[0].starts_at.replace(year=2026, month=1, day=1))
    citizen.go_on()
    inspector.look("taken")
    citizen.choose("slot", str(slots[1].pk))
    citizen.go_on()
    citizen.go_on()
    citizen.receipt()
    inspector.look("receipt")
    inspector.finds_nothing_in(states=22)


def test_the_question_of_anonymity_and_the_anonymous_check(
    citizen: Citizen, slots: list[Slot]
) -> None:
    citizen.start()
    for name, value in (("about", "self"), ("age_group", "30_plus"), ("topic", "alcohol")):
        citizen.choose(name, value)
        citizen.go_on()
    citizen.choose("slot", str(slots[0].pk))
    citizen.go_on()
    assert faults_of(citizen.page) == []
    citizen.go_on()
    assert citizen.page.locator("#error-summary").count() == 1
    assert faults_of(citizen.page) == []
    citizen.choose("contact", "anonymous")
    citizen.go_on()
    assert citizen.page.url.endswith("/tid/tjek/")
    assert faults_of(citizen.page) == []


def test_looking_up_moving_and_cancelling(citizen: Citizen, slots: list[Slot]) -> None:
    found: dict[str, list[str]] = {}
    receipt = citizen.book(slots[0])
    citizen.open("/tid/")
    found["already"] = faults_of(citizen.page)
    citizen.look_up(("ABCDEF", "ABCD2345"))
    found["unfit"] = faults_of(citizen.page)
    citizen.look_up(receipt)
    found["appointment"] = faults_of(citizen.page)
    citizen.page.click("main a.button-primary")
    found["move"] = faults_of(citizen.page)
    factories.booking(slots[1], at=slots[1].starts_at.replace(year=2026, month=1, day=1))
    citizen.choose("slot", str(slots[1].pk))
    citizen.page.click("main form .button-primary")
    found["move taken"] = faults_of(citizen.page)
    citizen.choose("slot", str(slots[2].pk))
    citizen.page.click("main form .button-primary")
    found["moved"] = faults_of(citizen.page)
    citizen.page.click("main a.button-secondary")
    found["cancel?"] = faults_of(citizen.page)
    citizen.page.click("main form .button-primary")
    found["cancelled"] = faults_of(citizen.page)
    assert found == {state: [] for state in found}


def test_without_free_times(citizen: Citizen) -> None:
    citizen.start()
    for name, value in (("about", "self"), ("age_group", "30_plus"), ("topic", "alcohol")):
        citizen.choose(name, value)
        citizen.go_on()
    assert faults_of(citizen.page) == []
    citizen.page.click("main form button.button-secondary")
    assert faults_of(citizen.page) == []
