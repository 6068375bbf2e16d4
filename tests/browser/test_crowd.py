"""Several at once, each with a browser of their own, and a young person whom the staff meet next."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from intake.models import Booking, Inquiry
from tests.browser.public import Citizen, slots_ahead
from tests.browser.staff import log_in
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> None:
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0, "ANONYMOUS_BOOKINGS": 50}


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """A crowd's browsers, which know nothing of each other."""
    found = [browser.new_context(locale="da-DK") for _ in range(CROWD)]
    yield found
    for one in found:
        one.close()


def test_of_a_crowd_at_one_time_one_gets_it_and_the_others_are_offered_another(
    contexts: list[BrowserContext], live_server: LiveServer, house: House
) -> None:
    """C-06, by hand: one receipt, seven kind answers. Two hundred at once are in `tests/races`."""
    slots = slots_ahead(house)
    crowd = [Citizen(one.new_page(), live_server.url) for one in contexts]
    for citizen in crowd:
        citizen.to_check(slots[0])
    # Pressed in all of them before any of them has heard an answer.
    for citizen in crowd:
        citizen.page.evaluate(
            "() => { setTimeout(() => document.querySelector('main form').requestSubmit(), 200) }"
        )
    for citizen in crowd:
        expect(citizen.page.locator("h1")).not_to_have_text(said("Check your answers"))
    headings = [citizen.heading for citizen in crowd]
    assert headings.count(said("The time is taken")) == CROWD - 1
    assert Booking.objects.filter(slot=slots[0]).count() == Inquiry.objects.count() == 1
    loser = next(one for one in crowd if one.heading == said("The time is taken"))
    assert Booking.objects.get().reference not in loser.page.content()
    loser.choose("slot", str(slots[1].pk))
    loser.go_on()
    loser.go_on()
    loser.receipt()


def test_the_staff_see_the_rule_of_the_young_before_they_act(
    page: Page, live_server: LiveServer, house: House
) -> None:
    """C-20, the staff's part: the young person first, the parents after, no treatment before consent."""
    citizen = Citizen(page, live_server.url)
    citizen.to_check(slots_ahead(house)[0], age_group="15_17", topic="drugs", name="Kim")
    citizen.open("/tid/emne/")
    page.check("[name=treatment]", force=True)
    citizen.go_on()
    citizen.go_on()
    citizen.receipt()
    log_in(page, live_server.url, "leader")
    page.goto(f"{live_server.url}/staff/inquiries/{Inquiry.objects.get().pk}/")
    words = "Under 18: talk to the young person before any contact with the parents"
    rule = page.locator(".strip", has_text=said(words))
    expect(rule.first).to_be_visible()
    consents = said("Treatment cannot begin before the needed consents are here.")
    expect(page.locator("main")).to_contain_text(consents)
    strip = page.locator(".strip").bounding_box()
    acts = page.locator("details.act").first.bounding_box()
    assert strip is not None
    assert acts is not None
    assert strip["y"] < acts["y"]
